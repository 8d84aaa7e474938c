import Foundation
import Screen
import Testing

/// How far apart two colours look, and look to readers who lack a kind of cone.
private enum Sight: CaseIterable {
  case usual, deuteranopia, protanopia

  /// Linear RGB as seen; the matrices of Machado, Oliveira and Fernandes (2009), severity 1.
  private var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    }
  }

  private static func times(_ matrix: [[Double]], _ v: [Double]) -> [Double] {
    matrix.map { row in zip(row, v).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// Oklab coordinates (Björn Ottosson, 2020).
  private func oklab(_ color: Color) -> [Double] {
    let linear = [color.red, color.green, color.blue].map { byte in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = Self.times(matrix, linear).map { min(max($0, 0), 1) }
    let cones = Self.times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], seen
    ).map { cbrt($0) }
    return Self.times(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], cones)
  }

  func distance(_ a: Color, _ b: Color) -> Double {
    zip(oklab(a), oklab(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// The two colours of a list that look most alike.
  func closest(_ colors: [Color]) -> Double {
    var least = Double.infinity
    for (place, color) in colors.enumerated() {
      for other in colors[(place + 1)...] { least = min(least, distance(color, other)) }
    }
    return least
  }
}

@Suite("Regions by colour")
struct ThemeDistanceTests {
  @Test(
    "no two of eight regions look alike in any theme of colours", arguments: ThemeTests.folder.names
  )
  func distinct(name: String) throws {
    let theme = try #require(ThemeTests.folder.theme(name)).theme
    // The theme of two colours tells regions apart by patterns.
    if theme.regions.contains(where: \.isStandard) {
      #expect(theme.hatched)
      return
    }
    #expect(Sight.usual.closest(theme.regions) >= 0.075)
  }

  @Test(
    "the built-in theme and the one for colour-blind readers hold for those who lack green or red cones",
    arguments: ["dark", "tol"])
  func colorBlind(name: String) throws {
    let theme = try #require(ThemeTests.folder.theme(name)).theme
    for sight in Sight.allCases { #expect(sight.closest(theme.regions) >= 0.07, "\(sight)") }
  }

  @Test("distances are those of the definition: black and white are 1 apart, the same colour 0")
  func reference() {
    let (black, white) = (Color(hex: 0), Color(hex: 0xFFFFFF))
    #expect(abs(Sight.usual.distance(black, white) - 1) < 1e-3)
    #expect(Sight.deuteranopia.distance(white, white) == 0)
    // Red and green of one lightness are told apart by most readers only.
    let (red, green) = (Color(hex: 0xC43A20), Color(hex: 0x6E8000))
    #expect(Sight.usual.distance(red, green) > 0.15)
    #expect(Sight.deuteranopia.distance(red, green) < 0.12)
  }
}
