import Engine
import Numbers
import Screen

/// The samplers at work: the energy of the runs, the share of accepted swaps, and, of a
/// Wang–Landau walk, the visits of each energy and the density of states.
struct SamplingCharts {
  private let progress: SamplingProgress
  private let look: Look

  init(_ progress: SamplingProgress, look: Look) {
    self.progress = progress
    self.look = look
  }

  /// The latest numbers in a line.
  static func facts(_ progress: SamplingProgress) -> String {
    guard let now = progress.latest else { return "" }
    var parts: [String] = []
    if !now.temperature.isNaN { parts.append("\(grouped(Int(now.temperature))) K") }
    parts.append("\(decimal(now.energy, places: 2)) eV")
    parts.append("\(decimal(100 * now.acceptance, places: 1)) % accepted")
    if let walk = progress.walk {
      parts.append("flatness \(decimal(walk.flatness, places: 2))")
      parts.append("ln f \(scientific(walk.modification))")
    } else if let lowest = progress.lowest {
      parts.append("lowest \(decimal(lowest, places: 2)) eV")
    }
    if progress.elapsed > 0 {
      let rate = Double(progress.attempts) / progress.elapsed / 1e6
      parts.append("\(decimal(rate, places: 1)) M swaps/s")
    }
    return parts.joined(separator: " · ")
  }

  func draw(into frame: inout Frame, in area: Rect) {
    let charts: [(title: String, draw: (inout Frame, Rect) -> Void)] =
      [("energy / eV", drawEnergy)]
      + (progress.walk == nil
        ? [("accepted / %", drawAcceptance)]
        : [("visits by energy", drawVisits), ("ln orderings", drawDensity)])
    // Side by side where there is room, else one above the other, as many as fit.
    let isWide = area.columns >= 90
    let count = isWide ? charts.count : max(1, min(charts.count, area.rows / 7))
    for (place, chart) in charts.prefix(count).enumerated() {
      let part =
        isWide
        ? Rect(
          x: area.x + place * area.columns / count, y: area.y,
          columns: area.columns / count - 1, rows: area.rows)
        : Rect(
          x: area.x, y: area.y + place * area.rows / count, columns: area.columns,
          rows: area.rows / count)
      frame.draw(look.text(chart.title), in: part, style: look.style(.accent))
      chart.draw(&frame, part.inset(top: 1))
    }
  }

  /// Finished runs are dim, those under way bright.
  private func traces(_ value: (SamplingProgress.Point) -> Double) -> [Plot.Series] {
    let dim = look.theme.color(.axis)
    let bright = look.theme.color(.accent)
    // A walk of a million sweeps and twenty runs alike: no more lines than can be told apart.
    return progress.traces.suffix(24).sorted { $0.isFinished && !$1.isFinished }.map { trace in
      Plot.Series(
        points: trace.points.map { (x: Double($0.sweep), y: value($0)) },
        color: trace.isFinished ? dim : bright)
    }
  }

  private func drawEnergy(_ frame: inout Frame, _ area: Rect) {
    var plot = Plot(series: traces(\.energy))
    plot.xRange = 0...Double(max(1, progress.sweeps))
    plot.xLabel = "sweeps"
    frame.draw(plot, in: area, look: look)
  }

  private func drawAcceptance(_ frame: inout Frame, _ area: Rect) {
    var plot = Plot(series: traces { 100 * $0.acceptance })
    plot.xRange = 0...Double(max(1, progress.sweeps))
    plot.yRange = 0...100
    plot.xLabel = "sweeps"
    frame.draw(plot, in: area, look: look)
  }

  private func drawVisits(_ frame: inout Frame, _ area: Rect) {
    guard let walk = progress.walk, !walk.visits.isEmpty else { return }
    var chart = BarChart(
      counts: walk.visits.map(Double.init), paints: [BarChart.Paint(look.style(.accent))],
      lower: walk.range.lowerBound,
      binWidth: (walk.range.upperBound - walk.range.lowerBound) / Double(walk.visits.count))
    chart.unit = "eV"
    frame.draw(chart, in: area, look: look)
  }

  private func drawDensity(_ frame: inout Frame, _ area: Rect) {
    guard let walk = progress.walk, !walk.logCounts.isEmpty else { return }
    let width = (walk.range.upperBound - walk.range.lowerBound) / Double(walk.logCounts.count)
    let lowest = walk.logCounts.filter { !$0.isNaN }.min() ?? 0
    var plot = Plot(series: [
      Plot.Series(
        points: walk.logCounts.enumerated().map { bin, value in
          (x: walk.range.lowerBound + (Double(bin) + 0.5) * width, y: value - lowest)
        }, color: look.theme.color(.accent))
    ])
    plot.xLabel = "eV"
    frame.draw(plot, in: area, look: look)
  }
}
