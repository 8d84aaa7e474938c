/// A character drawn as a shape, so that lines, bars and dots meet whatever the font: box drawing,
/// eighth blocks and braille.
struct CellShape {
  private enum Kind {
    /// Half lines from the middle: up, down, left, right.
    case lines(up: Bool, down: Bool, left: Bool, right: Bool)
    /// Eighths of the cell filled from the bottom.
    case block(Int)
    /// Bits of a braille pattern.
    case dots(UInt32)
  }

  private let kind: Kind

  private static let lines: [Unicode.Scalar: Kind] = [
    "─": .lines(up: false, down: false, left: true, right: true),
    "│": .lines(up: true, down: true, left: false, right: false),
    "╭": .lines(up: false, down: true, left: false, right: true),
    "╮": .lines(up: false, down: true, left: true, right: false),
    "╰": .lines(up: true, down: false, left: false, right: true),
    "╯": .lines(up: true, down: false, left: true, right: false),
    "└": .lines(up: true, down: false, left: false, right: true),
    "┤": .lines(up: true, down: true, left: true, right: false),
    "┬": .lines(up: false, down: true, left: true, right: true),
  ]

  /// The shape of a character; nil for those that are text.
  init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x2581...0x2588: kind = .block(Int(scalar.value - 0x2580))
    case 0x2800...0x28FF: kind = .dots(scalar.value - 0x2800)
    default:
      guard let lines = Self.lines[scalar] else { return nil }
      kind = lines
    }
  }

  /// The shape as commands of an SVG path, to be filled.
  func path(x: Double, y: Double, width: Double, height: Double) -> String {
    func rectangle(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> String {
      "M\(number(left)) \(number(top))H\(number(right))V\(number(bottom))H\(number(left))z"
    }
    let (middleX, middleY, half) = (x + width / 2, y + height / 2, 0.6)
    switch kind {
    case .lines(let up, let down, let left, let right):
      var text = ""
      if up || down {
        text += rectangle(
          middleX - half, up ? y : middleY - half, middleX + half,
          down ? y + height : middleY + half)
      }
      if left || right {
        text += rectangle(
          left ? x : middleX - half, middleY - half, right ? x + width : middleX + half,
          middleY + half)
      }
      return text
    case .block(let eighths):
      return rectangle(x, y + height * (1 - Double(eighths) / 8), x + width, y + height)
    case .dots(let bits):
      // Unicode numbers the dots down the left column, then the right, then the bottom row.
      let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
      let size = min(width / 2, height / 4) * 0.36
      return places.indices.filter { bits & 1 << UInt32($0) != 0 }.map { bit in
        let centerX = x + (Double(places[bit].0) + 0.5) * width / 2
        let centerY = y + (Double(places[bit].1) + 0.5) * height / 4
        return rectangle(centerX - size, centerY - size, centerX + size, centerY + size)
      }.joined()
    }
  }
}
