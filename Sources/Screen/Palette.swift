import Glibc

/// A colour in the Oklab space (B. Ottosson, 2020), where distance is about what the eye sees.
struct Oklab: Sendable {
  /// Lightness 0…1, green–red, blue–yellow.
  var vector: SIMD3<Float>

  init(vector: SIMD3<Float>) { self.vector = vector }

  /// From 0xRRGGBB in sRGB.
  init(_ rgb: UInt32) {
    func linear(_ byte: UInt32) -> Float {
      let value = Float(byte & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
    }
    let (red, green, blue) = (linear(rgb >> 16), linear(rgb >> 8), linear(rgb))
    let long = cbrtf(0.412_221_5 * red + 0.536_332_5 * green + 0.051_446 * blue)
    let medium = cbrtf(0.211_903_5 * red + 0.680_699_5 * green + 0.107_397 * blue)
    let short = cbrtf(0.088_302_5 * red + 0.281_718_8 * green + 0.629_978_7 * blue)
    vector = SIMD3(
      0.210_454_3 * long + 0.793_617_8 * medium - 0.004_072 * short,
      1.977_998_5 * long - 2.428_592_2 * medium + 0.450_593_7 * short,
      0.025_904 * long + 0.782_771_8 * medium - 0.808_675_8 * short)
  }

  /// 0xRRGGBB in sRGB, clipped to what a screen can show.
  var rgb: UInt32 {
    func cubed(_ value: Float) -> Float { value * value * value }
    let long = cubed(vector[0] + 0.396_337_8 * vector[1] + 0.215_803_8 * vector[2])
    let medium = cubed(vector[0] - 0.105_561_3 * vector[1] - 0.063_854_2 * vector[2])
    let short = cubed(vector[0] - 0.089_484_2 * vector[1] - 1.291_485_5 * vector[2])
    func byte(_ value: Float) -> UInt32 {
      let clipped = min(max(value, 0), 1)
      let encoded =
        clipped <= 0.003_130_8 ? clipped * 12.92 : 1.055 * powf(clipped, 1 / 2.4) - 0.055
      return UInt32(encoded * 255 + 0.5)
    }
    return byte(4.076_741_7 * long - 3.307_711_6 * medium + 0.230_97 * short) << 16
      | byte(-1.268_438 * long + 2.609_757_4 * medium - 0.341_319_4 * short) << 8
      | byte(-0.004_196_1 * long - 0.703_418_6 * medium + 1.707_614_7 * short)
  }

  func squaredDistance(to other: Oklab) -> Float {
    let difference = vector - other.vector
    return (difference * difference).sum()
  }
}

/// The fixed colours of 256- and 16-colour terminals and the search for the nearest of them.
public enum Palette {
  /// 0xRRGGBB of the sixteen ANSI colours as xterm shows them.
  static let ansi: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  /// 0xRRGGBB of colours 16…255: the 6×6×6 cube and 24 greys, the same on every terminal.
  static let fixed: [UInt32] = {
    let levels: [UInt32] = [0, 95, 135, 175, 215, 255]
    let cube = (0..<216).map { index in
      levels[index / 36] << 16 | levels[index / 6 % 6] << 8 | levels[index % 6]
    }
    return cube + (0..<24).map { UInt32(8 + 10 * $0) * 0x010101 }
  }()

  private static let ansiLab = ansi.map { Oklab($0) }
  private static let fixedLab = fixed.map { Oklab($0) }

  private static func nearest(_ rgb: UInt32, in colors: [Oklab]) -> Int {
    let wanted = Oklab(rgb)
    var best = (index: 0, distance: Float.infinity)
    for (index, color) in colors.enumerated() {
      let distance = wanted.squaredDistance(to: color)
      if distance < best.distance { best = (index, distance) }
    }
    return best.index
  }

  /// The colour 16…255 nearest to 0xRRGGBB in Oklab; 0…15 are left out since users redefine them.
  public static func nearest256(_ rgb: UInt32) -> UInt8 {
    UInt8(16 + nearest(rgb, in: fixedLab))
  }

  /// The ANSI colour 0…15 nearest to 0xRRGGBB in Oklab.
  public static func nearestANSI(_ rgb: UInt32) -> UInt8 { UInt8(nearest(rgb, in: ansiLab)) }

  /// 0xRRGGBB of one of the 256 colours; the first sixteen as xterm shows them.
  public static func rgb(ofIndex index: UInt8) -> UInt32 {
    index < 16 ? ansi[Int(index)] : fixed[Int(index) - 16]
  }

  /// Names of the ANSI colours 0…15 as theme files use them.
  public static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue",
    "bright-magenta", "bright-cyan", "bright-white",
  ]
}

/// How many colours a terminal shows.
public enum ColorLevel: String, Sendable, Hashable, CaseIterable {
  /// Attributes only.
  case mono
  /// The sixteen (or eight) ANSI colours.
  case ansi16 = "16"
  /// The 256 indexed colours.
  case indexed256 = "256"
  /// 24-bit colours.
  case truecolor
}
