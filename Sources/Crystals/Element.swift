/// A chemical element, known by its atomic number.
public struct Element: Hashable, Sendable, Comparable, RawRepresentable {
  /// The atomic number Z, from 1 (hydrogen) to 118 (oganesson).
  public let rawValue: UInt8

  /// Makes an element from its atomic number; nil outside 1…118.
  public init?(rawValue: UInt8) {
    guard (1...118).contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  private init(_ number: UInt8) { rawValue = number }

  public static let lithium = Element(3)
  public static let oxygen = Element(8)
  public static let titanium = Element(22)

  public static func < (a: Element, b: Element) -> Bool { a.rawValue < b.rawValue }

  /// The element with a symbol such as `Li`; nil for an unknown symbol. Case matters.
  public init?(symbol: some StringProtocol) {
    guard let number = Self.numbers[String(symbol)] else { return nil }
    self.init(number)
  }

  /// The symbol, such as `Li`.
  public var symbol: String { Self.symbols[Int(rawValue) - 1] }

  private static let symbols =
    """
    H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br \
    Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho \
    Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es \
    Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
    """.split(separator: " ").map(String.init)

  private static let numbers = Dictionary(
    uniqueKeysWithValues: symbols.enumerated().map { ($1, UInt8($0 + 1)) })
}

extension Element: CustomStringConvertible {
  public var description: String { symbol }
}
