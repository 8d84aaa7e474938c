import Numbers
import Testing

@Suite("Ticks and numbers as text")
struct TickTests {
  @Test(
    "ticks are round numbers inside their range and no more than asked for",
    arguments: [
      (0.0, 120.0, 7), (0, 1, 3), (-5, 5, 4), (1e-9, 2e-9, 5), (99_990, 100_010, 4), (3, 3.7, 1),
    ])
  func ticks(lower: Double, upper: Double, count: Int) {
    let ticks = Ticks(from: lower, to: upper, atMost: count)
    #expect(ticks.values.count <= count)
    #expect(ticks.values.allSatisfy { $0 >= lower - 1e-12 && $0 <= upper + 1e-9 })
    if count > 2 { #expect(ticks.values.count >= 2) }
    #expect(Set(ticks.labels).count == ticks.labels.count)
  }

  @Test(
    "ranges without extent or of no numbers give no endless ticks",
    arguments: [
      (0.0, 0.0), (1, 0), (.nan, 1), (0, .infinity),
      (-.greatestFiniteMagnitude, .greatestFiniteMagnitude),
    ])
  func oddRanges(lower: Double, upper: Double) {
    #expect(Ticks(from: lower, to: upper, atMost: 5).values.count <= 5)
  }

  @Test(
    "ticks of a logarithmic axis are powers of ten, or 1, 2 and 5 times them in short ranges",
    arguments: [
      (1.0, 1000.0, ["1", "10", "100", "1000"]), (0.01, 1, ["0.01", "0.1", "1"]),
      (8, 400, ["10", "20", "50", "100", "200"]), (5, 50, ["5", "10", "20", "50"]),
    ])
  func logarithmic(lower: Double, upper: Double, labels: [String]) {
    #expect(Ticks(logarithmicFrom: lower, to: upper, atMost: 6).labels == labels)
  }

  @Test("a logarithmic axis of many decades keeps to the number of ticks asked for")
  func manyDecades() {
    #expect((1...4).contains(Ticks(logarithmicFrom: 1e-12, to: 1e12, atMost: 4).values.count))
    #expect(!Ticks(logarithmicFrom: -1, to: 5, atMost: 4).values.isEmpty)
  }

  @Test(
    "numbers are written the same in every locale",
    arguments: [
      (decimal(1.25, places: 1), "1.2"), (decimal(-0.001, places: 2), "0.00"),
      (decimal(.nan, places: 2), "–"),
      (decimal(12, places: 0), "12"), (grouped(11808), "11,808"),
      (grouped(-1_000_000), "-1,000,000"),
      (grouped(999), "999"), (grouped(.min), "-9,223,372,036,854,775,808"), (compact(412), "412"),
      (compact(12345), "12.3k"), (compact(1e6), "1M"), (compact(2.5e9), "2.5G"),
    ])
  func numbers(text: String, expected: String) {
    #expect(text == expected)
  }
}
