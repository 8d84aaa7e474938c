import Tensors

/// A quantity by which predicted tensors are compared with reference tensors, as figures show it.
///
/// Raw values are the words file names use.
public enum ParityQuantity: String, CaseIterable, Sendable, Hashable {
  case coupling = "CQ"
  case asymmetry = "eta"
  case theta, phi
  case correctedTheta = "theta-corrected"
  case correctedPhi = "phi-corrected"
  case omegaQ

  /// The symbol in the notation of `Label`.
  public var symbol: String {
    switch self {
    case .coupling: "C̃_Q"
    case .asymmetry: "η̃"
    case .theta: "θ"
    case .phi: "φ"
    case .correctedTheta: "θ, corrected"
    case .correctedPhi: "φ, corrected"
    case .omegaQ: "|ω_Q|"
    }
  }

  /// Empty for pure numbers.
  public var unit: String {
    switch self {
    case .coupling, .asymmetry: ""
    case .theta, .phi, .correctedTheta, .correctedPhi: "rad"
    case .omegaQ: "kHz"
    }
  }

  /// Half the width of the band within which experiments agree: 10 kHz of |ω_Q|.
  public var band: Double? { self == .omegaQ ? 10 : nil }

  /// Where the axes end; nil: where the values do.
  public var range: ClosedRange<Double>? { unit == "rad" ? 0...(Double.pi / 2 * 1.04) : nil }

  /// Decimals of the mean absolute error.
  public var places: Int { self == .omegaQ ? 1 : 3 }

  /// Whether the prediction's near-equal principal values were assigned by use of the reference.
  public var isCorrected: Bool { self == .correctedTheta || self == .correctedPhi }

  /// Reference and prediction of a comparison.
  public func columns(of metrics: Metrics) -> Metrics.Columns {
    switch self {
    case .coupling: metrics.coupling
    case .asymmetry: metrics.asymmetry
    case .theta: metrics.theta
    case .phi: metrics.phi
    case .correctedTheta: metrics.correctedTheta
    case .correctedPhi: metrics.correctedPhi
    case .omegaQ: metrics.omegaQ
    }
  }
}

extension ParityFigure {
  /// The figure of a quantity.
  public init(_ quantity: ParityQuantity, sides: [Side], caption: String) {
    self.init(
      Label(quantity.symbol), unit: quantity.unit, sides: sides, band: quantity.band,
      range: quantity.range, places: quantity.places, caption: caption)
  }
}
