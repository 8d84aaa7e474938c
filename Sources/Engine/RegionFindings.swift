import Crystals
import Spectra

/// One way in which a part of a histogram differs from the whole.
public struct RegionFinding: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Sites of a type; with a range those with so many Li around them.
    case sites(SiteType, lithium: ClosedRange<Int>?, Enrichment)
    /// Sites with so many Li around them, among those of their type.
    case amongType(SiteType, lithium: ClosedRange<Int>, Enrichment)
    case bondLength(SiteType, MeanShift)
    case lithiumDistance(SiteType, MeanShift)
  }
  public var kind: Kind
  /// Mean distance in Å to the Li around the sites; NaN without any.
  public var lithiumDistance = Double.nan
  /// The largest number of Li around any site of the type in the whole.
  public var mostLithium = 0

  /// How far from chance the difference is, as a value of χ² with one degree of freedom.
  public var strength: Double {
    switch kind {
    case .sites(_, _, let enrichment), .amongType(_, _, let enrichment): enrichment.logLikelihood
    case .bondLength(_, let shift), .lithiumDistance(_, let shift): shift.strength
    }
  }
}

extension RegionComposition {
  /// A difference of lengths smaller than this is not worth saying, in Å.
  public static let leastDifference = 0.005

  /// The difference in site types and Li counts that stands out most; nil where none does.
  ///
  /// Of all site types and all ranges of Li around each the one with the largest G. A range is named
  /// in place of its type only where it tells clearly more, and a lack only where it is twice as
  /// strong as any excess: what is there says more than what is not.
  public var strongestSites: RegionFinding? {
    guard isKnown else { return nil }
    var best: (finding: RegionFinding, strength: Double)?
    func consider(_ found: RegionFinding, _ enrichment: Enrichment) {
      let strength = enrichment.logLikelihood * (enrichment.ratio > 1 ? 1 : 0.5)
      if strength > best?.strength ?? 0 { best = (found, strength) }
    }
    let (partCount, wholeCount) = (partCount, wholeCount)
    for type in siteTypes {
      let ofType = enrichment(of: type)
      var least = 0.0
      if ofType.isClear {
        let kind = RegionFinding.Kind.sites(type, lithium: nil, ofType)
        consider(finding(kind, type, SiteEnvironment.numbers(of: type)), ofType)
        least = ofType.logLikelihood + Enrichment.leastStrength
      }
      for (lithium, numbers) in ranges(of: type) {
        let ofRange = enrichment(numbers, partCount, wholeCount)
        guard ofRange.isClear, ofRange.logLikelihood > least else { continue }
        let kind = RegionFinding.Kind.sites(type, lithium: lithium, ofRange)
        consider(finding(kind, type, numbers), ofRange)
      }
    }
    return best?.finding
  }

  /// All clear differences: the strongest of sites first, then by strength.
  ///
  /// A site type is left out where the first finding explains it (it is the rest), and so are its Li
  /// counts where the first finding is about them.
  public var findings: [RegionFinding] {
    guard isKnown else { return [] }
    let first = strongestSites
    var rest: [RegionFinding] = []
    for type in siteTypes {
      if let finding = siteFinding(of: type, besides: first) { rest.append(finding) }
      if let finding = lithiumFinding(of: type, besides: first) { rest.append(finding) }
      rest += [bondFinding(of: type), distanceFinding(of: type)].compactMap { $0 }
    }
    rest.sort { $0.strength > $1.strength }
    return (first.map { [$0] } ?? []) + rest
  }

  /// A type that is over- or under-represented also among the sites outside the first finding.
  private func siteFinding(of type: SiteType, besides first: RegionFinding?) -> RegionFinding? {
    guard case .sites(let named, let lithium, _)? = first?.kind, named != type else { return nil }
    let explained = numbers(named, lithium)
    let numbers = SiteEnvironment.numbers(of: type)
    let outright = enrichment(of: type)
    let besides = enrichment(
      numbers, partCount - count(part, explained), wholeCount - count(whole, explained))
    guard outright.isClear, besides.isClear, (outright.ratio > 1) == (besides.ratio > 1) else {
      return nil
    }
    return finding(.sites(type, lithium: nil, outright), type, numbers)
  }

  /// The range of Li that stands out most among the sites of a type.
  private func lithiumFinding(of type: SiteType, besides first: RegionFinding?) -> RegionFinding? {
    if case .sites(type, lithium: .some, _)? = first?.kind { return nil }
    let known = SiteEnvironment.countedNumbers(of: type)
    let (inside, all) = (count(part, known), count(whole, known))
    return ranges(of: type).compactMap { lithium, numbers -> RegionFinding? in
      let found = enrichment(numbers, inside, all)
      guard found.isClear, found.ratio > 1 else { return nil }
      return finding(.amongType(type, lithium: lithium, found), type, numbers)
    }.max { $0.strength < $1.strength }
  }

  /// The clear difference in the bond lengths of a type's sites; nil where there is none.
  public func bondFinding(of type: SiteType) -> RegionFinding? {
    let shift = bondLength(of: type)
    guard shift.isClear(least: Self.leastDifference) else { return nil }
    return RegionFinding(kind: .bondLength(type, shift))
  }

  private func distanceFinding(of type: SiteType) -> RegionFinding? {
    let shift = lithiumDistance(of: type)
    guard shift.isClear(least: Self.leastDifference) else { return nil }
    return RegionFinding(kind: .lithiumDistance(type, shift))
  }

  /// The ranges of Li around sites of a type with their classes; not the one that holds all sites.
  private func ranges(of type: SiteType) -> [(lithium: ClosedRange<Int>, numbers: ClosedRange<Int>)]
  {
    let start = SiteEnvironment.countedNumbers(of: type).lowerBound
    let occupied = lithiumCounts(around: type).filter { whole[start + $0].count > 0 }
    return occupied.flatMap { low in
      occupied.compactMap { high in
        guard high >= low, low != occupied.first || high != occupied.last else { return nil }
        return (low...high, start + low...start + high)
      }
    }
  }

  private func numbers(_ type: SiteType, _ lithium: ClosedRange<Int>?) -> ClosedRange<Int> {
    guard let lithium else { return SiteEnvironment.numbers(of: type) }
    let start = SiteEnvironment.countedNumbers(of: type).lowerBound
    return start + lithium.lowerBound...start + lithium.upperBound
  }

  private func finding(
    _ kind: RegionFinding.Kind, _ type: SiteType, _ numbers: ClosedRange<Int>
  ) -> RegionFinding {
    RegionFinding(
      kind: kind, lithiumDistance: shift(numbers, \.second).part.mean,
      mostLithium: lithiumCounts(around: type).count - 1)
  }
}
