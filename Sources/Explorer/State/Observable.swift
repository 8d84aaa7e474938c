/// The quantity whose distribution the Regions screen shows.
public enum Observable: String, CaseIterable, Sendable, Hashable {
  case absoluteOmegaQ = "absOmegaQ"
  case omegaQ
  case quadrupolarCoupling = "CQ"
  case asymmetry = "eta"
  case vzz = "Vzz"
  case uncertainty = "sigma"
  case novelty

  /// The same quantity as a column of the table.
  public var field: SiteField { SiteField(rawValue: rawValue) ?? .absoluteOmegaQ }

  public var heading: String {
    switch self {
    case .uncertainty: "σ(ω_Q)"
    default: field.heading
    }
  }

  public var unit: String { field.unit }

  /// What the axis carries after its numbers: the unit, else the symbol.
  var axisLabel: String { unit.isEmpty ? heading : unit }

  /// Bin widths that can be chosen, in the observable's unit.
  static let binWidths = 1e-6...1e6

  /// Bin width before there are values that spread.
  var standardBinWidth: Double {
    switch self {
    case .absoluteOmegaQ, .omegaQ: 1
    case .quadrupolarCoupling: 2
    case .asymmetry, .novelty: 0.01
    case .vzz: 0.0002
    case .uncertainty: 0.1
    }
  }

  /// The range that always holds every value, where there is one.
  var naturalRange: ClosedRange<Double>? {
    switch self {
    case .asymmetry, .novelty: 0...1
    default: nil
    }
  }

  /// Whether values below zero occur.
  var isSigned: Bool {
    switch self {
    case .omegaQ, .quadrupolarCoupling, .vzz: true
    default: false
    }
  }

  /// Decimal places that tell two bin edges apart.
  func fractionDigits(binWidth: Double) -> Int {
    var digits = 0
    var width = binWidth
    while digits < 6, (width - width.rounded()).magnitude > 1e-6 * width {
      width *= 10
      digits += 1
    }
    return digits
  }
}
