/// A quadrupolar nucleus: its spin and its quadrupole moment, which tables give differently.
public struct Isotope: Sendable, Hashable {
  /// Mass number and symbol, such as `7Li`.
  public var name: String
  /// The element's symbol, such as `Li`.
  public var element: String
  /// Nuclear spin I.
  public var spin: Double
  /// Quadrupole moment Q in millibarn.
  public var quadrupoleMoment: Double

  public init(name: String, element: String, spin: Double, quadrupoleMoment: Double) {
    self.name = name
    self.element = element
    self.spin = spin
    self.quadrupoleMoment = quadrupoleMoment
  }

  /// The isotope of that name in the table; nil for an unknown one.
  public static func named(_ name: String) -> Isotope? { table.first { $0.name == name } }

  /// The isotope meant where none is named: the paper's for Li, Ti and O (⁷Li, ⁴⁷Ti, ¹⁷O), else
  /// the first of the element in the table. Nil for an element without a quadrupolar isotope there.
  public static func standard(for element: String) -> Isotope? {
    if element == "Li" { return .lithium7 }
    return table.first { $0.element == element }
  }

  public static let lithium7 = Isotope(
    name: "7Li", element: "Li", spin: 1.5, quadrupoleMoment: -40.1)

  /// A nucleus of an element of which nothing is asked that depends on the isotope.
  public static func unspecified(of element: String) -> Isotope {
    Isotope(name: element, element: element, spin: 0, quadrupoleMoment: 0)
  }

  /// All isotopes known by name, ordered by mass.
  ///
  /// Spins and moments: P. Pyykkö, Mol. Phys. 106, 1965 (2008), as in Soprano 0.11.
  public static let table: [Isotope] = [
    Isotope(name: "2H", element: "H", spin: 1, quadrupoleMoment: 2.86),
    Isotope(name: "6Li", element: "Li", spin: 1, quadrupoleMoment: -0.808),
    lithium7,
    Isotope(name: "10B", element: "B", spin: 3, quadrupoleMoment: 84.59),
    Isotope(name: "11B", element: "B", spin: 1.5, quadrupoleMoment: 40.59),
    Isotope(name: "14N", element: "N", spin: 1, quadrupoleMoment: 20.44),
    Isotope(name: "17O", element: "O", spin: 2.5, quadrupoleMoment: -25.58),
    Isotope(name: "23Na", element: "Na", spin: 1.5, quadrupoleMoment: 104),
    Isotope(name: "25Mg", element: "Mg", spin: 2.5, quadrupoleMoment: 199.4),
    Isotope(name: "27Al", element: "Al", spin: 2.5, quadrupoleMoment: 146.6),
    Isotope(name: "35Cl", element: "Cl", spin: 1.5, quadrupoleMoment: -81.65),
    Isotope(name: "37Cl", element: "Cl", spin: 1.5, quadrupoleMoment: -64.35),
    Isotope(name: "43Ca", element: "Ca", spin: 3.5, quadrupoleMoment: -40.8),
    Isotope(name: "47Ti", element: "Ti", spin: 2.5, quadrupoleMoment: 302),
    Isotope(name: "49Ti", element: "Ti", spin: 3.5, quadrupoleMoment: 247),
    Isotope(name: "69Ga", element: "Ga", spin: 1.5, quadrupoleMoment: 171),
    Isotope(name: "71Ga", element: "Ga", spin: 1.5, quadrupoleMoment: 107),
  ]
}

extension Isotope {
  /// Reads `7Li`, or `7Li=-40.6` for the same nucleus with an own Q in millibarn.
  ///
  /// - Throws: `TensorError.isotope` for an unknown name, `TensorError.quadrupoleMoment` for a
  ///   moment that is not a finite number.
  public init(parsing text: String) throws(TensorError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, let known = Isotope.named(String(name)) else {
      throw .isotope(found: text)
    }
    self = known
    guard parts.count == 2 else { return }
    guard let moment = Double(parts[1]), moment.isFinite else {
      throw .quadrupoleMoment(found: String(parts[1]))
    }
    quadrupoleMoment = moment
  }

  /// C_Q in kHz for V_zz = 1 a.u.; 0 for a nucleus without quadrupole interaction (I < 1 or Q = 0).
  public var couplingPerAtomicUnit: Double {
    spin < 1 ? 0 : Constants.couplingPerMillibarn * quadrupoleMoment
  }

  /// 3/(2I(2I − 1)), the prefactor of eq. 5; 0 for I < 1.
  public var splittingPrefactor: Double { spin < 1 ? 0 : 3 / (2 * spin * (2 * spin - 1)) }

  /// ω_Q in kHz for a field gradient along the field bᵀVb = 1 a.u.
  public var splittingPerAtomicUnit: Double { splittingPrefactor * couplingPerAtomicUnit }
}
