import Descriptors

/// A hyperparameter that a search can vary.
public enum SearchFactor: String, Sendable, CaseIterable {
  case cutoff, smoothing, width
  case centerWeight = "center-weight"
  case rate, scale, exponent, radial, angular, zeta, regularization, channels

  /// Whether only whole numbers make sense.
  public var isInteger: Bool {
    switch self {
    case .radial, .angular, .zeta, .channels: true
    default: false
    }
  }

  /// Whether the search takes equal steps in its logarithm.
  public var isLogarithmic: Bool { self == .regularization || self == .rate }

  /// Å for lengths.
  public var unit: String {
    switch self {
    case .cutoff, .smoothing, .width, .scale: "Å"
    default: ""
    }
  }

  /// The bounds a search has unless it is given others.
  func usualBounds(_ start: Hyperparameters) -> (lower: Double, upper: Double) {
    switch self {
    case .cutoff: return (4, 8)
    case .smoothing: return (0.1, 2)
    case .width: return (0.25, 0.8)
    case .centerWeight: return (0, 2)
    case .rate: return (0.1, 10)
    case .scale: return (1.5, 5)
    case .exponent: return (1, 8)
    case .radial: return (3, 8)
    case .angular: return (3, 8)
    case .zeta: return (1, 3)
    case .regularization: return (1e-7, 1e-2)
    case .channels:
      let most = min(24, start.descriptor.channelCount)
      return (Double(min(6, most - 1)), Double(most))
    }
  }

  /// The value that hyperparameters hold; nil for what they leave out.
  func value(in hyperparameters: Hyperparameters) -> Double? {
    let descriptor = hyperparameters.descriptor
    return switch self {
    case .cutoff: descriptor.cutoffRadius
    case .smoothing: descriptor.cutoffSmoothing
    case .width: descriptor.densityWidth
    case .centerWeight: descriptor.centerWeight
    case .rate: descriptor.radialScaling?.rate
    case .scale: descriptor.radialScaling?.scale
    case .exponent: descriptor.radialScaling?.exponent
    case .radial: Double(descriptor.radialCount)
    case .angular: Double(descriptor.maximumAngular)
    case .zeta: Double(hyperparameters.kernel.zeta)
    case .regularization: hyperparameters.regression.regularization
    case .channels: hyperparameters.reducedChannels.map(Double.init)
    }
  }

  /// Sets the value; integers must be whole and of a size that an `Int` holds.
  func set(_ value: Double, in hyperparameters: inout Hyperparameters) {
    var scaling =
      hyperparameters.descriptor.radialScaling ?? RadialScaling(rate: 1, scale: 3, exponent: 4)
    switch self {
    case .cutoff: hyperparameters.descriptor.cutoffRadius = value
    case .smoothing: hyperparameters.descriptor.cutoffSmoothing = value
    case .width: hyperparameters.descriptor.densityWidth = value
    case .centerWeight: hyperparameters.descriptor.centerWeight = value
    case .rate: scaling.rate = value
    case .scale: scaling.scale = value
    case .exponent: scaling.exponent = value
    case .radial: hyperparameters.descriptor.radialCount = Int(value)
    case .angular: hyperparameters.descriptor.maximumAngular = Int(value)
    case .zeta: hyperparameters.kernel.zeta = Int(value)
    case .regularization: hyperparameters.regression.regularization = value
    case .channels: hyperparameters.reducedChannels = Int(value)
    }
    switch self {
    case .rate, .scale, .exponent: hyperparameters.descriptor.radialScaling = scaling
    default: break
    }
  }
}

/// The bounds of a factor, both within reach.
public struct FactorBounds: Sendable, Equatable {
  public var factor: SearchFactor
  public var lower: Double
  public var upper: Double

  public init(_ factor: SearchFactor, lower: Double, upper: Double) {
    self.factor = factor
    self.lower = lower
    self.upper = upper
  }
}
