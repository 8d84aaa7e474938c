import Screen
import Support
import Testing

@Suite("Balls with hidden parts hidden") struct BallPictureTests {
  private let inks = [
    BallPicture.Ink(Color(hex: 0xE69F00, ansi: 11), fill: "#", label: "1"),
    BallPicture.Ink(Color(hex: 0x56B4E9, ansi: 14), fill: "=", label: "2"),
  ]

  private func randomBalls(_ count: Int, seed: UInt64) -> [BallPicture.Ball] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      BallPicture.Ball(
        x: Float(random.uniform(-5...65)), y: Float(random.uniform(-5...45)),
        depth: Float(random.uniform(-20...20)), radius: Float(random.uniform(0.2...6)),
        ink: UInt16(random.uniform(0...1.99)))
    }
  }

  @Test("every cell shows the ball a search over all balls finds nearest", arguments: 0..<5)
  func nearest(seed: Int) {
    let balls = randomBalls(60, seed: UInt64(seed))
    var picture = BallPicture(columns: 60, rows: 20, inks: inks)
    picture.draw(balls)
    for row in 0..<20 {
      for column in 0..<60 {
        var best: (ball: Int, depth: Float)?
        for (place, ball) in balls.enumerated() {
          for half in 0..<2 {
            let dx = Float(column) + 0.5 - ball.x
            let dy = Float(row * 2 + half) + 0.5 - ball.y
            let radius = max(BallPicture.leastRadius, ball.radius)
            let rest = radius * radius - dx * dx - dy * dy
            guard rest >= 0 else { continue }
            let depth = ball.depth + rest.squareRoot()
            if depth > best?.depth ?? -.infinity { best = (place, depth) }
          }
        }
        #expect(picture.ball(atColumn: column, row: row) == best?.ball)
      }
    }
  }

  @Test("the smallest ball covers a pixel wherever its middle is")
  func smallest() {
    for step in 0..<100 {
      let (x, y) = (5 + Float(step % 10) / 10, 4 + Float(step / 10) / 10)
      var picture = BallPicture(columns: 12, rows: 6, inks: inks)
      picture.draw([.init(x: x, y: y, depth: 0, radius: 0, ink: 0)])
      #expect(
        (0..<6).contains { row in (0..<12).contains { picture.ball(atColumn: $0, row: row) == 0 } })
    }
  }

  @Test("balls that are nowhere, or endlessly large, are left out")
  func absurd() {
    var picture = BallPicture(columns: 10, rows: 5, inks: inks)
    let values: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30]
    for value in values {
      picture.draw([
        .init(x: value, y: 2, depth: 0, radius: 1, ink: 0),
        .init(x: 2, y: value, depth: 0, radius: 1, ink: 0),
        .init(x: 2, y: 2, depth: value, radius: 1, ink: 0),
        .init(x: 2, y: 2, depth: 0, radius: value.magnitude, ink: 0),
      ])
      picture.line(from: SIMD3(value, 0, 0), to: SIMD3(5, 5, 0), .standard)
    }
    var frame = Frame(columns: 10, rows: 5)
    frame.draw(picture, in: frame.bounds, look: Look())
    #expect(frame.rows == 5)
    var nothing = BallPicture(columns: 0, rows: 0, inks: inks)
    nothing.draw(randomBalls(3, seed: 1))
    nothing.line(from: SIMD3(0, 0, 0), to: SIMD3(5, 5, 0), .standard)
    #expect(nothing.ball(atColumn: 0, row: 0) == nil)
  }

  @Test("a line passes before near balls and behind far ones", arguments: GlyphSet.allCases)
  func line(glyphs: GlyphSet) {
    for (depth, isSeen) in [(Float(-20), true), (20, false)] {
      var picture = BallPicture(columns: 20, rows: 10, inks: inks)
      picture.draw([.init(x: 10, y: 9, depth: depth, radius: 6, ink: 0)])
      let red = Color(hex: 0xFF0000, ansi: 9)
      picture.line(from: SIMD3(0, 9, 0), to: SIMD3(20, 9, 0), red)
      var frame = Frame(columns: 20, rows: 10)
      frame.draw(picture, in: frame.bounds, look: Look(glyphs: glyphs))
      func hasRed(_ x: Int) -> Bool {
        (0..<10).contains {
          frame[x, $0].style.foreground == red || frame[x, $0].style.background == red
        }
      }
      #expect(hasRed(1) && hasRed(18))
      #expect(hasRed(10) == isSeen)
    }
  }

  @Test("without colours or blocks balls are told apart by characters and labels")
  func characters() {
    for look in [Look(glyphs: .ascii), Look(colors: .mono)] {
      var picture = BallPicture(columns: 24, rows: 6, inks: inks)
      picture.draw([
        .init(x: 5, y: 6, depth: 0, radius: 3, ink: 0),
        .init(x: 15, y: 6, depth: 0, radius: 3, ink: 1),
      ])
      var frame = Frame(columns: 24, rows: 6)
      frame.draw(picture, in: frame.bounds, look: look)
      #expect(frame.text.contains("##1##") && frame.text.contains("==2=="))
    }
  }

  @Test("in colour, labels stand on balls that have room, if asked for")
  func labels() {
    for shows in [false, true] {
      var picture = BallPicture(columns: 24, rows: 6, inks: inks)
      picture.showsLabels = shows
      picture.draw([
        .init(x: 5.5, y: 6, depth: 0, radius: 3, ink: 0),
        .init(x: 15.5, y: 6, depth: 0, radius: 0.8, ink: 1),
      ])
      var frame = Frame(columns: 24, rows: 6)
      frame.draw(picture, in: frame.bounds, look: Look(colors: .ansi16))
      #expect(frame.text.contains("1") == shows)
      #expect(!frame.text.contains("2"))
      // Sixteen colours keep a region's own.
      #expect(frame[3, 3].style.foreground == inks[0].color)
    }
  }

  @Test("far balls are dimmer and the lit side is brighter")
  func shading() {
    var picture = BallPicture(columns: 40, rows: 10, inks: inks)
    picture.depths = -10...10
    picture.draw([
      .init(x: 10, y: 10, depth: 10, radius: 8, ink: 0),
      .init(x: 30, y: 10, depth: -10, radius: 8, ink: 0),
    ])
    var frame = Frame(columns: 40, rows: 10)
    frame.draw(picture, in: frame.bounds, look: Look())
    func light(_ x: Int, _ y: Int) -> Int {
      let color = frame[x, y].style.foreground
      return Int(color.red) + Int(color.green) + Int(color.blue)
    }
    #expect(light(10, 5) > light(30, 5))
    #expect(light(7, 3) > light(14, 7))
  }
}
