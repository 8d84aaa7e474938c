import Foundation
import Testing

@testable import Figures

@Suite("Figure of learning curves")
struct LearningCurveFigureTests {
  private func figure(
    sizes: [Double], mean: [Double], deviation: [Double]
  ) -> (text: String, drawing: Elements) {
    let series = LearningCurveFigure.Series(
      "tensor", .tensor, mean: mean, deviation: deviation)
    let other = LearningCurveFigure.Series(
      "scalar", .scalar, mean: mean.map { 3 * $0 }, deviation: deviation)
    let svg = LearningCurveFigure(
      sizes: sizes, sizeLabel: Label(plain: "training <structures>"),
      quantities: [
        .init("MAE of C̃_Q", [other, series]), .init("MAE of |ω_Q| / kHz", [other, series]),
      ], caption: "errors"
    ).svg
    return (svg, Elements(svg))
  }

  @Test("has a column's width, axes with units, and each series with marks, line and band")
  func content() {
    let (_, drawing) = figure(
      sizes: [5, 10, 20, 40], mean: [0.4, 0.3, 0.2, 0.1], deviation: [0.1, 0.05, 0.02, 0.01])
    #expect(drawing.all.first?.attributes["width"] == "85mm")
    for text in ["MAE of C˜Q", "MAE of |ωQ| / kHz", "training <structures>", "tensor", "scalar"] {
      #expect(drawing.texts.contains(text), "\(text)")
    }
    // Four points and a sample in the legend, in each of two panels.
    #expect(drawing.named("circle").count == 2 * 5)
    let bands = drawing.named("path").filter { $0.attributes["fill-opacity"] != nil }
    #expect(bands.count == 4)
    #expect(Set(bands.compactMap { $0.attributes["fill"] }) == [Ink.blue.hex, Ink.vermilion.hex])
  }

  @Test("equal ratios are equal distances: both axes are logarithmic")
  func logarithmic() throws {
    let (_, drawing) = figure(
      sizes: [5, 10, 20], mean: [0.4, 0.2, 0.1], deviation: [0, 0, 0])
    let marks = drawing.named("circle").prefix(3).map {
      (Double($0.attributes["cx"] ?? "") ?? .nan, Double($0.attributes["cy"] ?? "") ?? .nan)
    }
    try #require(marks.count == 3)
    #expect(abs((marks[1].0 - marks[0].0) - (marks[2].0 - marks[1].0)) < 0.05)
    #expect(abs((marks[1].1 - marks[0].1) - (marks[2].1 - marks[1].1)) < 0.05)
    #expect(marks[1].0 > marks[0].0 && marks[1].1 > marks[0].1)
  }

  @Test("spreads beyond the mean, missing errors and single sizes still give a figure")
  func odd() {
    for (sizes, mean, deviation) in [
      ([5.0, 10], [0.2, 0.1], [0.5, .nan]), ([5], [0.2], [0.1]),
      ([5, 10, 20], [.nan, 0.1, 0], [.nan, 0.01, 0]), ([], [], []),
    ] as [([Double], [Double], [Double])] {
      let (text, drawing) = figure(sizes: sizes, mean: mean, deviation: deviation)
      #expect(!text.contains("nan") && !text.contains("inf"))
      let expected = mean.count { $0 > 0 }
      #expect(drawing.named("circle").count == 2 * (expected + 1))
    }
  }

  @Test("no curve runs behind the legend")
  func legend() throws {
    let (_, drawing) = figure(
      sizes: [3, 6, 12, 24], mean: [10, 9.5, 9.2, 9], deviation: [0, 0, 0, 0])
    let ground = try #require(
      drawing.named("rect").first { $0.attributes["fill-opacity"] != nil })
    let top = try #require(Double(ground.attributes["y"] ?? ""))
    let marks = drawing.named("circle").prefix(4).compactMap { Double($0.attributes["cy"] ?? "") }
    #expect(marks.count == 4 && marks.allSatisfy { $0 + 2 < top })
  }
}
