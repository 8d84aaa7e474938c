import Crystals

/// The class a site belongs to by what is around it: its site type, and how many of the 16d sites
/// nearest to it hold Li.
///
/// Classes have numbers in 0..<all.count, ordered by site type and then by Li, so that sites can be
/// tallied by them.
public struct SiteEnvironment: Hashable, Sendable {
  public var siteType: SiteType
  /// Li among `siteType.octahedralNeighbors` sites; nil where not known or without a meaning.
  public var lithium: Int?

  public init(_ siteType: SiteType, lithium: Int? = nil) {
    self.siteType = siteType
    self.lithium = lithium
  }

  /// Every class, by number.
  public static let all: [SiteEnvironment] = SiteType.allCases.flatMap { type in
    let most = type.octahedralNeighbors
    return [SiteEnvironment(type)]
      + (most > 0 ? (0...most).map { SiteEnvironment(type, lithium: $0) } : [])
  }

  /// The numbers of the classes of a site type: first that of sites whose Li are not known.
  public static func numbers(of type: SiteType) -> ClosedRange<Int> {
    ranges[Int(type.rawValue)]
  }

  /// The numbers of the classes of a site type whose Li are known, in order of Li from 0; empty for
  /// a type without.
  public static func countedNumbers(of type: SiteType) -> Range<Int> {
    let numbers = numbers(of: type)
    return numbers.lowerBound + 1..<numbers.upperBound + 1
  }

  private static let ranges: [ClosedRange<Int>] = SiteType.allCases.map { type in
    let first = all.firstIndex { $0.siteType == type } ?? 0
    return first...first + (all.count { $0.siteType == type } - 1)
  }

  /// The numbers of the classes of some rows of a table.
  public static func numbers(_ table: SiteTable, _ rows: Range<Int>) -> [Int8] {
    // For each site type the classes of −1, 0, … 12 Li.
    let classes = SiteType.allCases.flatMap { type in
      (-1...12).map { lithium in
        let numbers = numbers(of: type)
        return Int8(min(numbers.lowerBound + lithium + 1, numbers.upperBound))
      }
    }
    let (types, twelve, six) = (table.siteType, table.lithiumNeighbors, table.octahedralLithium)
    return rows.map { row in
      // Only one of the two has a meaning, the other is −1.
      let lithium = min(max(twelve[row], six[row], -1), 12)
      return classes[14 * Int(types[row].rawValue) + Int(lithium) + 1]
    }
  }
}

extension SiteType {
  /// How many 16d sites make the shell in which Li are counted: twelve around 8a, six around 16d and
  /// 16c; 0 for site types where none are.
  public var octahedralNeighbors: Int {
    switch self {
    case .site8a: 12
    case .site16c, .site16d: 6
    case .site48f, .oxygen32e, .other: 0
    }
  }
}
