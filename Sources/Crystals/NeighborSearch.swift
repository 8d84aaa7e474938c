extension AtomBins {
  /// Calls `body(origin, places)` for every run of `points` that may be nearer than `radius`:
  /// the displacements are `points[place] - origin`.
  @inline(__always)
  private func forEachRun(
    around center: Vector, within radius: Double, _ starts: UnsafeBufferPointer<Int32>,
    _ body: (_ origin: Vector, _ places: Range<Int>) -> Void
  ) {
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
          let first = max(xLow - xImage * counts.x, 0)
          let last = min(xHigh - xImage * counts.x, counts.x - 1)
          let places = Int(starts[row + first])..<Int(starts[row + last + 1])
          if !places.isEmpty { body(center - (Double(xImage) * basis.a + yzShift), places) }
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
    let limit = radius * radius
    // Nothing but the centre itself lies this near: coincident atoms were refused.
    let itself = NeighborFinder.closestApproach * NeighborFinder.closestApproach / 4
    var scratch = Scratch()
    for (done, center) in centers.enumerated() {
      points.withUnsafeBufferPointer { points in
        atoms.withUnsafeBufferPointer { atoms in
          starts.withUnsafeBufferPointer { starts in
            scratch.count = 0
            forEachRun(around: points[Int(places[Int(center)])], within: radius, starts) {
              origin, places in
              scratch.makeRoom(for: places.count)
              for place in places {
                let d = points[place] - origin
                let squared = dot(d, d)
                // Written always and kept if near: cheaper than a branch that no one can predict.
                scratch.atoms[scratch.count] = atoms[place]
                scratch.displacements[scratch.count] = d
                scratch.count += squared < limit && squared > itself ? 1 : 0
              }
            }
          }
        }
      }
      neighbors.append(contentsOf: UnsafeBufferPointer(start: scratch.atoms, count: scratch.count))
      displacements.append(
        contentsOf: UnsafeBufferPointer(start: scratch.displacements, count: scratch.count))
      guard neighbors.count <= NeighborFinder.largestCount else {
        throw CrystalError(
          .tooManyNeighbors(
            estimate: Double(neighbors.count) * Double(centers.count) / Double(done + 1),
            limit: NeighborFinder.largestCount, cutoff: radius))
      }
      offsets.append(Int32(neighbors.count))
      if done == 15 {
        let expected = min(neighbors.count / 15 * centers.count, 1 << 24)
        neighbors.reserveCapacity(expected)
        displacements.reserveCapacity(expected)
      }
    }
    return NeighborList(
      centers: centers, offsets: offsets, neighbors: neighbors, displacements: displacements)
  }

  /// The neighbours of one centre while they are being found.
  private struct Scratch: ~Copyable {
    var atoms: UnsafeMutablePointer<Int32>
    var displacements: UnsafeMutablePointer<Vector>
    var count = 0
    private var capacity = 1024

    init() {
      atoms = .allocate(capacity: capacity)
      displacements = .allocate(capacity: capacity)
    }

    deinit {
      atoms.deallocate()
      displacements.deallocate()
    }

    @inline(__always)
    mutating func makeRoom(for more: Int) {
      if count + more > capacity { grow(to: 2 * (count + more)) }
    }

    @inline(never)
    private mutating func grow(to newCapacity: Int) {
      let (oldAtoms, oldDisplacements) = (atoms, displacements)
      atoms = .allocate(capacity: newCapacity)
      displacements = .allocate(capacity: newCapacity)
      atoms.moveInitialize(from: oldAtoms, count: count)
      displacements.moveInitialize(from: oldDisplacements, count: count)
      oldAtoms.deallocate()
      oldDisplacements.deallocate()
      capacity = newCapacity
    }
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
          forEachRun(around: points[place], within: closest, starts) { origin, places in
            for other in places where other > place && found == nil {
              let d = points[other] - origin
              guard dot(d, d) < closest * closest else { continue }
              found = (Int(atoms[place]), Int(atoms[other]), length(d))
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
