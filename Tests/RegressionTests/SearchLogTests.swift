import Regression
import Testing

@Suite("Search logs")
struct SearchLogTests {
  private static let space = Result { () throws(RegressionError) in
    try SearchSpace(start: SampleSet.hyperparameters, factors: [.width, .zeta, .regularization])
  }

  private func header(seed: UInt64 = 3, folds: Int = 2) throws -> SearchLog.Header {
    SearchLog.Header(
      version: "1.2.3",
      validation: try CrossValidation(SampleSet.labelled(4), folds: folds, seed: seed),
      space: try Self.space.get())
  }

  private func log() throws -> SearchLog {
    var log = SearchLog(try header())
    for number in 1...3 {
      log.add(
        EvaluatedPoint(
          SearchPoint(
            values: [0.1 + 0.2 * Double(number), 2, 3.162e-5], round: number, kind: .design),
          PointScore(
            folds: [1.0 / 3, 0.1 * Double(number)], coupling: 0.2, asymmetry: 1e-9,
            alignment: 0.03, omegaQ: 7)))
    }
    return log
  }

  @Test("are read back as they were written, a line a point")
  func roundTrip() throws {
    let log = try log()
    #expect(log.bytes.count { $0 == UInt8(ascii: "\n") } == 4)
    let read = try SearchLog(log.bytes, file: "h.log", header: header())
    #expect(read == log)
    #expect(read.bytes == log.bytes)
  }

  @Test("cut off anywhere give the points of the whole lines")
  func cut() throws {
    let log = try log()
    for length in 0...log.bytes.count {
      let part = Array(log.bytes.prefix(length))
      let lines = part.count { $0 == UInt8(ascii: "\n") }
      let read = try SearchLog(part, file: "h.log", header: header())
      #expect(read.points == Array(log.points.prefix(max(0, lines - 1))))
    }
  }

  @Test("of another search are refused with what differs")
  func others() throws {
    let bytes = try log().bytes
    func complaint(_ header: SearchLog.Header) -> String {
      do {
        _ = try SearchLog(bytes, file: "h.log", header: header)
        return ""
      } catch {
        return "\(error)"
      }
    }
    let found = complaint(try header(seed: 4))
    #expect(found.hasPrefix("h.log:1: a search with seed \"3\"; expected \"4\""), "\(found)")
    var other = try header()
    other.data = Fingerprint([1])
    #expect(complaint(other).contains("data"))
    other = try header()
    other.space = try SearchSpace(
      start: SampleSet.hyperparameters, factors: [.width, .zeta, .regularization],
      bounds: [FactorBounds(.width, lower: 0.3, upper: 0.4)])
    #expect(complaint(other).contains("bounds"))
    other = try header()
    other.space = try SearchSpace(
      start: SampleSet.hyperparameters(zeta: 2, .own),
      factors: [.width, .zeta, .regularization])
    #expect(complaint(other).contains("start"))
    #expect(complaint(try header(folds: 3)).contains("folds"))
  }

  @Test(
    "with lines that are none are refused with the line",
    arguments: [
      ("{\"round\":2", "{\"round\":", 3), ("\"zeta\":2,\"reg", "\"zeta\":\"two\",\"reg", 2),
      ("\"folds\":[0.333333333,0.1]", "\"folds\":[0.333333333]", 2),
      ("\"kind\":\"design\"", "\"kind\":\"guess\"", 2), ("{\"spinel\"", "{\"spinal\"", 1),
    ])
  func bad(original: String, replacement: String, line: Int) throws {
    let text = String(decoding: try log().bytes, as: UTF8.self)
    let changed = text.replacing(original, with: replacement)
    #expect(changed != text)
    do {
      _ = try SearchLog(Array(changed.utf8), file: "h.log", header: header())
      Issue.record("nothing was refused")
    } catch RegressionError.searchLog(let file, let found, _, _) {
      #expect(file == "h.log" && found == line)
    }
  }
}
