/// The crystallographic site an atom sits on in the spinel lattice (Fd-3m, origin choice 2).
public enum SiteType: UInt8, Sendable, Hashable, CaseIterable {
  case site8a, site16c, site16d, site48f, oxygen32e, other

  /// The label shown and written: `8a`, `16c`, `16d`, `48f`, `32e`, `other`.
  public var label: String {
    switch self {
    case .site8a: "8a"
    case .site16c: "16c"
    case .site16d: "16d"
    case .site48f: "48f"
    case .oxygen32e: "32e"
    case .other: "other"
    }
  }
}
