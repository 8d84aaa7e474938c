import Crystals
import Engine
import Spectra
import Support
import Testing

/// Sites with some surroundings, all else empty.
func surroundings(_ sites: [(type: SiteType, lithium: Int?, distance: Float, bond: Float)])
  -> SiteTable
{
  let results = sites.enumerated().map { row, site in
    ResultSite(
      structure: 0, atom: row, element: .lithium, siteType: site.type,
      lithiumNeighbors: site.type == .site8a ? site.lithium : nil,
      octahedralLithium: site.type == .site8a ? nil : site.lithium,
      lithiumDistance: site.distance.isNaN ? nil : Double(site.distance),
      bondLength: site.bond.isNaN ? nil : Double(site.bond), position: .zero,
      tensor: .init(0, 0, 0, 0, 0))
  }
  return SiteTable(results, ResultConventions())
}

@Suite("Compositions of regions")
struct RegionCompositionTests {
  /// Sites of all kinds, and the bins they are in; −1 for some.
  private func random(_ count: Int, seed: UInt64) -> (table: SiteTable, bins: [Int32]) {
    var random = SplitMix64(seed: seed)
    let sites = (0..<count).map { _ -> (SiteType, Int?, Float, Float) in
      let type = SiteType.allCases.randomElement(using: &random) ?? .other
      let most = type.octahedralNeighbors
      let lithium =
        most == 0 || random.uniform() < 0.1 ? nil : Int.random(in: 0...most, using: &random)
      return (
        type, lithium, random.uniform() < 0.3 ? .nan : Float(random.uniform(2.8...3.1)),
        random.uniform() < 0.1 ? .nan : Float(random.uniform(1.9...2.2))
      )
    }
    return (surroundings(sites), (0..<count).map { _ in Int32.random(in: -1...9, using: &random) })
  }

