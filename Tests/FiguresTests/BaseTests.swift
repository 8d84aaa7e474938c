import Foundation
import Testing

@testable import Figures

@Suite("Base of figures")
struct BaseTests {
  private func figure(_ change: (inout Panel) -> Void) -> Elements {
    var figure = Figure(.column, height: 120, title: "a < b & \"c\"\u{1B}")
    var panel = Panel(
      Area(x: 40, y: 10, width: 100, height: 80), x: Axis("x", 0...10), y: Axis("y", 0...4))
    change(&panel)
    figure.panels = [panel]
    return Elements(figure.svg)
  }

  @Test("a figure is a column or a page wide, and its title is its text")
  func size() throws {
    let drawing = figure { _ in }
    let root = try #require(drawing.all.first)
    #expect(root.attributes["width"] == "85mm")
    #expect(drawing.named("title").first?.text == "a < b & \"c\"")
    let page = Elements(Figure(.page, height: 100, title: "").svg)
    #expect(page.all.first?.attributes["width"] == "170mm")
    // Points: 170 mm is 481.89 of them.
    #expect(page.all.first?.attributes["viewBox"] == "0 0 481.89 100")
  }

  @Test("values lie where the axes say, linear and logarithmic")
  func places() {
    let area = Area(x: 40, y: 10, width: 100, height: 80)
    let panel = Panel(
      area, x: Axis("x", 1...1000, isLogarithmic: true), y: Axis("y", 0...4))
    #expect(abs(panel.place(10, 1).x - (40 + 100.0 / 3)) < 1e-9)
    #expect(abs(panel.place(10, 1).y - 70) < 1e-9)
    #expect(panel.place(-1, 0).x.isNaN)
  }

  @Test("ranges of no extent or of no numbers become an axis all the same")
  func oddRanges() {
    for axis in [
      Axis("x", 3...3), Axis("x", covering: []), Axis("x", covering: [.nan, .infinity]),
      Axis("x", covering: [5, 5, 5]), Axis("x", covering: [-1, 0], isLogarithmic: true),
      Axis("x", -1...1, isLogarithmic: true),
    ] {
      #expect(axis.lower < axis.upper && axis.lower.isFinite && axis.upper.isFinite)
      #expect((axis.isLogarithmic ? axis.lower > 0 : true) && !axis.ticks.values.isEmpty)
    }
    let counts = Axis("n", covering: [3, 8], includingZero: true)
    #expect(counts.lower == 0 && counts.upper > 8)
  }

  @Test("values that are no numbers are left out, and interrupt a line")
  func missing() {
    let drawing = figure {
      $0.marks([1, .nan, 3], [1, 2, .infinity], SeriesStyle(.blue))
      $0.line([0, 1, 2, 3, 4], [0, 1, .nan, 1, 2], Stroke(.blue))
    }
    #expect(drawing.named("circle").count == 1)
    #expect(drawing.named("path").count == 2)
  }

  @Test("every mark is another shape, and the styles of series differ without their colours")
  func marks() {
    let shapes = Mark.allCases.map { mark -> String in
      var svg = SVG()
      mark.draw(in: &svg, at: Place(5, 5), radius: 2, ink: .black, isOpen: false)
      return svg.body
    }
    #expect(Set(shapes).count == Mark.allCases.count)
    let styles = (0..<6).map { SeriesStyle.standard($0) }
    #expect(Set(styles.map { "\($0.mark)" }).count == 6)
    #expect(Set(styles.map { "\($0.dash)" }).count == 6)
  }

  @Test("subscripts are read from literals and never from outside text")
  func labels() {
    #expect(Label("V_{zz} / a.u.").text == "Vzz / a.u.")
    #expect(Label("10^3 k").text == "103 k")
    #expect(Label(plain: "my_file^2").text == "my_file^2")
    #expect(Label("C_Q").spans(size: 10).contains("<tspan dy=\"2.4\" font-size=\"7.4\">Q</tspan>"))
    // What follows a subscript stands on the line again.
    #expect(Label("C_Q / kHz").spans(size: 10).contains("<tspan dy=\"-2.4\"> / kHz</tspan>"))
    #expect(Label("a_").text == "a_" && Label("a_{b").text == "ab" && Label("").isEmpty)
  }

  @Test("text from outside cannot leave its element")
  func escaping() {
    let drawing = figure {
      $0.note([Label(plain: "</text><script>x</script>")], in: .topLeft)
    }
    #expect(drawing.named("script").isEmpty)
    #expect(drawing.texts.contains("</text><script>x</script>"))
  }

  @Test("legends name each series beside its mark")
  func legend() {
    let drawing = figure {
      $0.legend(
        [.init("tensor", .tensor, hasLine: true), .init("scalar", .scalar)], in: .topRight)
    }
    #expect(drawing.texts.contains("tensor") && drawing.texts.contains("scalar"))
    #expect(drawing.named("circle").count == 1)
  }

  @Test("panels of a grid lie within the figure and apart from each other")
  func grid() {
    let areas = Figure(.page, height: 300, title: "").grid(columns: 3, rows: 2)
    #expect(areas.count == 6)
    for (number, a) in areas.enumerated() {
      #expect(a.x > 0 && a.right < 481.9 && a.y > 0 && a.bottom < 300)
      for b in areas[(number + 1)...] {
        #expect(a.right < b.x || b.right < a.x || a.bottom < b.y || b.bottom < a.y)
      }
    }
  }
}
