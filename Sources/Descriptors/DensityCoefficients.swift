/// Density coefficients c of some sites in double precision, `values[(site * Q + q) * M + lm]`.
///
/// q = species index · N + n runs over the Q channels (or over reduced ones), lm = l² + l + m over
/// the M = (l_max + 1)² angular components.
public struct DensityCoefficients: Sendable, Equatable {
  public let siteCount: Int
  public let channelCount: Int
  public let maximumAngular: Int
  public var values: [Double]

  /// The number M of angular components.
  public var componentCount: Int { (maximumAngular + 1) * (maximumAngular + 1) }

  public init(siteCount: Int, channelCount: Int, maximumAngular: Int, values: [Double]? = nil) {
    self.siteCount = siteCount
    self.channelCount = channelCount
    self.maximumAngular = maximumAngular
    let count = siteCount * channelCount * (maximumAngular + 1) * (maximumAngular + 1)
    precondition(values.map { $0.count == count } ?? true, "shape and count differ")
    self.values = values ?? [Double](repeating: 0, count: count)
  }

  public subscript(site: Int, channel: Int, component: Int) -> Double {
    get { values[(site * channelCount + channel) * componentCount + component] }
    set { values[(site * channelCount + channel) * componentCount + component] = newValue }
  }
}
