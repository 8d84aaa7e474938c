import Glibc

/// The atoms of a structure, wrapped into a compact cell and sorted into bins.
///
/// Bins are numbered x fastest, and the atoms of a row of bins follow each other in memory.
struct AtomBins: Sendable {
  /// Reduced lattice vectors; unit vectors along directions that do not repeat.
  private let basis: Basis
  /// Bins along each direction.
  private let counts: SIMD3<Int>
  /// Bin coordinate = (fractional coordinate − `lowest`) × `scale`.
  private let lowest: Vector
  private let scale: Vector
  /// Bins a length of one Å reaches at most, along each direction.
  private let binsPerLength: Vector
  /// First entry of each bin in `points`, and the end.
  private let starts: [Int32]
  /// Wrapped positions in bin order, and the atoms they belong to.
  private let points: [Vector]
  private let atoms: [Int32]
  /// Place of each atom in `points`.
  private let places: [Int32]

  init(_ structure: Structure, cutoff: Double) throws(CrystalError) {
    let count = structure.positions.count
    guard structure.elements.count == count else {
      throw CrystalError(
        .mismatchedCounts(elements: structure.elements.count, positions: count))
    }
    let basis = try Self.compactBasis(structure.cell)
    let inverse = (basis.inverse[0], basis.inverse[1], basis.inverse[2])
    let periodic = (basis.periodic[0], basis.periodic[1], basis.periodic[2])

    // Fractional coordinates, wrapped along periodic directions.
    var fractions: [Vector] = []
    fractions.reserveCapacity(count)
    for (index, r) in structure.positions.enumerated() {
      guard abs(r.x) < Cell.longest, abs(r.y) < Cell.longest, abs(r.z) < Cell.longest else {
        throw CrystalError(
          .nonFinitePosition(
            .init(index: index, element: structure.elements[index], position: r)))
      }
      var s = Vector(dot(inverse.0, r), dot(inverse.1, r), dot(inverse.2, r))
      if periodic.0 { s.x = wrappedFraction(s.x) }
      if periodic.1 { s.y = wrappedFraction(s.y) }
      if periodic.2 { s.z = wrappedFraction(s.z) }
      fractions.append(s)
    }
    let (low, extent) = Self.extent(of: fractions, periodic: basis.periodic)
    let heights = basis.heights
    try Self.refuseAbsurdReach(basis, heights: heights, cutoff: cutoff, atoms: count)
    let counts = Self.binCounts(heights * extent, basis, extent, cutoff: cutoff, atoms: count)
    let binCounts = Vector(Double(counts.x), Double(counts.y), Double(counts.z))
    let scale = binCounts / extent

    // A counting sort by bin.
    var starts = [Int32](repeating: 0, count: counts.x * counts.y * counts.z + 1)
    var binOfAtom: [Int32] = []
    binOfAtom.reserveCapacity(count)
    for s in fractions {
      let u = (s - low) * scale
      let x = min(max(Int(u.x), 0), counts.x - 1)
      let y = min(max(Int(u.y), 0), counts.y - 1)
      let z = min(max(Int(u.z), 0), counts.z - 1)
      let bin = (z * counts.y + y) * counts.x + x
      starts[bin + 1] += 1
      binOfAtom.append(Int32(bin))
    }
    for bin in 1..<starts.count { starts[bin] += starts[bin - 1] }
    var next = starts
    var places = [Int32](repeating: 0, count: count)
    var atoms = places
    var points = [Vector](repeating: .zero, count: count)
    for atom in 0..<count {
      let bin = Int(binOfAtom[atom])
      let place = Int(next[bin])
      next[bin] += 1
      places[atom] = Int32(place)
      atoms[place] = Int32(atom)
      points[place] = basis.cartesian(fractions[atom])
    }
    self.basis = basis
    self.counts = counts
    lowest = low
    self.scale = scale
    binsPerLength = scale / heights
    self.starts = starts
    self.points = points
    self.atoms = atoms
    self.places = places
  }

