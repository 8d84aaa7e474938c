import Spectra
import Testing

@testable import Figures

@Suite("The figure of map and pattern")
struct FieldFigureTests {
  /// The map of one tensor that is axial about z.
  private let map = FieldMap(
    components: [[0], [0], [0.01], [0], [0]], weights: { b in [0, 0, 3 * b.z * b.z - 1, 0, 0] })

  private func figure(_ map: FieldMap?, _ pattern: PowderPattern?) -> FieldFigure {
    FieldFigure(
      map: map, mapTitle: "all sites", field: [0, 0, 1], pattern: pattern, patternTitle: "1 site",
      caption: "a & b", ramp: [.blue, .green, .yellow])
  }

  @Test("map, scale and pattern stand on a page's width, with their names and units")
  func parts() throws {
    let pattern = try #require(
      PowderPattern(splittings: [30], asymmetry: [0.4], spin: 1.5, broadening: .init(width: 1)))
    let drawing = Elements(figure(map, pattern).svg)
    #expect(drawing.all.first?.attributes["width"] == "170mm")
    for text in ["all sites", "1 site", "offset / kHz", "mean |ωQ| / kHz", "b"] {
      #expect(drawing.texts.contains(text), "\(text)")
    }
    // The highest value is in the middle, the lowest on a ring: all colours occur.
    let fills = Set(drawing.named("path").compactMap { $0.attributes["fill"] })
    #expect(fills.isSuperset(of: [Ink.blue.hex, Ink.green.hex, Ink.yellow.hex]))
  }

  @Test("without a map or a pattern there is still a figure")
  func empty() {
    for drawing in [figure(nil, nil), figure(map, nil)] {
      #expect(!Elements(drawing.svg).all.isEmpty)
      #expect(!drawing.svg.contains("nan") && !drawing.svg.contains("inf"))
    }
  }
}
