import Spectra
import Testing

@Suite struct StandardWidthTests {
  @Test("the width is Freedman and Diaconis' rule rounded to 1, 2 or 5")
  func rule() throws {
    // 2001 even numbers over 0…100: quartiles 25 and 75, 2·50/∛2001 = 7.9, nearer to 10 than to 5.
    let even = (0...2000).map { Float($0) / 20 }
    #expect(try #require(Binning.standardWidth(of: even)) == 10)
    // Ten times narrower values have ten times narrower bins.
    let narrow = try #require(Binning.standardWidth(of: even.map { $0 / 10 }))
    #expect(abs(narrow - 1) < 1e-12)
    // 3001 numbers: 2·50/∛3001 = 6.9, nearer to 5.
    let more = (0...3000).map { Float($0) / 30 }
    #expect(try #require(Binning.standardWidth(of: more)) == 5)
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
