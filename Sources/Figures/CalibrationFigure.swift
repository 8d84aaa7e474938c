/// How often intervals of a stated probability hold the reference.
public struct CalibrationFigure: Sendable {
  /// The intervals of one model.
  public struct Curve: Sendable {
    public var name: Label
    public var style: SeriesStyle
    /// Stated probabilities, 0…1, ascending.
    public var expected: [Double]
    /// Shares of sites inside, 0…1.
    public var observed: [Double]
    /// The standard error of each share.
    public var errors: [Double]

    public init(
      _ name: Label, _ style: SeriesStyle, expected: [Double], observed: [Double],
      errors: [Double]
    ) {
      self.name = name
      self.style = style
      self.expected = expected
      self.observed = observed
      self.errors = errors
    }
  }

  public var curves: [Curve]
  public var caption: String

  public init(_ curves: [Curve], caption: String) {
    self.curves = curves
    self.caption = caption
  }

  /// The figure as an SVG document, a column wide.
  public var svg: String {
    var figure = Figure(.column, height: 215, title: caption)
    var panel = Panel(
      figure.grid(columns: 1, rows: 1)[0], x: Axis("expected coverage / %", 0...100),
      y: Axis("observed coverage / %", 0...100))
    panel.line([0, 100], [0, 100], Stroke(.black, width: 0.6, dash: [3, 2]))
    for curve in curves {
      let x = curve.expected.map { 100 * $0 }
      let y = curve.observed.map { 100 * $0 }
      let errors = curve.errors.map { 100 * $0 }
      panel.errorBars(
        x, from: zip(y, errors).map { $0 - $1 }, to: zip(y, errors).map { $0 + $1 },
        curve.style.ink)
      panel.line(x, y, Stroke(curve.style.ink, width: 1, dash: curve.style.dash))
      panel.marks(x, y, curve.style, radius: 2.2)
    }
    panel.legend(curves.map { .init($0.name, $0.style, hasLine: true) }, in: .topLeft)
    figure.panels = [panel]
    return figure.svg
  }
}
