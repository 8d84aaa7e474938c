import Crystals
import Engine
import Numbers
import Spectra

extension RegionComposition {
  /// What stands out in a sentence without its end: `16d sites with two Li neighbours at 2.96 Å, 3.1×
  /// over-represented`; nil where nothing is known of the sites.
  ///
  /// The strongest difference in sites, then that of the bonds of the same site type, or the
  /// strongest of any.
  public var sentence: String? {
    guard isKnown, partCount > 0 else { return nil }
    let first = strongestSites
    var types = siteTypes
    if case .sites(let type, _, let enrichment)? = first?.kind, enrichment.ratio > 1 {
      types = [type]
    }
    let bonds = types.compactMap { bondFinding(of: $0) }.max { $0.strength < $1.strength }
    let parts = [first, bonds].compactMap { $0?.text }
    return parts.isEmpty ? "sites as in the whole set" : parts.joined(separator: "; ")
  }
}

extension RegionFinding {
  /// The difference in words.
  public var text: String {
    switch kind {
    case .sites(let type, let lithium, let enrichment):
      representation(subject(type, lithium), enrichment)
    case .amongType(let type, let lithium, let enrichment):
      "among \(type.label), \(representation(around(type, lithium), enrichment))"
    case .bondLength(let type, let shift):
      "\(type.label)–O bonds \(length(shift)) \(shift.difference > 0 ? "longer" : "shorter")"
    case .lithiumDistance(let type, let shift):
      "Li around \(type.label) \(length(shift)) \(shift.difference > 0 ? "farther" : "nearer")"
    }
  }

  private func representation(_ subject: String, _ enrichment: Enrichment) -> String {
    let ratio = enrichment.ratio
    if enrichment.found == 0 {
      let expected = grouped(Int(enrichment.expected.rounded()))
      return "no \(subject) where \(expected) were expected"
    }
    let factor = ratio > 1 ? ratio : 1 / ratio
    return "\(subject), \(decimal(factor, places: factor < 9.95 ? 1 : 0))× "
      + (ratio > 1 ? "over-represented" : "under-represented")
  }

  /// To a hundredth of an Å, smaller ones to a thousandth.
  private func length(_ shift: MeanShift) -> String {
    let size = shift.difference.magnitude
    return "\(decimal(size, places: size < 0.00995 ? 3 : 2)) Å"
  }

  private func subject(_ type: SiteType, _ lithium: ClosedRange<Int>?) -> String {
    guard let lithium else { return "\(type.label) sites" }
    return "\(type.label) \(around(type, lithium))"
  }

  /// `sites with two Li neighbours at 2.96 Å`, or of twelve sites `sites with 0 of 12 Li`.
  private func around(_ type: SiteType, _ lithium: ClosedRange<Int>) -> String {
    let (low, high) = (lithium.lowerBound, lithium.upperBound)
    guard type.octahedralNeighbors == 6 else {
      return "sites with \(span(low, high) { "\($0)" }) of \(type.octahedralNeighbors) Li"
    }
    if high == 0 { return "sites without Li neighbours" }
    let words = ["no", "one", "two", "three", "four", "five", "six"]
    let place = lithiumDistance.isNaN ? "" : " at \(decimal(lithiumDistance, places: 2)) Å"
    let noun = high == 1 ? "neighbour" : "neighbours"
    return "sites with \(span(low, high) { words[$0] }) Li \(noun)\(place)"
  }

  /// `two`, `up to two`, `two or more`, `two to four`.
  private func span(_ low: Int, _ high: Int, _ word: (Int) -> String) -> String {
    if low == high { return word(low) }
    if high == mostLithium { return "\(word(low)) or more" }
    return low == 0 ? "up to \(word(high))" : "\(word(low)) to \(word(high))"
  }
}
