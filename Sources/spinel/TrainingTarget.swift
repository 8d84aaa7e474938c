import ArgumentParser
import Regression

/// What `--target` names: the tensor, or a scalar of it.
enum TrainingTarget: ExpressibleByArgument, Equatable, CaseIterable {
  case efg
  case scalarTarget(ScalarTarget)

  static let allCases = [TrainingTarget.efg] + ScalarTarget.allCases.map { .scalarTarget($0) }

  init?(argument: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == argument }) else { return nil }
    self = found
  }

  var rawValue: String { scalar?.rawValue ?? "efg" }
  var defaultValueDescription: String { rawValue }
  static var allValueStrings: [String] { allCases.map(\.rawValue) }

  var scalar: ScalarTarget? {
    if case .scalarTarget(let target) = self { target } else { nil }
  }
}

extension Split.Mode: ExpressibleByArgument {}
