import Spectra
import Testing

@Suite struct StandardWidthTests {
  @Test("the width is Freedman and Diaconis' rule rounded down to 1, 2 or 5")
  func rule() throws {
    // 2001 even numbers over 0…100: quartiles 25 and 75, 2·50/∛2001 = 7.9.
    let even = (0...2000).map { Float($0) / 20 }
    #expect(try #require(Binning.standardWidth(of: even)) == 5)
    // Ten times narrower values have ten times narrower bins.
    let narrow = try #require(Binning.standardWidth(of: even.map { $0 / 10 }))
    #expect(abs(narrow - 0.5) < 1e-12)
  }

  @Test("outliers and missing predictions do not change the width")
  func outliers() {
    let even = (0...2000).map { Float($0) / 20 }
    let spoiled = even + [1e6, -1e6, .nan, .infinity]
    #expect(Binning.standardWidth(of: spoiled) == Binning.standardWidth(of: even))
  }

  @Test(
    "values that do not spread have no width", arguments: [[], [1], [2, 2, 2, 2], [.nan, .nan]])
  func none(values: [Float]) {
    #expect(Binning.standardWidth(of: values) == nil)
  }
}
