import Engine
import Formats

extension RegionComposition {
  /// The members `finding` and `composition` of a region's document; none where site types are not
  /// known.
  ///
  /// `composition` has an object for each class of sites that the part or the whole holds:
  /// `siteType`, `lithium` (Li on the twelve or six nearest 16d sites), `count`, `share` of the part
  /// and `shareOfAll`, 0…1, their `ratio`, and the means `bondLength` and `lithiumDistance` in Å over
  /// the part's sites. What has no meaning is left out.
  public var json: [JSON.Member] {
    guard let sentence else { return [] }
    let classes = SiteEnvironment.all.indices.filter { whole[$0].count > 0 }.map(json)
    return [.init("finding", .string(sentence)), .init("composition", .array(classes))]
  }

  private func json(_ number: Int) -> JSON {
    let environment = SiteEnvironment.all[number]
    let (inside, all) = (part[number], whole[number])
    let (share, shareOfAll) = (
      Double(inside.count) / Double(partCount), Double(all.count) / Double(wholeCount)
    )
    var members: [JSON.Member] = [.init("siteType", .string(environment.siteType.label))]
    if let lithium = environment.lithium { members.append(.init("lithium", .int(lithium))) }
    members += [
      .init("count", .int(inside.count)), .init("share", .double(share)),
      .init("shareOfAll", .double(shareOfAll)), .init("ratio", .double(share / shareOfAll)),
    ]
    if inside.first.count > 0 {
      members.append(.init("bondLength", .double(inside.first.mean)))
    }
    if inside.second.count > 0 {
      members.append(.init("lithiumDistance", .double(inside.second.mean)))
    }
    return .object(members)
  }
}
