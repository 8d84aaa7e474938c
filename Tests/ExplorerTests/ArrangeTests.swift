import Engine
import Numbers
import Screen
import Support
import Tensors
import Testing

@testable import Explorer

@Suite("Sorting and derived quantities") struct ArrangeTests {
  let bench = Bench.random(5_000)
  var table: SiteTable { bench.state.table }
  var listed: [Int] { (0..<bench.state.list.count).compactMap { bench.state.list.row($0) } }

  @Test("rows sort by a number, ties in file order, what is not known last")
  func sorted() throws {
    try bench.command("sort CQ desc")
    let coupling = table.quadrupolarCoupling
    let expected = (0..<table.count).sorted { a, b in
      if coupling[a].isNaN || coupling[b].isNaN {
        return coupling[a].isNaN == coupling[b].isNaN ? a < b : coupling[b].isNaN
      }
      return coupling[a] == coupling[b] ? a < b : coupling[a] > coupling[b]
    }
    #expect(listed == expected)
    try bench.command("sort CQ asc")
    #expect(listed.last.map { coupling[$0].isNaN } == true)
  }

  @Test("a second key decides between equals of the first")
  func twoKeys() throws {
    try bench.command("sort nLi")
    try bench.command("sort-also novelty desc")
    let (lithium, novelty) = (table.lithiumNeighbors, table.novelty)
    for (a, b) in zip(listed, listed.dropFirst()) where lithium[a] >= 0 && lithium[b] >= 0 {
      #expect(lithium[a] < lithium[b] || lithium[a] == lithium[b] && novelty[a] >= novelty[b])
    }
    #expect(listed.count == table.count)
  }

  @Test("signed zeros and infinities sort as numbers do")
  func bits() {
    let values: [Float] = [-.infinity, -1, -0.0, 0, 1e-30, 2, .infinity, .nan]
    let keys = values.map { RowOrder.bits($0, descending: false, zeroLast: false) }
    #expect(keys == keys.sorted())
    #expect(keys[2] == keys[3])
    #expect(RowOrder.bits(.nan, descending: true, zeroLast: false) == .max)
  }

  @Test("θ and φ agree with those of the principal axes", arguments: 0..<40)
  func angles(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let tensor = SphericalTensor(
      random.uniform(-1...1), random.uniform(-1...1), random.uniform(-1...1),
      random.uniform(-1...1), random.uniform(-1...1))
    let field = try FieldDirection(
      random.uniform(-1...1), random.uniform(-1...1), random.uniform(-1...1))
    let observables = Observables(of: tensor, isotope: .lithium7, field: field)
    let derived = DerivedQuantities(
      direction: field.unit, scale: Isotope.lithium7.splittingPerAtomicUnit, printedEquation5: false
    )
    let columns = tensor.array.map { [Float($0)] }
    let vzz = Float(observables.axes.vzz)
    let eta = Float(observables.asymmetry)
    let angles = derived.angles(columns, 0, vzz: vzz, asymmetry: eta)
    #expect(abs(Double(angles.theta) - observables.theta * 180 / .pi) < 0.05)
    #expect(abs(Double(angles.phi) - observables.phi * 180 / .pi) < 0.2)
    #expect(abs(Double(derived.omegaQ(columns, 0)) - observables.omegaQ) < 1e-5 * 10_000)
    let printed = derived.printedOmegaQ(columns, 0, vzz: vzz, asymmetry: eta)
    #expect(abs(Double(printed) - observables.omegaQAsPrinted) < 1e-5 * 10_000)
  }

  @Test("a new field direction gives every site the ω_Q of its tensor")
  func field() throws {
    try bench.command("field 1 2 -3")
    let field = try FieldDirection(1, 2, -3)
    for row in stride(from: 0, to: table.count, by: 331) {
      guard let tensor = SphericalTensor(table.components.map { Double($0[row]) }) else { continue }
      let expected = Observables(of: tensor, isotope: .lithium7, field: field).omegaQ
      let found = Double(bench.state.omegaQ[row])
      #expect(expected.isNaN ? found.isNaN : abs(found - expected) < 1e-3 * max(1, abs(expected)))
    }
  }

