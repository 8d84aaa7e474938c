import Crystals

/// The symmetry operators of a crystal, each once, identity among them.
struct SymmetryGroup {
  let operators: [SymmetryOperator]

  /// More than the 192 of any conventional cell: supercells list translations too.
  static let largestCount = 10_000

  /// Makes a group of operators; `words` are their spellings, for messages.
  ///
  /// Throws a failure for operators that distort the cell, and for a list that is no group.
  init(_ operators: [SymmetryOperator], vectors: [Vector], words: [String])
    throws(CommentLine.Failure)
  {
    var known: [SymmetryOperator.Key: Int] = [:]
    var distinct: [SymmetryOperator] = []
    for (index, symmetry) in operators.enumerated() {
      guard symmetry.keeps(vectors) else {
        throw .init(
          found:
            "the symmetry operator \(words[index]), which changes the cell's lengths or angles",
          expected: "operators that fit the cell")
      }
      if known.updateValue(index, forKey: symmetry.key) == nil { distinct.append(symmetry) }
    }
    // What the operators generate must be no more than they are.
    var reached: Set<SymmetryOperator.Key> = [SymmetryOperator.identity.key]
    var elements = [SymmetryOperator.identity]
    var generators: [SymmetryOperator] = []
    guard known[SymmetryOperator.identity.key] != nil else {
      throw .init(found: "symmetry operators without x,y,z", expected: "the identity among them")
    }
    for symmetry in distinct where !reached.contains(symmetry.key) {
      generators.append(symmetry)
      var next = 0
      while next < elements.count {
        for generator in generators {
          guard let product = generator.after(elements[next]), known[product.key] != nil else {
            let name = known[generator.key].map { words[$0] } ?? ""
            let other = known[elements[next].key].map { words[$0] } ?? "x,y,z"
            throw .init(
              found: "symmetry operators that are no group: \(name) after \(other) is missing",
              expected: "all operators of the space group")
          }
          if reached.insert(product.key).inserted { elements.append(product) }
        }
        next += 1
      }
    }
    self.operators = distinct
  }

  /// The distinct images of a position, in fractional coordinates in [0, 1), the first operator's
  /// first.
  ///
  /// Images closer than `tolerance` (in Å) are one atom, in the middle of them: on the special
  /// position that rounded coordinates missed. Nil where not equally
  /// many fall together everywhere: the position is neither on a special one nor clear of it.
  func orbit(of s: Vector, in cell: Basis, tolerance: Double) -> [Vector]? {
    var orbit = OrbitBins(cell, tolerance: tolerance)
    for symmetry in operators { orbit.add(symmetry.image(of: s)) }
    let isEven = orbit.multiplicities.allSatisfy { $0 == orbit.multiplicities[0] }
    return isEven ? orbit.middles : nil
  }
}
