import Screen

/// What a drawing leaves in an empty frame, as text.
func picture(
  _ columns: Int, _ rows: Int, look: Look = Look(), _ draw: (inout Frame, Rect, Look) -> Void
) -> String {
  var frame = Frame(columns: columns, rows: rows)
  draw(&frame, frame.bounds, look)
  return frame.text
}

let asciiLook = Look(glyphs: .ascii, colors: .ansi16)
let monoLook = Look(colors: .mono)
