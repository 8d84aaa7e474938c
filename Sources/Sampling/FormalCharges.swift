import Crystals

/// The charge of each element in units of e, as its ions are counted in an oxide.
public struct FormalCharges: Sendable, Equatable {
  public var charges: [Element: Double]

  public init(_ charges: [Element: Double]) { self.charges = charges }

  /// Elements with one usual charge in oxides: Li +1, Ti +4, O −2 and their like. Elements of
  /// several (Mn, Fe, Co, Cu, Ce, …) are not among them.
  public static let standard: FormalCharges = {
    let groups: [(Double, String)] = [
      (-2, "O"), (-1, "F Cl Br I"), (1, "H Li Na K Rb Cs Ag"), (2, "Be Mg Ca Sr Ba Zn Cd Ni"),
      (3, "B Al Ga In Sc Y La Nd Sm Gd Dy Ho Er Lu Cr Bi"), (4, "C Si Ge Sn Ti Zr Hf Th"),
      (5, "P V Nb Ta"), (6, "Mo W"),
    ]
    var charges: [Element: Double] = [:]
    for (charge, symbols) in groups {
      for symbol in symbols.split(separator: " ") {
        if let element = Element(symbol: symbol) { charges[element] = charge }
      }
    }
    return FormalCharges(charges)
  }()

  /// The charge of an element; nil where the table has none.
  public subscript(element: Element) -> Double? {
    get { charges[element] }
    set { charges[element] = newValue }
  }

  /// One charge an atom in units of e.
  ///
  /// - Throws: `noFormalCharge` for an element that the table lacks.
  public func charges(of structure: Structure) throws(SamplingError) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(structure.count)
    for element in structure.elements {
      guard let charge = charges[element] else {
        throw .noFormalCharge(origin: structure.origin, element)
      }
      result.append(charge)
    }
    return result
  }
}
