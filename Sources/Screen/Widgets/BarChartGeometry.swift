import Glibc

/// How bar heights follow counts.
public enum CountScale: String, Sendable, Hashable, CaseIterable {
  case linear
  /// By log(1 + count), so that 0 has a place.
  case logarithmic
}

/// Where the bins and counts of a bar chart are on screen, and which they are at a place.
///
/// With more bins than columns, several neighbouring bins share a column; with fewer, a bin takes
/// several columns. Both directions of every map agree: a column lies in the columns of its bins.
public struct BarChartGeometry: Sendable, Equatable {
  /// The cells of the bars themselves, without axes.
  public let plot: Rect
  /// The bins shown.
  public let bins: Range<Int>
  /// The lower edge of bin 0 and the width of a bin, in the observable's unit.
  public let lower: Double
  public let binWidth: Double
  /// The count at the top of the plot.
  public let top: Double
  public let scale: CountScale

  /// The bins drawn at a screen column; nil outside the plot.
  public func bins(atColumn x: Int) -> Range<Int>? {
    let column = x - plot.x
    guard (0..<plot.columns).contains(column), !bins.isEmpty else { return nil }
    let (count, width) = (bins.count, plot.columns)
    if count <= width {
      let bin = bins.lowerBound + column * count / width
      return bin..<bin + 1
    }
    // Bin b stands in column b·width/count, rounded down.
    let first = (column * count + width - 1) / width
    let end = ((column + 1) * count + width - 1) / width
    return bins.lowerBound + first..<bins.lowerBound + end
  }

  /// The screen columns of a bin; nil when it is not shown.
  public func columns(ofBin bin: Int) -> Range<Int>? {
    guard bins.contains(bin), plot.columns > 0 else { return nil }
    let (index, count, width) = (bin - bins.lowerBound, bins.count, plot.columns)
    if count <= width {
      let first = (index * width + count - 1) / count
      let end = ((index + 1) * width + count - 1) / count
      return plot.x + first..<plot.x + end
    }
    let column = plot.x + index * width / count
    return column..<column + 1
  }

  /// The screen column at which a value of the observable stands, clamped to the plot.
  public func column(ofValue value: Double) -> Int {
    let place = (value - lower) / binWidth - Double(bins.lowerBound)
    guard place.isFinite, plot.columns > 0, !bins.isEmpty else { return plot.x }
    let column = floor(place / Double(bins.count) * Double(plot.columns) + 1e-9)
    return plot.x + Int(min(max(column, 0), Double(plot.columns - 1)))
  }

  /// The value of the observable at the middle of a screen column.
  public func value(atColumn x: Int) -> Double {
    guard plot.columns > 0 else { return lower }
    let place = (Double(x - plot.x) + 0.5) / Double(plot.columns) * Double(bins.count)
    return lower + (Double(bins.lowerBound) + place) * binWidth
  }

  /// The height of a count as a fraction of the plot's, 0…1.
  public func fraction(ofCount count: Double) -> Double {
    guard count > 0, top > 0 else { return 0 }
    let fraction =
      switch scale {
      case .linear: count / top
      case .logarithmic: log1p(count) / log1p(top)
      }
    return min(fraction, 1)
  }

  /// The screen row in which a count stands: that of the bar's topmost cell.
  public func row(ofCount count: Double) -> Int {
    let height = fraction(ofCount: count) * Double(plot.rows)
    let cells = Int(ceil(height - 1e-9))
    return plot.bottom - min(max(cells, 1), max(plot.rows, 1))
  }

  /// The count at the middle of a screen row; clamped to 0 and the top outside the plot.
  public func count(atRow y: Int) -> Double {
    guard plot.rows > 0 else { return 0 }
    let fraction = min(max((Double(plot.bottom - y) - 0.5) / Double(plot.rows), 0), 1)
    switch scale {
    case .linear: return fraction * top
    case .logarithmic: return expm1(fraction * log1p(top))
    }
  }
}
