import Screen
import Testing

/// Sixteen bins of 2 kHz with two peaks.
func sampleChart(_ look: Look) -> BarChart {
  let counts: [Double] = [0, 1, 4, 10, 20, 12, 3, 0, 0, 2, 8, 9, 4, 1, 0, 0]
  let region = { (bin: Int) in (2...6).contains(bin) ? 1 : (9...12).contains(bin) ? 2 : 0 }
  var chart = BarChart(
    counts: counts, paints: counts.indices.map { .region(region($0), look) }, lower: 0, binWidth: 2)
  chart.unit = "kHz"
  chart.threshold = 5
  chart.thresholdLabel = "T = 5"
  chart.cursor = 8
  chart.labels = [
    .init(bin: 4, "1", style: look.regionStyle(1)), .init(bin: 11, "2", style: look.regionStyle(2)),
  ]
  return chart
}

@Suite("Bar chart pictures")
struct BarChartPictureTests {
  @Test("bars, axes, threshold, cursor and labels at 40×12")
  func large() {
    let shown = picture(40, 12) { $0.draw(sampleChart($2), in: $1, look: $2) }
    #expect(
      shown == """
          │          1        ┃
        20┤          ██       ┃
          │          ██       ┃
        15┤          ██       ┃
          │          ██▃▃     ┃      2
        10┤       ▄▄▄████     ┃
          │       ███████     ┃    ▅▅██
         5┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┃┄┄┄┄┄┄┄┄┄┄ T = 5
          │     ▆▆███████▃▃▃  ┃    ████▆▆▆
          │   ▄▄████████████  ┃ ▇▇▇███████▄▄
         0└┬──────────┬───────▲───┬──────────┬──
           0         10          20          kHz
        """)
  }

  @Test(
    "a small chart drops the count axis, then the value axis",
    arguments: [
      (
        20, 6,
        """
             1█   ┃
             ██▃  ┃   2
            ████  ┃  ▅▆
        ┄┄▂▆┄┄┄┄▅┄┃┄▃┄┄▆▆▂┄┄
        ┬─────────▲─┬───────
        0          20    kHz
        """
      ),
      (
        12, 4,
        """
           1  ┃ 2
          ▄█  ┃▂▃
        ▁▅┄┄▄┄▂┄┄▅┄┄
        ┬─────▲┬────
        """
      ),
      (1, 1, "2"), (0, 3, "\n\n"), (5, 0, ""),
    ])
  func small(columns: Int, rows: Int, expected: String) {
    #expect(picture(columns, rows) { $0.draw(sampleChart($2), in: $1, look: $2) } == expected)
  }

  @Test("in ASCII a bar is made of number signs and the threshold of hyphens")
  func ascii() {
    let shown = picture(40, 10, look: asciiLook) { $0.draw(sampleChart($2), in: $1, look: $2) }
    #expect(
      shown == """
          |          1        |
        20+          ##       |
          |          ##       |
          |          ##       |      2
        10+       #######     |
          |       #######     |    ####
          |-------------------|---------- T = 5
          |   ##############  | ############
         0++----------+-------^---+----------+--
           0         10          20          kHz
        """)
  }

  @Test("without colours the regions are hatched and the threshold passes behind the bars")
  func mono() {
    let shown = picture(40, 10, look: monoLook) { $0.draw(sampleChart($2), in: $1, look: $2) }
    #expect(
      shown == """
          │          1        ┃
        20┤          ██       ┃
          │          ██       ┃
          │          ██▂▂     ┃      2
        10┤       ▄▄▄████     ┃      ▁▁
          │       ███████     ┃    ▆▆▚▚
          │┄┄┄┄┄▃▃███████┄┄┄┄┄┃┄┄┄┄▚▚▚▚▃▃▃┄┄┄┄┄┄
          │   ▃▃████████████  ┃ ▆▆▆▚▚▚▚▚▚▚▃▃
         0└┬──────────┬───────▲───┬──────────┬──
           0         10          20          kHz
        """)
  }

  @Test("logarithmic counts give a single site a visible bar")
  func logarithmic() {
    let shown = picture(40, 10) { frame, rect, look in
      var chart = sampleChart(look)
      chart.scale = .logarithmic
      chart.threshold = nil
      frame.draw(chart, in: rect, look: look)
    }
    #expect(
      shown == """
          │          1        ┃
          │          ██       ┃      2
        10┤       ▄▄▄██▇▇     ┃      ▂▂
          │       ███████     ┃    ████
          │     ▆▆███████▁▁▁  ┃    ████▆▆▆
          │     ████████████  ┃ ▄▄▄███████
         1┤   ▅▅████████████  ┃ ██████████▅▅
          │   ██████████████  ┃ ████████████
         0└┬──────────┬───────▲───┬──────────┬──
           0         10          20          kHz
        """)
  }

  @Test("the outline of a reference is drawn over bars and ground")
  func outline() {
    let shown = picture(40, 10) { frame, rect, look in
      var chart = sampleChart(look)
      chart.threshold = nil
      chart.cursor = nil
      chart.outline = [0, 0, 8, 8, 8, 8, 8, 0, 0, 4, 4, 4, 4, 0, 0, 0]
      frame.draw(chart, in: rect, look: look)
    }
    #expect(
      shown == """
          │          1
        20┤          ██
          │          ██
          │          ██▂▂            2
        10┤       ▄▄▄████            ▁▁
          │     ▔▔▔▔▔▔▔▔▔▔▔▔       ▆▆██
          │     ▃▃███████       ──────────
          │   ▃▃████████████    ▆▆▆███████▃▃
         0└┬──────────┬───────────┬──────────┬──
           0         10          20          kHz
        """)
  }

  @Test("a stacked bar changes colour inside a cell")
  func stacked() {
    let look = Look()
    let (lower, upper) = (Color(hex: 0x112233), Color(hex: 0x445566))
    let chart = BarChart(
      layers: [
        .init(counts: [3], paints: [.init(Style(foreground: lower))]),
        .init(counts: [1], paints: [.init(Style(foreground: upper))]),
      ], lower: 0, binWidth: 1)
    var frame = Frame(columns: 1, rows: 2)
    frame.draw(chart, in: frame.bounds, look: look)
    #expect(frame.text == "▄\n█")
    #expect(frame[0, 0].style == Style(foreground: lower, background: upper))
    #expect(frame[0, 1].style.foreground == lower)
  }

  @Test("counts that are no numbers, negative or missing draw nothing")
  func badCounts() {
    let chart = BarChart(
      counts: [.nan, -3, .infinity, 2], paints: [], lower: 0, binWidth: 1)
    #expect(picture(4, 1) { $0.draw(chart, in: $1, look: $2) } == "   █")
    let empty = BarChart(counts: [], paints: [], lower: 0, binWidth: 0)
    _ = picture(30, 8) { $0.draw(empty, in: $1, look: $2) }
    #expect(empty.geometry(in: Rect(x: 0, y: 0, columns: 30, rows: 8)).bins(atColumn: 10) == nil)
  }
}

