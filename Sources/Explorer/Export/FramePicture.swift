import Figures
import Screen

/// A frame as a picture (SVG): what the terminal shows, in vector form.
struct FramePicture: Sendable {
  var frame: Frame
  var theme: Theme

  private static let width = 8.4
  private static let height = 18.0
  private static let paper = "#16181d"
  private static let ink = "#d8dbe2"

  var svg: String {
    let size = (Double(frame.columns) * Self.width, Double(frame.rows) * Self.height)
    let ground = theme.background.isStandard ? Self.paper : hexText(theme.background)
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(number(size.0))\" "
      + "height=\"\(number(size.1))\" font-size=\"14\" "
      + "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\">\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"\(ground)\"/>\n"
    for y in 0..<frame.rows {
      var x = 0
      while x < frame.columns {
        let style = frame[x, y].style
        let start = x
        var run = ""
        while x < frame.columns, frame[x, y].style == style {
          let cell = frame[x, y]
          if !cell.isContinuation { run.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? " ") }
          x += 1
        }
        append(run, style, columns: start..<x, y: y, to: &text)
      }
    }
    return text + "</svg>\n"
  }

  private func append(
    _ run: String, _ style: Style, columns: Range<Int>, y: Int, to text: inout String
  ) {
    let attributes = style.attributes
    let isReversed = attributes.contains(.reverse)
    let front = style.foreground.isStandard ? Self.ink : hexText(style.foreground)
    let back = style.background.isStandard ? nil : hexText(style.background)
    let left = number(Double(columns.lowerBound) * Self.width)
    let top = Double(y) * Self.height
    let length = number(Double(columns.count) * Self.width)
    if let fill = isReversed ? front : back {
      text +=
        "<rect x=\"\(left)\" y=\"\(number(top))\" width=\"\(length)\" "
        + "height=\"\(number(Self.height))\" fill=\"\(fill)\"/>\n"
    }
    let color = isReversed ? back ?? Self.paper : front
    var letters = ""
    var shapes = ""
    var column = columns.lowerBound
    for scalar in run.unicodeScalars {
      if let shape = CellShape(scalar) {
        shapes += shape.path(
          x: Double(column) * Self.width, y: top, width: Self.width, height: Self.height)
        letters += " "
      } else {
        letters.unicodeScalars.append(scalar)
      }
      column += max(1, TextWidth.of(scalar))
    }
    let faint = attributes.contains(.dim) ? " opacity=\"0.6\"" : ""
    if !shapes.isEmpty { text += "<path fill=\"\(color)\"\(faint) d=\"\(shapes)\"/>\n" }
    guard letters.contains(where: { $0 != " " }) else { return }
    var extra = attributes.contains(.bold) ? " font-weight=\"bold\"" : ""
    extra += faint
    text +=
      "<text x=\"\(left)\" y=\"\(number(top + 14))\" textLength=\"\(length)\" "
      + "xml:space=\"preserve\" fill=\"\(color)\"\(extra)>\(escapedXML(letters))</text>\n"
  }
}

/// A colour as #rrggbb.
func hexText(_ color: Color) -> String {
  let digits = String(color.rgb, radix: 16)
  return "#" + String(repeating: "0", count: 6 - digits.count) + digits
}
