/// A colour of a figure.
public struct Ink: Sendable, Hashable {
  /// `#rrggbb`.
  public let hex: String

  /// A colour of red, green and blue, 0xRRGGBB.
  public init(_ rgb: UInt32) {
    let digits = String(rgb & 0xFFFFFF, radix: 16)
    hex = "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  public static let black = Ink(0x000000)
  public static let white = Ink(0xFFFFFF)
  public static let gray = Ink(0x8A8A8A)
  public static let paleGray = Ink(0xD9D9D9)

  // Colours that people with any colour vision tell apart: M. Okabe and K. Ito, Color Universal
  // Design (2008).
  public static let orange = Ink(0xE69F00)
  public static let skyBlue = Ink(0x56B4E9)
  public static let green = Ink(0x009E73)
  public static let yellow = Ink(0xF0E442)
  public static let blue = Ink(0x0072B2)
  public static let vermilion = Ink(0xD55E00)
  public static let purple = Ink(0xCC79A7)

  /// Okabe and Ito's colours in the order series take them, yellow (faint on white) last.
  public static let palette = [blue, vermilion, green, orange, purple, skyBlue, black, yellow]
}

/// The shape of a data point.
public enum Mark: Sendable, CaseIterable {
  case circle, triangle, square, diamond, cross, plus

  /// Draws the mark about a place; open marks are an outline in the ink.
  func draw(in svg: inout SVG, at center: Place, radius: Double, ink: Ink, isOpen: Bool) {
    let outline = Stroke(ink, width: 0.7)
    let fill: Ink? = isOpen ? nil : ink
    func polygon(_ corners: [(Double, Double)]) {
      svg.path(
        corners.map { center + radius * Place($0.0, $0.1) }, isClosed: true, fill: fill,
        stroke: isOpen ? outline : nil)
    }
    func stroke(_ a: (Double, Double), _ b: (Double, Double)) {
      svg.line(center + radius * Place(a.0, a.1), center + radius * Place(b.0, b.1), outline)
    }
    switch self {
    case .circle: svg.circle(center, radius: radius, fill: fill, stroke: isOpen ? outline : nil)
    case .triangle: polygon([(0, -1.2), (1.05, 0.65), (-1.05, 0.65)])
    case .square: polygon([(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)])
    case .diamond: polygon([(0, -1.25), (1.05, 0), (0, 1.25), (-1.05, 0)])
    case .cross:
      stroke((-0.85, -0.85), (0.85, 0.85))
      stroke((-0.85, 0.85), (0.85, -0.85))
    case .plus:
      stroke((-1.1, 0), (1.1, 0))
      stroke((0, -1.1), (0, 1.1))
    }
  }
}

/// How one series of data looks: colour, mark and dashes all differ, so none is needed alone.
public struct SeriesStyle: Sendable, Equatable {
  public var ink: Ink
  public var mark: Mark
  /// Whether marks are outlines.
  public var isOpen: Bool
  public var dash: [Double]

  public init(_ ink: Ink, mark: Mark = .circle, isOpen: Bool = false, dash: [Double] = []) {
    self.ink = ink
    self.mark = mark
    self.isOpen = isOpen
    self.dash = dash
  }

  private static let dashes: [[Double]] = [
    [], [4, 2], [1, 1.5], [5, 1.5, 1, 1.5], [7, 2], [2, 1],
  ]

  /// The style of the series of a number, counted from 0.
  public static func standard(_ number: Int) -> SeriesStyle {
    func pick<Item>(_ items: [Item]) -> Item { items[abs(number % items.count)] }
    return SeriesStyle(
      pick(Ink.palette), mark: pick(Mark.allCases), isOpen: number % 2 == 1, dash: pick(dashes))
  }

  /// The tensor model wherever it stands beside others.
  public static let tensor = SeriesStyle(.blue, mark: .circle)
  /// Scalar models beside it.
  public static let scalar = SeriesStyle(.vermilion, mark: .triangle, isOpen: true, dash: [4, 2])
}
