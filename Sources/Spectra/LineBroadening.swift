import Glibc

/// The shape every line of a pattern is given.
public struct LineBroadening: Sendable, Equatable {
  public enum Shape: String, CaseIterable, Sendable { case gaussian, lorentzian }

  public var shape: Shape
  /// Full width at half height in kHz; 0 leaves lines sharp.
  public var width: Double

  public init(_ shape: Shape = .gaussian, width: Double) {
    self.shape = shape
    self.width = width > 0 && width.isFinite ? width : 0
  }

  public static let none = LineBroadening(width: 0)

  /// How far from its middle a line still matters, in kHz; beyond is less than 1e-8 of a Gaussian
  /// line, and 8 % of a Lorentzian.
  public var extent: Double { width * (shape == .gaussian ? 2.5 : 4) }

  /// The share of a line at 0 that lies below `offset` kHz.
  public func cumulative(at offset: Double) -> Double {
    guard width > 0 else { return offset < 0 ? 0 : offset > 0 ? 1 : 0.5 }
    switch shape {
    case .gaussian: return 0.5 * erfc(-2 * log(2.0).squareRoot() * offset / width)
    case .lorentzian: return 0.5 + atan(2 * offset / width) / .pi
    }
  }

  /// Shares of equal bins after each bin's content is spread about its middle.
  ///
  /// What spreads beyond the first or the last bin is lost.
  func spread(_ shares: [Double], binWidth: Double) -> [Double] {
    guard width > 0, binWidth > 0 else { return shares }
    let count = shares.count
    // kernel[k]: the share of a line that falls k bins from its own.
    let reach = shape == .gaussian ? min(count, Int(extent / binWidth) + 2) : count
    let kernel = (0..<reach).map { bin in
      cumulative(at: (Double(bin) + 0.5) * binWidth)
        - cumulative(at: (Double(bin) - 0.5) * binWidth)
    }
    var result = [Double](repeating: 0, count: count)
    result.withUnsafeMutableBufferPointer { result in
      kernel.withUnsafeBufferPointer { kernel in
        for (bin, share) in shares.enumerated() where share != 0 {
          for other in max(0, bin - reach + 1)..<min(count, bin + reach) {
            result[other] += share * kernel[abs(other - bin)]
          }
        }
      }
    }
    return result
  }
}
