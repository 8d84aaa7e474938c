import Glibc

/// The weight f_cut(r) s(r) with which a neighbour at distance r enters the density.
struct NeighborWeight: Sendable {
  let cutoff: Double
  let smoothing: Double
  let scaling: RadialScaling?

  init(_ hyperparameters: DescriptorHyperparameters) {
    cutoff = hyperparameters.cutoffRadius
    smoothing = hyperparameters.cutoffSmoothing
    scaling = hyperparameters.radialScaling
  }

  func callAsFunction(_ r: Double) -> Double {
    cutoffFunction(r) * (scaling.map { $0(r) } ?? 1)
  }

  /// A shifted cosine that falls from 1 to 0 over the smoothing width, or a step (1 at r_c).
  private func cutoffFunction(_ r: Double) -> Double {
    let start = cutoff - smoothing
    if r <= start { return 1 }
    if r >= cutoff { return 0 }
    return 0.5 * (1 + cos(.pi * (r - start) / smoothing))
  }
}

extension RadialScaling {
  func callAsFunction(_ r: Double) -> Double {
    let power = pow(r / scale, exponent)
    return rate == 0 ? 1 / power : rate / (rate + power)
  }
}