  /// The same lattice with short vectors, and unit vectors along directions that do not repeat.
  private static func compactBasis(_ cell: Cell) throws(CrystalError) -> Basis {
    _ = try cell.basis()
    let directions = (0..<3).filter { cell.periodic[$0] }
    var vectors = reducedLattice(directions.map { cell.vectors[$0] })
    while vectors.count < 3 { vectors.append(orthogonal(to: vectors)) }
    return Basis(vectors, periodic: (0..<3).map { $0 < directions.count })
  }

  /// Where the bins begin, and how far they extend, in fractional coordinates.
  ///
  /// Along open directions that is where most atoms are: the outermost bins take the others, so
  /// that an atom far off does not make all bins coarse.
  private static func extent(of fractions: [Vector], periodic: [Bool]) -> (Vector, Vector) {
    var low = Vector.zero
    var extent = Vector(repeating: 1)
    let stride = max(1, fractions.count / 1024)
    for direction in 0..<3 where !periodic[direction] && !fractions.isEmpty {
      let sample = Swift.stride(from: 0, to: fractions.count, by: stride)
        .map { fractions[$0][direction] }.sorted()
      let first = sample[sample.count / 50]
      let last = sample[sample.count - 1 - sample.count / 50]
      let margin = (last - first) / 10
      low[direction] = max(first - margin, sample[0])
      extent[direction] = max(
        min(last + margin, sample[sample.count - 1]) - low[direction], 1e-3)
    }
    return (low, extent)
  }

  /// Refuses cutoffs that reach over too many periodic images.
  private static func refuseAbsurdReach(
    _ basis: Basis, heights: Vector, cutoff: Double, atoms: Int
  ) throws(CrystalError) {
    var candidates = Double(atoms)
    for direction in 0..<3 where basis.periodic[direction] {
      candidates *= 2 * cutoff / heights[direction] + 1
    }
    guard candidates <= Double(NeighborFinder.largestCount) + 2 * Double(atoms) else {
      throw CrystalError(
        .tooManyNeighbors(
          estimate: candidates, limit: NeighborFinder.largestCount, cutoff: cutoff))
    }
  }

  /// Bins of two to three atoms where the density allows, never many more bins than atoms.
  private static func binCounts(
    _ lengths: Vector, _ basis: Basis, _ extent: Vector, cutoff: Double, atoms: Int
  ) -> SIMD3<Int> {
    let volume = basis.volume * extent.x * extent.y * extent.z
    let roomy = cbrt(2.5 * volume / Double(max(1, atoms)))
    let edge = max(cutoff / 8, min(roomy, cutoff))
    var counts = SIMD3<Int>(repeating: 1)
    for direction in 0..<3 {
      counts[direction] = Int(min(max(lengths[direction] / edge, 1), 1e6))
    }
    func total() -> Double { Double(counts.x) * Double(counts.y) * Double(counts.z) }
    while total() > Double(8 * atoms + 64) {
      let widest = (0..<3).max { counts[$0] < counts[$1] } ?? 0
      counts[widest] = max(1, counts[widest] / 2)
    }
    return counts
  }
}

extension AtomBins {
  /// Calls `body(place, displacement, squaredDistance)` for everything nearer than `radius`,
  /// the centre itself included.
  @inline(__always)
  private func forEach(
    around center: Vector, within radius: Double, _ points: UnsafeBufferPointer<Vector>,
    _ starts: UnsafeBufferPointer<Int32>,
    _ body: (_ place: Int, _ displacement: Vector, _ squaredDistance: Double) -> Void
  ) {
    let limit = radius * radius
    let u = (basis.fractional(center) - lowest) * scale
    // The margin covers rounding of the bin coordinates.
    let reach = binsPerLength * radius + 1e-9
    let (xLow, xHigh) = bounds(0, u.x, reach.x)
    let (yLow, yHigh) = bounds(1, u.y, reach.y)
    let (zLow, zHigh) = bounds(2, u.z, reach.z)
    for z in zLow...zHigh {
      let zImage = floorDivide(z, counts.z)
      let zShift = Double(zImage) * basis.c
      let zBin = z - zImage * counts.z
      for y in yLow...yHigh {
        let yImage = floorDivide(y, counts.y)
        let yzShift = Double(yImage) * basis.b + zShift
        let row = (zBin * counts.y + y - yImage * counts.y) * counts.x
        for xImage in floorDivide(xLow, counts.x)...floorDivide(xHigh, counts.x) {
          let origin = center - (Double(xImage) * basis.a + yzShift)
          let first = max(xLow - xImage * counts.x, 0)
          let last = min(xHigh - xImage * counts.x, counts.x - 1)
          for place in Int(starts[row + first])..<Int(starts[row + last + 1]) {
            let d = points[place] - origin
            let squared = dot(d, d)
            if squared < limit { body(place, d, squared) }
          }
        }
      }
    }
  }

