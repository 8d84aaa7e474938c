import Foundation
import Tensors
import Testing

@testable import Figures

@Suite("Figures of evaluations")
struct FigureTests {
  private func parity(_ count: Int, sides: Int = 1, band: Double? = nil) -> Elements {
    let reference = (0..<count).map { Double($0) }
    let columns = Metrics.Columns(reference: reference, predicted: reference.map { $0 + 3 })
    let names: [Label] = ["scalar", "tensor", "third"]
    return Elements(
      ParityFigure(
        "|ω_Q|", unit: "kHz",
        sides: (0..<sides).map { .init(names[$0], .standard($0), columns) }, band: band, places: 1,
        caption: "c"
      ).svg)
  }

  @Test("a parity plot holds a mark a site, its error, its correlation and the share in the band")
  func parityNumbers() {
    let drawing = parity(40, band: 10)
    #expect(drawing.named("circle").count == 40)
    #expect(drawing.texts.contains("tensor (N = 40)") || drawing.texts.contains("scalar (N = 40)"))
    #expect(drawing.texts.contains("MAE = 3.0 kHz, r = 1.000"))
    #expect(drawing.texts.contains("100 % within ±10 kHz"))
    #expect(drawing.texts.contains("predicted |ωQ| / kHz"))
    #expect(drawing.all.first?.attributes["width"] == "85mm")
  }

  @Test("models stand side by side on a page's width")
  func sides() {
    let drawing = parity(10, sides: 3)
    #expect(drawing.all.first?.attributes["width"] == "170mm")
    for name in ["scalar", "tensor", "third"] {
      #expect(drawing.texts.contains("\(name) (N = 10)"))
    }
  }

  @Test("a page holds a panel a quantity, three to a row, with its own numbers each")
  func page() throws {
    let tensors = (0..<30).map { SphericalTensor(1, 0.1 * Double($0), 2, 0.5, -0.02 * Double($0)) }
    let metrics = try Metrics(
      reference: tensors, predicted: tensors.map { 1.01 * $0 }, isotope: .lithium7)
    let figures = ParityQuantity.allCases.map { quantity in
      ParityFigure(
        quantity, sides: [.init(Label(quantity.symbol), .tensor, quantity.columns(of: metrics))],
        caption: "")
    }
    let drawing = Elements(ParityPage(figures, caption: "c").svg)
    #expect(drawing.all.first?.attributes["width"] == "170mm")
    #expect(drawing.texts.count { $0.hasPrefix("MAE = ") } == ParityQuantity.allCases.count)
    #expect(drawing.texts.contains { $0.hasSuffix("within ±10 kHz") })
    #expect(drawing.texts.contains("predicted |ωQ| / kHz"))
    #expect(drawing.texts.contains("predicted θ, corrected / rad"))
  }

  @Test("more points than marks can show are counted in hexagons, each point once")
  func hexagons() {
    let count = ParityFigure.mostMarks + 1
    let drawing = parity(count)
    #expect(drawing.named("circle").isEmpty && drawing.named("path").count > 50)
    var panel = Panel(
      Area(x: 0, y: 0, width: 100, height: 100), x: Axis("", 0...1), y: Axis("", 0...1))
    #expect(panel.hexagons([0.5, 0.5, 0.1], [0.5, 0.5, 0.9], .blue) == 2)
    #expect(Elements("<svg>\(panel.content.body)</svg>").named("path").count == 2)
    #expect(panel.hexagons([.nan, 3], [0, 0], .blue) == 0)
  }

  @Test("figures of nothing, and of values that are no numbers, are still figures")
  func empty() {
    for values in [[], [Double.nan], [.infinity, 1]] {
      let columns = Metrics.Columns(reference: values, predicted: values)
      let drawings = [
        ParityFigure("a", unit: "", sides: [.init("x", .tensor, columns)], caption: "").svg,
        DistributionFigure([.init("t", "q", reference: values)], caption: "").svg,
        ViolinFigure("l", [.init("g", values)], caption: "").svg,
        CalibrationFigure(
          [.init("m", .tensor, expected: values, observed: values, errors: values)], caption: ""
        ).svg,
      ]
      for svg in drawings {
        #expect(!Elements(svg).all.isEmpty)
        #expect(!svg.contains("nan") && !svg.contains("inf") && !svg.contains("∞"))
      }
    }
    #expect(!Elements(ParityFigure("a", unit: "", sides: [], caption: "").svg).all.isEmpty)
    #expect(!Elements(DistributionFigure([], caption: "").svg).all.isEmpty)
  }

  @Test("a density estimate is a density, with the quartiles of its numbers")
  func density() throws {
    let values = (0..<101).map { Double($0) / 100 } + [.nan]
    let density = try #require(DensityEstimate(values))
    // The trapezoidal sum far beyond both ends.
    let step = 0.005
    let integral = (-400..<600).reduce(0.0) { $0 + step * density(Double($1) * step) }
    #expect(abs(integral - 1) < 1e-6)
    #expect(abs(density(0.5) - 1) < 0.02)
    #expect(density.quartiles == (0.25, 0.5, 0.75))
    // Silverman's rule for these numbers: 0.9 · min(0.29155, 0.5/1.34) · 101^(−1/5).
    #expect(abs(density.bandwidth - 0.9 * 0.291547594742265 * 0.3973156987) < 1e-6)
    #expect(DensityEstimate([1, 1, 1]) == nil && DensityEstimate([]) == nil)
  }

  @Test("violins name their groups and how many values each has")
  func violins() {
    let drawing = Elements(
      ViolinFigure(
        "distance / Å", [.init("Li_{8a}–O", [1.9, 2, 2.1]), .init("Ti_{16d}–O", [1.8, 2])],
        caption: ""
      ).svg)
    #expect(drawing.texts.contains("Li8a–O") && drawing.texts.contains("N = 3"))
    #expect(drawing.texts.contains("Ti16d–O") && drawing.texts.contains("N = 2"))
  }

  @Test("a calibration curve shows each level with its error")
  func calibration() {
    let drawing = Elements(
      CalibrationFigure(
        [
          .init(
            "tensor", .tensor, expected: [0.5, 0.9], observed: [0.4, 0.95], errors: [0.1, 0.05])
        ], caption: ""
      ).svg)
    // Two levels, and one in the legend.
    #expect(drawing.named("circle").count == 3)
    #expect(drawing.texts.contains("observed coverage / %"))
  }

  @Test("a tilde stands above its letter, and what follows where it would without")
  func tilde() {
    // Capitals C are 0.69 wide, the tilde 0.333: back by half their sum, then on by half their
    // difference.
    let spans = Label("C̃_Q").spans(size: 10)
    #expect(spans.hasPrefix("C<tspan dx=\"-5.11\" dy=\"-1.7\">˜</tspan>"))
    #expect(spans.hasSuffix("<tspan dx=\"1.78\" dy=\"4.1\" font-size=\"7.4\">Q</tspan>"))
    #expect(Label("η̃").spans(size: 10).contains("dy=\"0\">˜"))
  }
}
