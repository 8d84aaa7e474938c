import Tensors

/// The values of scalar targets on data, and which environments have them.
struct ScalarLabels {
  /// One target's values and the environments of the split that have one.
  struct Column {
    let target: ScalarTarget
    /// One value an environment of the data; NaN where there is none.
    let values: [Double]
    let train: [Int]
    let test: [Int]
    /// The mean over `train`.
    let mean: Double

    init(_ target: ScalarTarget, _ values: [Double], _ split: Split) {
      self.target = target
      self.values = values
      train = split.train.filter { values[$0].isFinite }
      test = split.test.filter { values[$0].isFinite }
      mean = Statistics.mean(train.map { values[$0] })
    }

    /// The label of a training environment less the mean.
    func centred(_ row: Int) -> Double { values[train[row]] - mean }

    func refuseEqual() throws(RegressionError) {
      let labels = train.map { values[$0] }
      guard let least = labels.min(), let most = labels.max(), most - least > 1e-12 * abs(most)
      else { throw .equalLabels(count: labels.count, quantity: target.rawValue) }
    }
  }

  /// One a target.
  let columns: [Column]
  /// μ of |V_zz| over the training part, in atomic units.
  let couplingMean: Double
  /// σ of |V_zz| over the training part, in atomic units.
  let couplingDeviation: Double

  /// - Parameter field: what θ, φ and ω_Q refer to.
  init(
    _ targets: [ScalarTarget], of data: LabelledStructures, split: Split, isotope: Isotope,
    field: FieldDirection = .z
  ) {
    let sizes = split.train.map { abs(PrincipalAxes(of: data.labels[$0]).vzz) }
    let (mean, deviation) = (Statistics.mean(sizes), Statistics.standardDeviation(sizes))
    couplingMean = mean
    couplingDeviation = deviation
    columns = targets.map { target in
      let values = target.values(
        of: data.labels, mean: mean, deviation: deviation, isotope: isotope, field: field)
      return Column(target, values, split)
    }
  }

  /// Places of columns that train on the same environments, so that one factorisation serves them.
  var groups: [[Int]] {
    var groups: [[Int]] = []
    for index in columns.indices {
      if let known = groups.firstIndex(where: { columns[$0[0]].train == columns[index].train }) {
        groups[known].append(index)
      } else {
        groups.append([index])
      }
    }
    return groups
  }
}
