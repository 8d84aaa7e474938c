import Crystals

/// A symmetry operator x → Rx + t in fractional coordinates, as files spell it: `-x+1/2, y, z-x`.
struct SymmetryOperator {
  /// Rows of R, whole numbers.
  var rows: [SIMD3<Int>]
  /// t, in [0, 1).
  var translation: Vector

  static let identity = SymmetryOperator(
    rows: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)], translation: .zero)

  /// Reads three sums of x, y, z and fractions, separated by commas; nil for anything else, and
  /// where the volume would not be kept.
  init?(_ text: Word) {
    guard text.count < 256 else { return nil }
    let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    rows = []
    translation = .zero
    for (axis, part) in parts.enumerated() {
      guard let (row, shift) = Self.sum(part.filter { !isBlank($0) }) else { return nil }
      rows.append(row)
      translation[axis] = Self.snapped(shift)
    }
    guard abs(determinant) == 1 else { return nil }
  }

  private init(rows: [SIMD3<Int>], translation: Vector) {
    self.rows = rows
    self.translation = translation
  }

  /// One coordinate's coefficients and shift.
  private static func sum(_ text: [UInt8]) -> (SIMD3<Int>, Double)? {
    var row = SIMD3<Int>.zero
    var shift = 0.0
    var at = 0
    guard !text.isEmpty else { return nil }
    while at < text.count {
      var sign = 1
      if text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") {
        sign = text[at] == UInt8(ascii: "-") ? -1 : 1
        at += 1
      } else if at > 0 {
        return nil
      }
      guard at < text.count else { return nil }
      let letter = Int(text[at] | 0x20) - 120
      if (0..<3).contains(letter) {
        guard row[letter] == 0 else { return nil }
        row[letter] = sign
        at += 1
        continue
      }
      let end = text[at...].firstIndex { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      let terms = text[at..<(end ?? text.count)].split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      let numbers = terms.compactMap { Array($0).withUnsafeBufferPointer { $0.finite } }
      guard numbers.count == terms.count, terms.count <= 2 else { return nil }
      let value = numbers.count == 2 ? numbers[0] / numbers[1] : numbers[0]
      guard value.isFinite, abs(value) < 1e3 else { return nil }
      shift += Double(sign) * value
      at = end ?? text.count
    }
    return (row, shift)
  }

  /// The fraction of a small denominator that a decimal such as 0.3333 is short for, in [0, 1).
  private static func snapped(_ shift: Double) -> Double {
    let rest = shift - shift.rounded(.down)
    for denominator in 1...48 {
      let scaled = rest * Double(denominator)
      if abs(scaled - scaled.rounded()) < 5e-4 * Double(denominator) {
        let numerator = scaled.rounded()
        return numerator == Double(denominator) ? 0 : numerator / Double(denominator)
      }
    }
    return rest
  }

  var determinant: Int {
    let (a, b, c) = (rows[0], rows[1], rows[2])
    return a.x * (b.y * c.z - b.z * c.y) - a.y * (b.x * c.z - b.z * c.x)
      + a.z * (b.x * c.y - b.y * c.x)
  }

  /// The image of fractional coordinates, in [0, 1).
  func image(of s: Vector) -> Vector {
    var result = Vector.zero
    for axis in 0..<3 {
      let row = rows[axis]
      let value =
        Double(row.x) * s.x + Double(row.y) * s.y + Double(row.z) * s.z + translation[axis]
      let rest = value - value.rounded(.down)
      result[axis] = rest < 1 ? rest : 0
    }
    return result
  }

  /// This operator after another; nil where coefficients grow, as they do in no crystal's group.
  func after(_ other: SymmetryOperator) -> SymmetryOperator? {
    var product: [SIMD3<Int>] = []
    for row in rows {
      let sum = row.x &* other.rows[0] &+ row.y &* other.rows[1] &+ row.z &* other.rows[2]
      for axis in 0..<3 where abs(sum[axis]) > 1 { return nil }
      product.append(sum)
    }
    return SymmetryOperator(rows: product, translation: image(of: other.translation))
  }

  /// Equal for equal operators, whatever the rounding of their shifts.
  var key: Key {
    // An odd number of bins and an offset keep small fractions off the edges.
    func bin(_ shift: Double) -> Int { Int(shift * 997 + 0.12345) % 997 }
    return Key(
      rows: rows, bins: SIMD3(bin(translation.x), bin(translation.y), bin(translation.z)))
  }

  struct Key: Hashable {
    var rows: [SIMD3<Int>]
    var bins: SIMD3<Int>
  }

  /// Whether lengths and angles of a cell stay what they are, to 1 %.
  func keeps(_ vectors: [Vector]) -> Bool {
    // Columns of R as Cartesian vectors: the images of a, b, c.
    let images = (0..<3).map { column in
      var sum = Vector.zero
      for row in 0..<3 { sum += Double(rows[row][column]) * vectors[row] }
      return sum
    }
    for i in 0..<3 {
      for j in 0...i {
        let before = (vectors[i] * vectors[j]).sum()
        let after = (images[i] * images[j]).sum()
        let scale =
          ((vectors[i] * vectors[i]).sum() * (vectors[j] * vectors[j]).sum()).squareRoot()
        if !(abs(after - before) <= 0.01 * scale) { return false }
      }
    }
    return true
  }
}
