import Glibc
import Tensors

/// How many orderings there are at each energy, and what follows from it at any temperature.
public struct DensityOfStates: Sendable, Equatable {
  /// A bin of energies that has orderings.
  public struct Level: Sendable, Equatable {
    /// The mean energy of the orderings visited in the bin, in eV.
    public var energy: Double
    /// ln of the number of orderings.
    public var logCount: Double

    public init(energy: Double, logCount: Double) {
      self.energy = energy
      self.logCount = logCount
    }
  }

  /// By rising energy.
  public let levels: [Level]

  /// Takes levels whose counts are known up to a factor, and the logarithm of their true sum.
  public init(levels: [Level], logTotal: Double) {
    let sum = Self.logSum(levels.map(\.logCount))
    self.levels = levels.map { Level(energy: $0.energy, logCount: $0.logCount - sum + logTotal) }
  }

  /// Averages over orderings in thermal equilibrium.
  public struct Canonical: Sendable, Equatable {
    /// K.
    public var temperature: Double
    /// eV.
    public var energy: Double
    /// dE/dT in units of Boltzmann's constant.
    public var heatCapacity: Double
    /// In units of Boltzmann's constant.
    public var entropy: Double
  }

  /// The averages at a temperature in K.
  public func canonical(at temperature: Double) -> Canonical {
    let beta = 1 / (Constants.boltzmann * temperature)
    let logZ = Self.logSum(levels.map { $0.logCount - beta * $0.energy })
    var (mean, square) = (0.0, 0.0)
    for level in levels {
      let weight = exp(level.logCount - beta * level.energy - logZ)
      mean += weight * level.energy
      square += weight * level.energy * level.energy
    }
    return Canonical(
      temperature: temperature, energy: mean,
      heatCapacity: beta * beta * max(0, square - mean * mean), entropy: logZ + beta * mean)
  }

  /// ln Σ exp without overflow; −∞ of nothing.
  static func logSum(_ logarithms: [Double]) -> Double {
    guard let largest = logarithms.max(), largest > -.infinity else { return -.infinity }
    return largest + log(logarithms.reduce(0) { $0 + exp($1 - largest) })
  }

  /// ln of the number of ways to choose k of n.
  public static func logBinomial(_ n: Int, _ k: Int) -> Double {
    lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
  }
}