@Suite("Bar chart geometry")
struct BarChartGeometryTests {
  private func geometry(bins: Int, columns: Int, rows: Int = 12, scale: CountScale = .linear)
    -> BarChartGeometry
  {
    var chart = BarChart(
      counts: (0..<bins).map { Double($0 * 7 % 31) }, paints: [], lower: -3, binWidth: 0.5)
    chart.scale = scale
    return chart.geometry(in: Rect(x: 4, y: 2, columns: columns, rows: rows))
  }

  @Test(
    "every bin has columns and every column bins, and the two maps agree",
    arguments: [1, 2, 7, 60, 61, 120, 1000], [5, 30, 60, 63, 200])
  func inverse(bins: Int, columns: Int) {
    let geometry = geometry(bins: bins, columns: columns)
    var seen: [Int] = []
    for x in geometry.plot.x..<geometry.plot.right {
      let range = geometry.bins(atColumn: x) ?? 0..<0
      #expect(!range.isEmpty)
      for bin in range {
        #expect(geometry.columns(ofBin: bin)?.contains(x) == true)
        if seen.last != bin { seen.append(bin) }
      }
    }
    #expect(seen == Array(0..<bins))
    for bin in 0..<bins {
      let range = geometry.columns(ofBin: bin) ?? 0..<0
      #expect(!range.isEmpty)
      for x in range { #expect(geometry.bins(atColumn: x)?.contains(bin) == true) }
    }
    #expect(geometry.bins(atColumn: geometry.plot.x - 1) == nil)
    #expect(geometry.bins(atColumn: geometry.plot.right) == nil)
    #expect(geometry.columns(ofBin: bins) == nil)
  }

  @Test("a row's count stands in that row", arguments: CountScale.allCases, [2, 5, 12, 40])
  func rows(scale: CountScale, rows: Int) {
    let geometry = geometry(bins: 20, columns: 60, rows: rows, scale: scale)
    for y in geometry.plot.y..<geometry.plot.bottom {
      #expect(geometry.row(ofCount: geometry.count(atRow: y)) == y)
    }
    #expect(geometry.row(ofCount: geometry.top) == geometry.plot.y)
    #expect(geometry.row(ofCount: 0) == geometry.plot.bottom - 1)
  }

  @Test(
    "a column's value lies in one of its bins and leads back to the column",
    arguments: [7, 60, 500])
  func values(bins: Int) {
    let geometry = geometry(bins: bins, columns: 70)
    for x in geometry.plot.x..<geometry.plot.right {
      #expect(geometry.column(ofValue: geometry.value(atColumn: x)) == x)
    }
    #expect(geometry.column(ofValue: -1e300) == geometry.plot.x)
    #expect(geometry.column(ofValue: .infinity) == geometry.plot.x)
    #expect(geometry.column(ofValue: 1e300) == geometry.plot.right - 1)
  }

  @Test("where bins share a column the highest is shown in its own paint")
  func highestWins() {
    let (low, high) = (Style(foreground: Color(hex: 1)), Style(foreground: Color(hex: 2)))
    let chart = BarChart(
      counts: [1, 1, 9, 1], paints: [.init(low), .init(low), .init(high), .init(low)], lower: 0,
      binWidth: 1)
    var frame = Frame(columns: 2, rows: 1)
    frame.draw(chart, in: frame.bounds, look: Look())
    #expect(frame[1, 0].scalar == Unicode.Scalar("█").value)
    #expect(frame[1, 0].style == high)
    #expect(frame[0, 0].style == low)
  }

  @Test("a window shows only its bins")
  func window() {
    var chart = BarChart(counts: [9, 1, 2, 9], paints: [], lower: 10, binWidth: 1)
    chart.window = 1..<3
    let geometry = chart.geometry(in: Rect(x: 0, y: 0, columns: 2, rows: 1))
    #expect(geometry.bins(atColumn: 0) == 1..<2)
    #expect(geometry.columns(ofBin: 0) == nil)
    #expect(geometry.column(ofValue: 12.5) == 1)
    #expect(geometry.top == 2)
  }
}
