import Screen
import Testing

private func sampleCanvas() -> BrailleCanvas {
  var canvas = BrailleCanvas(columns: 12, rows: 4)
  canvas.line(0, 0, 23, 15, .standard)
  canvas.disc(17, 5, radius: 4, .standard)
  canvas.circle(5, 11, radius: 3.5, .standard)
  canvas.note("Li", x: 16, y: 12, style: .plain)
  return canvas
}

@Suite("Canvas")
struct CanvasTests {
  @Test(
    "a line, a disc, a circle and a note in each set of characters",
    arguments: [
      (
        GlyphSet.unicode,
        """
        ⠉⠒⢄⡀  ⢀⣴⣶⣦⡀
         ⢀⣀⡈⠒⢄⡸⣿⣿⣿⠇
        ⢰⠋ ⠙⡆ ⠁⠚⢍⡁
        ⠈⠳⠤⠞⠁   Li⠒⢄
        """
      ),
      (
        .blocks,
        """
        ▀▀▄▄  ▄███▄
         ▄▄█▀▄█████
        █▀ ▀█ ▀▀██
        ▀█▄█▀   Li▀▄
        """
      ),
      (
        .ascii,
        """
        ''..  .:#:.
         ..:'.:###:
        :' ': ''::
        ':.:'   Li'.
        """
      ),
    ])
  func pictures(glyphs: GlyphSet, expected: String) {
    let shown = picture(12, 4, look: Look(glyphs: glyphs)) {
      $0.draw(sampleCanvas(), in: $1, look: $2)
    }
    #expect(shown == expected)
  }

  @Test(
    "each dot is the braille dot at its place",
    arguments: [
      (0, 0, "⠁"), (1, 0, "⠈"), (0, 1, "⠂"), (1, 1, "⠐"), (0, 2, "⠄"), (1, 2, "⠠"), (0, 3, "⡀"),
      (1, 3, "⢀"),
    ])
  func dots(x: Int, y: Int, expected: String) {
    var canvas = BrailleCanvas(columns: 1, rows: 1)
    canvas.set(x, y, .standard)
    #expect(picture(1, 1) { $0.draw(canvas, in: $1, look: $2) } == expected)
    canvas.clear(x, y)
    #expect(picture(1, 1) { $0.draw(canvas, in: $1, look: $2) } == "")
  }

  @Test("a half block shows the colours of both halves")
  func halves() {
    var canvas = BrailleCanvas(columns: 1, rows: 1)
    let (above, below) = (Color(hex: 0xFF0000), Color(hex: 0x0000FF))
    canvas.set(0, 0, above)
    canvas.set(1, 3, below)
    var frame = Frame(columns: 1, rows: 1)
    frame.draw(canvas, in: frame.bounds, look: Look(glyphs: .blocks))
    #expect(frame[0, 0].scalar == Unicode.Scalar("▀").value)
    #expect(frame[0, 0].style == Style(foreground: above, background: below))
  }

  @Test(
    "lines that leave the canvas are clipped, however far they go",
    arguments: [
      (-1e9, 4.0, 1e9, 4.0, 16), (4.0, -1e12, 4.0, 1e12, 16), (-50.0, -50.0, -1.0, -1.0, 0),
      (.nan, 0, 5, 5, 0), (0, 0, .infinity, 3, 0),
    ])
  func clippedLines(x0: Double, y0: Double, x1: Double, y1: Double, count: Int) {
    var canvas = BrailleCanvas(columns: 8, rows: 4)
    canvas.line(x0, y0, x1, y1, .standard)
    var set = 0
    for y in 0..<canvas.height { for x in 0..<canvas.width where canvas.isSet(x, y) { set += 1 } }
    #expect(set == count)
  }

  @Test("a disc has the area of a circle, and a rim clears what is behind it")
  func discs() {
    var canvas = BrailleCanvas(columns: 30, rows: 15)
    for y in 0..<60 { for x in 0..<60 { canvas.set(x, y, .standard) } }
    canvas.disc(30, 30, radius: 20, .standard, rim: 3)
    var (inside, rim) = (0, 0)
    for y in 0..<60 {
      for x in 0..<60 {
        let distance =
          ((Double(x) - 29.5) * (Double(x) - 29.5) + (Double(y) - 29.5) * (Double(y) - 29.5))
          .squareRoot()
        if distance <= 20 { inside += canvas.isSet(x, y) ? 1 : 0 }
        if distance > 20, distance <= 23 { rim += canvas.isSet(x, y) ? 1 : 0 }
      }
    }
    #expect((1240...1275).contains(inside))
    #expect(rim == 0)
  }

  @Test("shapes of absurd size or place draw nothing and end")
  func absurd() {
    var canvas = BrailleCanvas(columns: 2, rows: 2)
    canvas.disc(1e300, 1e300, radius: 5, .standard)
    canvas.disc(.nan, 0, radius: 2, .standard)
    canvas.circle(0, 0, radius: .infinity, .standard)
    canvas.note("x", x: 1e300, y: 0, style: .plain)
    canvas.set(-1, 0, .standard)
    canvas.disc(1e18, 0, radius: 0.1, .standard)
    #expect(picture(2, 2) { $0.draw(canvas, in: $1, look: $2) } == "\n")
  }
}

@Suite("Projection")
struct ProjectionTests {
  @Test("turns keep lengths and angles, however many")
  func orthonormal() {
    var rotation = Rotation.identity
    for step in 0..<2000 {
      rotation = rotation.turned(pitch: 0.1, yaw: 0.07 * Double(step % 3), roll: -0.05)
    }
    let axes = [rotation.right, rotation.up, rotation.towards]
    for i in 0..<3 {
      for j in 0..<3 {
        #expect(abs((axes[i] * axes[j]).sum() - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test("a quarter turn about up brings what was right to face away")
  func quarterTurn() {
    let seen = Rotation.identity.turned(yaw: .pi / 2)(SIMD3(1, 0, 0))
    #expect(abs(seen.x) < 1e-12 && abs(seen.y) < 1e-12)
    #expect(abs(seen.z + 1) < 1e-12)
  }

  @Test("a quarter turn about right brings what was up towards the eye")
  func pitch() {
    let seen = Rotation.identity.turned(pitch: .pi / 2)(SIMD3(0, 1, 0))
    #expect(abs(seen.z - 1) < 1e-12)
  }

  @Test("the centre is in the middle, up is up, and a fitted ball touches the edge")
  func places() {
    let center = SIMD3<Double>(1, 2, 3)
    let project = Projection(rotation: .identity, center: center, fitting: 5, width: 40, height: 20)
    #expect(project(center) == Projected(x: 20, y: 10, depth: 0))
    #expect(project(center + SIMD3(0, 5, 0)).y == 0)
    #expect(project(center + SIMD3(5, 0, 1)) == Projected(x: 30, y: 10, depth: 1))
  }

  @Test("drawing order runs from the farthest to the nearest")
  func order() {
    let points = [3.0, -1, 2].map { Projected(x: 0, y: 0, depth: $0) }
    #expect(farthestFirst(points) == [1, 2, 0])
  }
}
