import Formats

/// Errors against training size, as `spinel learning-curve --json` writes them.
struct LearningCurveReading: Sendable, Equatable {
  /// One kind of model.
  struct Series: Sendable, Equatable {
    var name: String
    /// Mean absolute error at each size; NaN where there is none.
    var errors: [Double]
  }

  var nucleus: String
  /// What sizes count: `structures` or `environments`.
  var sizeUnit: String
  var sizes: [Double]
  /// What errors are of, with the unit.
  var quantity: String
  var series: [Series]

  /// Reads a document; nil for one that is no learning curve.
  init?(parsing text: String) {
    guard let document = try? JSON.parse(Array(text.utf8)), document["spinel"] != nil,
      let points = document["points"]?.items, !points.isEmpty
    else { return nil }
    let sizes = points.map { $0["size"]?.number ?? .nan }
    guard sizes.allSatisfy({ $0 > 0 }) else { return nil }
    func column(_ path: [String]) -> [Double] {
      points.map { point in
        var node = point["mean"]
        for key in path { node = node?[key] }
        return node?.number ?? .nan
      }
    }
    func curves(_ paths: [(String, [String])]) -> [Series] {
      paths.map { Series(name: $0, errors: column($1)) }.filter { series in
        series.errors.contains { $0 > 0 }
      }
    }
    let error = "MAE_kHz"
    var found = curves([
      ("tensor", ["tensor", "omegaQ", error]), ("direct", ["scalar", "omegaQ", error]),
      ("four scalars", ["scalar", "omegaQFromScalars", error]),
      ("constant", ["constant", "omegaQ", error]),
    ])
    quantity = "MAE of |ω_Q| / kHz"
    if found.isEmpty {
      found = curves([("tensor", ["tensor", "MAE_CQ~"]), ("scalar", ["scalar", "MAE_CQ~"])])
      quantity = "MAE of C̃_Q"
    }
    guard !found.isEmpty else { return nil }
    series = found
    self.sizes = sizes
    nucleus = document["nucleus"]?.text ?? ""
    sizeUnit = document["split"]?.text ?? "structures"
  }
}

extension State {
  /// Shows a learning curve that was read.
  mutating func take(_ curve: LearningCurveReading, _ path: String) -> [Effect] {
    modelPane.curve = curve
    modelPane.card = .learningCurve
    show(.model)
    say("learning curve \(path) of \(curve.nucleus) opened")
    return []
  }
}
