import Glibc

/// The atoms of a structure, wrapped into a compact cell and sorted into bins.
///
/// Bins are numbered x fastest, and the atoms of a row of bins follow each other in memory.
struct AtomBins: Sendable {
  /// Reduced lattice vectors; unit vectors along directions that do not repeat.
  let basis: Basis
  /// Bins along each direction.
  let counts: SIMD3<Int>
  /// Bin coordinate = (fractional coordinate − `lowest`) × `scale`.
  let lowest: Vector
  let scale: Vector
  /// Bins a length of one Å reaches at most, along each direction.
  let binsPerLength: Vector
  /// First entry of each bin in `points`, and the end.
  let starts: [Int32]
  /// Wrapped positions in bin order, and the atoms they belong to.
  let points: [Vector]
  let atoms: [Int32]
  /// Place of each atom in `points`.
  let places: [Int32]

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
