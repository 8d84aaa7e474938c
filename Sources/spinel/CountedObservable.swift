import ArgumentParser
import Engine
import Tensors

/// The quantity that `regions` counts.
enum CountedObservable: String, ExpressibleByArgument, CaseIterable {
  case omegaQ, absOmegaQ
  case quadrupolarCoupling = "CQ"
  case eta
  case vzz = "Vzz"

  /// The value for a site; NaN where there is none.
  func value(of site: ResultSite, _ conventions: ResultConventions) -> Double {
    guard site.tensor.isFinite else { return .nan }
    switch self {
    case .vzz: return PrincipalAxes(of: site.tensor).vzz
    case .eta: return PrincipalAxes(of: site.tensor).asymmetry
    case .omegaQ, .absOmegaQ, .quadrupolarCoupling:
      guard let isotope = conventions.isotope(of: site.element) else { return .nan }
      let found = Observables(of: site.tensor, isotope: isotope, field: conventions.field)
      switch self {
      case .quadrupolarCoupling: return found.quadrupolarCoupling
      case .absOmegaQ: return abs(found.omegaQ)
      default: return found.omegaQ
      }
    }
  }

  /// Name and unit for an axis.
  var label: String {
    switch self {
    case .omegaQ: "ω_Q / kHz"
    case .absOmegaQ: "|ω_Q| / kHz"
    case .quadrupolarCoupling: "C_Q / kHz"
    case .eta: "η"
    case .vzz: "V_zz / a.u."
    }
  }

  /// The width of a bin where none is asked for.
  var binWidth: Double {
    switch self {
    case .omegaQ, .absOmegaQ: 1
    case .quadrupolarCoupling: 2
    case .eta: 0.01
    case .vzz: 0.0002
    }
  }
}
