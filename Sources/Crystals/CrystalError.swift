/// Why a structure cannot be used.
public struct CrystalError: Error, Sendable, Equatable {
  /// An atom as messages name it.
  public struct Atom: Sendable, Equatable {
    /// Index in the structure, counted from 0.
    public var index: Int
    public var element: Element
    /// Cartesian position in Å, as given.
    public var position: Vector

    public init(index: Int, element: Element, position: Vector) {
      self.index = index
      self.element = element
      self.position = position
    }
  }

  public enum Kind: Sendable, Equatable {
    /// A lattice vector (0, 1, 2 for a, b, c) holds NaN or infinity, or is absurdly long.
    case nonFiniteCell(direction: Int, vector: Vector)
    /// The lattice vectors of the periodic directions span no volume.
    case singularCell(vectors: [Vector])
    /// Elements and positions differ in number.
    case mismatchedCounts(elements: Int, positions: Int)
    /// A position is NaN, infinite or absurdly far away.
    case nonFinitePosition(Atom)
    /// Two atoms (or an atom and its own periodic image) lie on top of each other.
    case coincidentAtoms(Atom, Atom, distance: Double)
    /// The cutoff is no positive finite length.
    case unusableCutoff(Double)
    /// So many neighbours that memory would not hold them.
    case tooManyNeighbors(estimate: Double, limit: Int, cutoff: Double)
    /// A supercell with no, negative or absurdly many repetitions.
    case unusableRepetition([Int], atoms: Int)
  }

  public var kind: Kind
  /// Where the structure came from.
  public var origin: Structure.Origin

  public init(_ kind: Kind, origin: Structure.Origin = Structure.Origin()) {
    self.kind = kind
    self.origin = origin
  }
}

extension CrystalError: CustomStringConvertible {
  /// `FILE:LINE: frame N: what was found; what was expected; what to do`.
  public var description: String {
    guard !origin.file.isEmpty else { return message }
    return "\(escaped(origin.file, limit: 400)):\(origin.line): frame \(origin.frame): \(message)"
  }

  private var message: String {
    switch kind {
    case .nonFiniteCell(let direction, let vector):
      return "lattice vector \(["a", "b", "c"][min(max(direction, 0), 2)]) is \(text(vector)) Å;"
        + " expected finite lengths below 1e9 Å"
    case .singularCell(let vectors):
      return "the periodic lattice vectors \(vectors.map(text).joined(separator: ", ")) span no"
        + " volume; expected independent vectors, or pbc off along a direction without one"
    case .mismatchedCounts(let elements, let positions):
      return "\(elements) elements but \(positions) positions; expected one of each an atom"
    case .nonFinitePosition(let atom):
      return "\(text(atom)) lies at \(text(atom.position)) Å;"
        + " expected finite coordinates within 1e9 Å"
    case .coincidentAtoms(let first, let second, let distance):
      let pair =
        first.index == second.index
        ? "\(text(first)) and its own periodic image"
        : "\(text(first)) at \(text(first.position)) Å and \(text(second)) at"
          + " \(text(second.position)) Å"
      return "\(pair) are \(short(distance)) Å apart (periodic images counted); expected at least"
        + " \(NeighborFinder.closestApproach) Å; check for duplicate atoms and the units of the"
        + " cell"
    case .unusableCutoff(let cutoff):
      return "a cutoff of \(cutoff) Å; expected a positive finite length"
    case .tooManyNeighbors(let estimate, let limit, let cutoff):
      return "about \(short(estimate)) neighbours within \(short(cutoff)) Å; expected at most"
        + " \(limit); choose a smaller cutoff or fewer centres at a time, or check the cell's units"
    case .unusableRepetition(let counts, let atoms):
      return "\(counts.map(String.init).joined(separator: "×")) repetitions of \(atoms) atoms;"
        + " expected at least one along every direction, along periodic directions only, and at"
        + " most \(Supercell.largestCount) atoms"
    }
  }

  private func text(_ atom: Atom) -> String { "atom \(atom.index) (\(atom.element.symbol))" }

  private func text(_ vector: Vector) -> String {
    "(\(short(vector.x)), \(short(vector.y)), \(short(vector.z)))"
  }

  /// A number to about six significant digits.
  private func short(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9, abs(value) >= 1e-6 else { return "\(value)" }
    return "\((value * 1e6).rounded() / 1e6)"
  }
}
