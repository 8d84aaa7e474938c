import Screen
import Testing

private func samplePlot() -> Plot {
  let wave = (0...36).map { (x: Double($0) * 10, y: Double($0 % 18 - 9)) }
  var plot = Plot(series: [.init("wave", points: wave, color: .standard)])
  plot.xLabel = "angle °"
  plot.yLabel = "ω_Q kHz"
  plot.markers = [90]
  plot.levels = [0]
  return plot
}

@Suite("Plots")
struct PlotTests {
  @Test("a curve with axes, marker and level at 48×12")
  func large() {
    #expect(
      picture(48, 12) { $0.draw(samplePlot(), in: $1, look: $2) } == """
          │ ω_Q kHz   ⠃       ⢀⠔⡇                   ⢀⠤⢺
         5┤           ⠃     ⢠⠒⠁ ⡇                 ⢀⠔⠃ ⢸
          │           ⠃   ⡠⠊⠁   ⢸               ⣀⠜⠁   ⢸
          │           ⠃ ⡠⠊      ⢸             ⣀⠜      ⢸
         0┤⠤ ⠤ ⠤ ⠤ ⠤ ⢤⠧⠮ ⠤ ⠤ ⠤ ⠤⢸⠤ ⠤ ⠤ ⠤ ⠤ ⠤⡠⠮ ⠤ ⠤ ⠤ ⠤ ⡧
          │        ⢀⠔⠊⠃         ⢸         ⡰⠊           ⡇
          │      ⢀⠔⠁  ⠃          ⡇      ⡰⠉             ⡇
        -5┤    ⣀⠔⠁    ⠃          ⡇   ⢀⡔⠉               ⡇
          │  ⡠⠜       ⠃          ⡇ ⢠⠔⠁                 ⢸
          │⡠⠊         ⠃          ⢧⠒⠁                   ⢸
          └┬───────────┬───────────┬────────────┬───────
           0          100         200            angle °
        """)
  }

  @Test("places lead to values and back")
  func geometry() {
    let geometry = samplePlot().geometry(in: Rect(x: 2, y: 1, columns: 50, rows: 20))
    for x in geometry.plot.x..<geometry.plot.right {
      #expect(geometry.column(ofX: geometry.xValue(atColumn: x)) == x)
    }
    for y in geometry.plot.y..<geometry.plot.bottom {
      #expect(geometry.row(ofY: geometry.yValue(atRow: y)) == y)
    }
    #expect(geometry.column(ofX: 0) == geometry.plot.x)
    #expect(geometry.column(ofX: 360) == geometry.plot.right - 1)
    #expect(geometry.row(ofY: -9) == geometry.plot.bottom - 1)
    #expect(geometry.row(ofY: .nan) == geometry.plot.y)
  }

  @Test("a missing number breaks the line")
  func gaps() {
    let plot = Plot(series: [
      .init(points: [(0, 0), (1, 0), (2, .nan), (3, 0), (4, 0)], color: .standard)
    ])
    #expect(picture(9, 1) { $0.draw(plot, in: $1, look: $2) } == "⠤⠤⠄   ⠠⠤⠤")
  }

  @Test("points are dots, not lines")
  func points() {
    let plot = Plot(series: [.init(points: [(0, 0), (1, 1)], color: .standard, joined: false)])
    #expect(picture(4, 2) { $0.draw(plot, in: $1, look: $2) } == "   ⠈\n⡀")
  }

  @Test("no points and no numbers still give axes")
  func empty() {
    let plot = Plot(series: [.init(points: [(.nan, .infinity)], color: .standard)])
    #expect(picture(20, 6) { $0.draw(plot, in: $1, look: $2) }.contains("┬"))
  }

  @Test("on logarithmic axes equal factors are equal distances; zero and below are left out")
  func logarithmic() {
    var plot = Plot(series: [
      .init(points: [(1, 1000), (10, 10), (100, 0.1), (0, 5), (-3, 2)], color: .standard)
    ])
    plot.xIsLogarithmic = true
    plot.yIsLogarithmic = true
    let geometry = plot.geometry(in: Rect(x: 0, y: 0, columns: 60, rows: 22))
    #expect(geometry.x == 1...100 && geometry.y == 0.1...1000)
    let area = geometry.plot
    #expect(geometry.column(ofX: 1) == area.x && geometry.column(ofX: 100) == area.right - 1)
    #expect(abs(geometry.column(ofX: 10) - (area.x + area.right - 1) / 2) <= 1)
    #expect(abs(geometry.row(ofY: 10) - (area.y + area.bottom - 1) / 2) <= 1)
    for column in [area.x, area.x + 17, area.right - 1] {
      #expect(geometry.column(ofX: geometry.xValue(atColumn: column)) == column)
    }
    let text = picture(60, 22) { $0.draw(plot, in: $1, look: $2) }
    #expect(text.contains("1000") && text.contains("0.1") && text.contains("100"))
  }
}