  /// Range of bins, numbered on through the periodic images, that a reach touches.
  @inline(__always)
  private func bounds(_ direction: Int, _ u: Double, _ reach: Double) -> (Int, Int) {
    let low = (u - reach).rounded(.down)
    let high = (u + reach).rounded(.down)
    if basis.periodic[direction] { return (Int(low), Int(high)) }
    let last = Double(counts[direction] - 1)
    return (Int(min(max(low, 0), last)), Int(min(max(high, 0), last)))
  }

  @inline(__always)
  private func floorDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }

  func neighbors(of centers: [Int32], within radius: Double) throws(CrystalError) -> NeighborList {
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(centers.count + 1)
    var neighbors: [Int32] = []
    var displacements: [Vector] = []
    // Nothing but the centre itself lies this near: coincident atoms were refused.
    let itself = NeighborFinder.closestApproach * NeighborFinder.closestApproach / 4
    var overflow = false
    points.withUnsafeBufferPointer { points in
      starts.withUnsafeBufferPointer { starts in
        for (done, center) in centers.enumerated() {
          forEach(around: points[Int(places[Int(center)])], within: radius, points, starts) {
            place, displacement, squared in
            guard squared > itself else { return }
            neighbors.append(atoms[place])
            displacements.append(displacement)
          }
          guard neighbors.count <= NeighborFinder.largestCount else {
            overflow = true
            return
          }
          offsets.append(Int32(neighbors.count))
          if done == 15 {
            let expected = min(neighbors.count / 15 * centers.count, 1 << 24)
            neighbors.reserveCapacity(expected)
            displacements.reserveCapacity(expected)
          }
        }
      }
    }
    if overflow {
      let share = Double(offsets.count) / Double(centers.count)
      throw CrystalError(
        .tooManyNeighbors(
          estimate: Double(neighbors.count) / share, limit: NeighborFinder.largestCount,
          cutoff: radius))
    }
    return NeighborList(
      centers: centers, offsets: offsets, neighbors: neighbors, displacements: displacements)
  }

  /// Names the first two atoms, or an atom and its own image, that lie on top of each other.
  func refuseCoincidentAtoms(of structure: Structure) throws(CrystalError) {
    func atom(_ index: Int) -> CrystalError.Atom {
      .init(
        index: index, element: structure.elements[index], position: structure.positions[index])
    }
    let closest = NeighborFinder.closestApproach
    let shortest =
      (0..<3).filter { basis.periodic[$0] }.map { length(basis.vectors[$0]) }.min() ?? .infinity
    if shortest < closest, structure.count > 0 {
      throw CrystalError(.coincidentAtoms(atom(0), atom(0), distance: shortest))
    }
    var found: (Int, Int, Double)?
    points.withUnsafeBufferPointer { points in
      starts.withUnsafeBufferPointer { starts in
        for place in points.indices {
          forEach(around: points[place], within: closest, points, starts) { other, _, squared in
            if other > place, found == nil {
              found = (Int(atoms[place]), Int(atoms[other]), squared.squareRoot())
            }
          }
          if found != nil { return }
        }
      }
    }
    if let (i, j, distance) = found {
      throw CrystalError(.coincidentAtoms(atom(min(i, j)), atom(max(i, j)), distance: distance))
    }
  }
}