  @Test("sites that come in batches end as sites that come at once")
  func batches() {
    let whole = randomSites(3_000)
    let parts = Bench()
    for start in stride(from: 0, to: 3_000, by: 700) {
      parts.send(.engine(.sites(whole.part(start..<min(3_000, start + 700)), generation: 1)))
    }
    let once = Bench()
    once.send(.engine(.sites(whole, generation: 1)))
    #expect(
      zip(parts.state.omegaQ, once.state.omegaQ).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
    #expect(parts.state.spectrum.counts == once.state.spectrum.counts)
    #expect(parts.state.spectrum.regions == once.state.spectrum.regions)
    let joined = parts.state.spectrum.sites.environments
    let expected = once.state.spectrum.sites.environments
    #expect(joined.total.map(\.count) == expected.total.map(\.count))
    for bin in 0..<expected.binCount {
      for number in 0..<expected.classCount {
        #expect(joined.count(bin, number) == expected.count(bin, number))
      }
    }
  }

  @Test("statistics of a column are those of its listed values")
  func statistics() throws {
    try bench.command("filter eta>0.5")
    try bench.keys("2")
    let values = (0..<table.count).filter { table.asymmetry[$0] > 0.5 }
      .map { Double(table.asymmetry[$0]) }.sorted()
    let statistics = ColumnStatistics(
      .asymmetry, list: bench.state.list.rows, columns: bench.state.columns([.asymmetry]))
    let mean = values.reduce(0, +) / Double(values.count)
    #expect(statistics.known == values.count)
    #expect(abs(statistics.mean - mean) < 1e-6)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(statistics.deviation - variance.squareRoot()) < 1e-6)
    #expect(statistics.quantiles.first == values.first)
    #expect(statistics.quantiles.last == values.last)
    let place = Double(values.count - 1) * 0.25
    let quartile =
      values[Int(place)] * (1 - (place - place.rounded(.down))) + values[Int(place) + 1]
      * (place - place.rounded(.down))
    #expect(abs(statistics.quantiles[1] - quartile) < 1e-6)
    #expect(statistics.counts.reduce(0, +) == values.count)
  }
}

extension SiteTable {
  /// Some rows as a table of their own.
  func part(_ rows: Range<Int>) -> SiteTable {
    var table = SiteTable()
    table.structure = Array(structure[rows])
    table.atom = Array(atom[rows])
    table.element = Array(element[rows])
    table.siteType = Array(siteType[rows])
    table.lithiumNeighbors = Array(lithiumNeighbors[rows])
    table.octahedralLithium = Array(octahedralLithium[rows])
    table.lithiumDistance = Array(lithiumDistance[rows])
    table.bondLength = Array(bondLength[rows])
    table.position = Array(position[rows])
    table.components = components.map { Array($0[rows]) }
    table.reference = reference.map { $0.isEmpty ? [] : Array($0[rows]) }
    table.quadrupolarCoupling = Array(quadrupolarCoupling[rows])
    table.asymmetry = Array(asymmetry[rows])
    table.vzz = Array(vzz[rows])
    table.uncertaintyAcross = Array(uncertaintyAcross[rows])
    table.uncertaintyAlong = Array(uncertaintyAlong[rows])
    table.nearest = Array(nearest[rows])
    table.novelty = Array(novelty[rows])
    return table
  }
}

@Suite("Numbers of the table") struct TableNumberTests {
  @Test("read as the C library writes them")
  func asDecimal() {
    var random = SplitMix64(seed: 3)
    for places in 0...5 {
      for scale in [1e-4, 1, 1e3, 9e5] {
        for _ in 0..<200 {
          let value = Float(random.uniform(-scale...scale))
          #expect(tableNumber(value, places: places) == decimal(Double(value), places: places))
        }
      }
      for value: Float in [0, -0.0, .nan, .infinity, -1e-9, 1e30, 0.5, 999_999.9] {
        #expect(tableNumber(value, places: places) == decimal(Double(value), places: places))
      }
    }
  }
}
