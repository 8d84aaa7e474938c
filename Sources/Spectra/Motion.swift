/// The tensor that nuclei feel which exchange fast over all sites given: the mean of the raw tensors
/// in the laboratory's frame, m = −2…2 in atomic units.
///
/// Its ω_Q is what is left of the splitting. Means of C_Q or of |ω_Q| would be wrong: tensors of
/// different orientation and sign cancel.
/// - Parameters:
///   - components: `components[m + 2][site]` in atomic units.
///   - rows: the sites visited, alike in time; nil for all.
/// - Returns: the five components and how many sites they are the mean of; nil where no site has a
///   tensor.
public func fastExchangeTensor(
  components: [[Float]], rows: [Int32]? = nil
) -> (components: [Double], sites: Int)? {
  var sums = [Double](repeating: 0, count: 5)
  var count = 0
  withColumns(components) { columns in
    let all = 0..<components[0].count
    func add(_ site: Int) {
      var five = SIMD8<Double>.zero
      for m in 0..<5 { five[m] = Double(columns[m]?[site] ?? .nan) }
      guard five.sum().isFinite else { return }
      for m in 0..<5 { sums[m] += five[m] }
      count += 1
    }
    if let rows {
      for row in rows where all.contains(Int(row)) { add(Int(row)) }
    } else {
      for site in all { add(site) }
    }
  }
  return count > 0 ? (sums.map { $0 / Double(count) }, count) : nil
}