  @Test("every class has a number, and the numbers of a type are its classes")
  func numbers() {
    let all = SiteEnvironment.all
    #expect(Set(all).count == all.count && all.count == 14 + 8 + 8 + 3)
    for type in SiteType.allCases {
      let numbers = SiteEnvironment.numbers(of: type)
      #expect(numbers.allSatisfy { all[$0].siteType == type })
      #expect(all[numbers.lowerBound].lithium == nil)
      #expect(
        SiteEnvironment.countedNumbers(of: type).map { all[$0].lithium }
          == (0..<numbers.count - 1).map { $0 })
    }
    let (table, _) = random(500, seed: 2)
    for (row, number) in SiteEnvironment.numbers(table, 0..<500).enumerated() {
      let lithium = max(table.lithiumNeighbors[row], table.octahedralLithium[row])
      #expect(
        all[Int(number)]
          == SiteEnvironment(table.siteType[row], lithium: lithium < 0 ? nil : Int(lithium)))
    }
  }

  @Test("shares, Li counts and means are those of the rows", arguments: [1, 2, 3] as [UInt64])
  func bruteForce(seed: UInt64) {
    let (table, bins) = random(2_000, seed: seed)
    let statistics = table.environmentStatistics(0..<2_000, bins: bins, binCount: 10)
    let composition = RegionComposition(statistics, over: 3...5)
    let whole = (0..<2_000).filter { bins[$0] >= 0 }
    let part = whole.filter { (3...5).contains(bins[$0]) }
    #expect(composition.partCount == part.count && composition.wholeCount == whole.count)
    for type in SiteType.allCases {
      let found = composition.enrichment(of: type)
      #expect(found.found == part.count { table.siteType[$0] == type })
      #expect(found.ofClass == whole.count { table.siteType[$0] == type })
      #expect(found.part == part.count && found.whole == whole.count)
      for lithium in 0..<13 {
        func isOfType(_ row: Int) -> Bool {
          table.siteType[row] == type
            && max(table.lithiumNeighbors[row], table.octahedralLithium[row]) >= 0
        }
        func has(_ row: Int) -> Bool {
          isOfType(row)
            && Int(max(table.lithiumNeighbors[row], table.octahedralLithium[row])) == lithium
        }
        guard let share = composition.lithiumShare(lithium, around: type) else {
          #expect(lithium > type.octahedralNeighbors || type.octahedralNeighbors == 0)
          continue
        }
        #expect(share.found == part.count(where: has) && share.ofClass == whole.count(where: has))
        #expect(share.part == part.count(where: isOfType))
        #expect(share.whole == whole.count(where: isOfType))
      }
      for (shift, column) in [
        (composition.bondLength(of: type), table.bondLength),
        (composition.lithiumDistance(of: type), table.lithiumDistance),
      ] {
        let values = part.filter { table.siteType[$0] == type }.map { Double(column[$0]) }
          .filter(\.isFinite)
        #expect(shift.part.count == values.count)
        #expect(agree(shift.part.mean, values.reduce(0, +) / Double(values.count), within: 1e-9))
      }
    }
  }

  @Test("random parts have no findings", arguments: [11, 12, 13, 14] as [UInt64])
  func chance(seed: UInt64) {
    let (table, bins) = random(4_000, seed: seed)
    let statistics = table.environmentStatistics(0..<4_000, bins: bins, binCount: 10)
    for bin in 0..<10 {
      let composition = RegionComposition(statistics, over: bin...bin)
      #expect(composition.findings.isEmpty, "bin \(bin)")
      #expect(composition.strongestSites == nil)
    }
  }

  /// A set of 8a and 16d sites where a region is made of some of them.
  private func composition(
    _ isInRegion: (SiteType, Int) -> Bool, bond: (SiteType, Int) -> Float = { _, _ in 2 }
  ) -> RegionComposition {
    var sites: [(type: SiteType, lithium: Int?, distance: Float, bond: Float)] = []
    for row in 0..<1_200 {
      let (type, lithium) = row % 4 == 0 ? (SiteType.site16d, row / 4 % 3) : (.site8a, row % 5)
      sites.append(
        (type, lithium, lithium == 0 ? .nan : type == .site16d ? 2.96 : 3.47, bond(type, row)))
    }
    let bins = sites.map { Int32(isInRegion($0.type, $0.lithium ?? -1) ? 1 : 0) }
    let table = surroundings(sites)
    return RegionComposition(
      table.environmentStatistics(0..<table.count, bins: bins, binCount: 2), over: 1...1)
  }

  @Test("a region of exactly the 16d sites with two Li is found to be that")
  func oneClass() throws {
    let found = composition { $0 == .site16d && $1 == 2 }
    let strongest = try #require(found.strongestSites)
    guard case .sites(.site16d, lithium: 2...2, let enrichment) = strongest.kind else {
      Issue.record("\(strongest)")
      return
    }
    #expect(enrichment.found == 100 && enrichment.part == 100 && enrichment.ofClass == 100)
    #expect(enrichment.ratio == 12)
    #expect(abs(strongest.lithiumDistance - 2.96) < 1e-6)
    // All else follows from it.
    #expect(found.findings.count == 1)
  }

  @Test("a region of all 16d sites is found to be that, not one of its classes, nor a lack of 8a")
  func oneType() throws {
    let found = composition { type, _ in type == .site16d }
    guard case .sites(.site16d, lithium: nil, let enrichment)? = found.strongestSites?.kind else {
      Issue.record("\(String(describing: found.strongestSites))")
      return
    }
    #expect(enrichment.ratio == 4)
    #expect(found.findings.count == 1)
  }

  @Test("sites with few Li are found as a range")
  func range() {
    let found = composition { $0 == .site8a && $1 <= 1 }
    guard case .sites(.site8a, lithium: 0...1, _)? = found.strongestSites?.kind else {
      Issue.record("\(String(describing: found.strongestSites))")
      return
    }
  }

  @Test("longer bonds of a region's sites are found, and differences below 0.005 Å are not")
  func bonds() throws {
    for (longer, isFound) in [(Float(0.03), true), (0.004, false)] {
      let found = composition(
        { $0 == .site8a && $1 == 0 },
        bond: { type, row in
          type == .site16d ? 2.1 : 2 + 0.001 * Float(row % 7) + (row % 5 == 0 ? longer : 0)
        })
      guard case .bondLength(.site8a, let shift)? = found.bondFinding(of: .site8a)?.kind else {
        #expect(!isFound)
        continue
      }
      #expect(isFound)
      // A fifth of the 8a sites pulls the mean of all up by a fifth of the difference.
      #expect(abs(shift.difference - 0.8 * 0.03) < 5e-4)
      #expect(found.bondFinding(of: .site16d) == nil)
    }
  }

  @Test("of sites of no known type nothing is said")
  func unknown() {
    let table = surroundings(
      (0..<100).map { _ in (type: .other, lithium: nil, distance: .nan, bond: 2) })
    let statistics = table.environmentStatistics(
      0..<100, bins: (0..<100).map { Int32($0 % 2) }, binCount: 2)
    let composition = RegionComposition(statistics, over: 0...0)
    #expect(!composition.isKnown && composition.strongestSites == nil)
    #expect(composition.findings.isEmpty)
  }
}
