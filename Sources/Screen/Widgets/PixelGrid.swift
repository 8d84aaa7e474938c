/// A picture of coloured pixels, two to a cell, one over the other: heat maps.
public struct PixelGrid: Widget, Sendable {
  /// Pixels across (one a column) and down (two a row).
  public let width: Int
  public let height: Int
  /// Row-major colours; nil leaves the ground.
  public var pixels: [Color?]
  /// Row-major values 0…1, shown as digits where there are too few colours; may be empty.
  public var values: [Double] = []

  public init(columns: Int, rows: Int) {
    width = max(0, columns)
    height = max(0, rows) * 2
    pixels = Array(repeating: nil, count: width * height)
  }

  /// The colour of a pixel; writes outside are dropped.
  public subscript(x: Int, y: Int) -> Color? {
    get { x >= 0 && x < width && y >= 0 && y < height ? pixels[y * width + x] : nil }
    set { if x >= 0 && x < width && y >= 0 && y < height { pixels[y * width + x] = newValue } }
  }

  /// Sets a pixel from a value 0…1 by the theme's heat ramp; NaN leaves it empty.
  public mutating func set(_ x: Int, _ y: Int, heat value: Double, look: Look) {
    guard x >= 0, x < width, y >= 0, y < height, !value.isNaN else { return }
    if values.isEmpty { values = Array(repeating: .nan, count: width * height) }
    values[y * width + x] = value
    pixels[y * width + x] = look.theme.heat(value)
  }

  public func draw(into frame: inout Frame, in rect: Rect, look: Look) {
    let ground = look.theme.background
    for row in 0..<min(height / 2, rect.rows) {
      for column in 0..<min(width, rect.columns) {
        let (x, y) = (rect.x + column, rect.y + row)
        let (upper, lower) = (self[column, row * 2], self[column, row * 2 + 1])
        if look.glyphs == .ascii || look.colors == .mono || look.colors == .ansi16 {
          if let digit = digit(column, row) {
            frame[x, y] = Cell(
              digit, style: Style(foreground: upper ?? lower ?? .standard, background: ground))
          }
          continue
        }
        switch (upper, lower) {
        case (let upper?, let lower?):
          frame[x, y] = Cell("▀", style: Style(foreground: upper, background: lower))
        case (let upper?, nil):
          frame[x, y] = Cell("▀", style: Style(foreground: upper, background: ground))
        case (nil, let lower?):
          frame[x, y] = Cell("▄", style: Style(foreground: lower, background: ground))
        case (nil, nil): break
        }
      }
    }
  }

  /// 0…9 for the mean value of a cell's pixels.
  private func digit(_ column: Int, _ row: Int) -> Unicode.Scalar? {
    guard !values.isEmpty else { return self[column, row * 2] == nil ? nil : "#" }
    let both = [values[row * 2 * width + column], values[(row * 2 + 1) * width + column]]
      .filter { !$0.isNaN }
    guard !both.isEmpty else { return nil }
    let mean = both.reduce(0, +) / Double(both.count)
    return Unicode.Scalar(UInt8(ascii: "0") + UInt8(min(max(mean, 0), 1) * 9.999))
  }
}
