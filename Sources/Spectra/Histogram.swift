import CKernels

/// How many values each bin holds, and how many no bin holds.
public struct Histogram: Sendable, Equatable {
  public let binning: Binning
  /// One count a bin.
  public private(set) var counts: [Int]
  /// Values beyond the range, infinities included.
  public private(set) var outOfRange = 0
  /// NaN: sites without a prediction.
  public private(set) var withoutPrediction = 0

  /// An empty histogram.
  public init(_ binning: Binning) {
    self.binning = binning
    counts = Array(repeating: 0, count: binning.count)
  }

  /// The histogram of values in single precision.
  public init(of values: [Float], _ binning: Binning) {
    self.init(binning)
    add(values)
  }

  /// The histogram of values in double precision.
  public init(of values: [Double], _ binning: Binning) {
    self.init(binning)
    add(values)
  }

  /// A histogram counted elsewhere; without edges its bins are numbered 0, 1, ….
  ///
  /// - Throws: `SpectraError.counts` for negative counts or too large a sum; `SpectraError.edges`
  ///   for edges of the wrong number or not increasing.
  public init(counts: [Int], edges: [Double]? = nil) throws(SpectraError) {
    var total = 0
    for (bin, count) in counts.enumerated() {
      let (sum, overflow) = total.addingReportingOverflow(count)
      if count < 0 || overflow { throw .counts(bin: bin, found: count) }
      total = sum
    }
    if let edges {
      guard edges.count == counts.count + 1, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 })
      else { throw .edges(found: edges.count, expected: counts.count + 1) }
      binning = Binning(checked: edges)
    } else {
      binning = Binning(numbered: counts.count)
    }
    self.counts = counts
  }

  public var edges: [Double] { binning.edges }

  /// Sites with a prediction: binned or out of range. The N of a density-scaled threshold.
  public var predicted: Int { counts.reduce(0, +) + outOfRange }

  /// All values: binned, out of range, without prediction.
  public var total: Int { predicted + withoutPrediction }

  /// Adds values and returns the bin of each, −1 for those out of range and for NaN.
  public mutating func addLocating(_ values: [Float]) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: values.count) { bins, initialized in
      add(values, bins: bins.baseAddress)
      initialized = values.count
    }
  }

  /// Adds what a histogram with the same bins holds.
  public mutating func add(_ other: Histogram) {
    precondition(other.binning == binning, "histograms with different bins")
    for bin in counts.indices { counts[bin] += other.counts[bin] }
    outOfRange += other.outOfRange
    withoutPrediction += other.withoutPrediction
  }

  /// Adds values.
  public mutating func add(_ values: [Float]) { add(values, bins: nil) }

  /// Adds values in double precision and returns the bin of each, −1 as for single precision.
  @discardableResult
  public mutating func add(_ values: [Double]) -> [Int32] {
    values.map { value in
      if let bin = binning.bin(of: value) {
        counts[bin] += 1
        return Int32(bin)
      }
      if value.isNaN { withoutPrediction += 1 } else { outOfRange += 1 }
      return -1
    }
  }

  private mutating func add(_ values: [Float], bins: UnsafeMutablePointer<Int32>?) {
    // The kernel guesses bins by division, which only equal bins allow.
    guard binning.count > 0, binning.isEqual else {
      let found: [Int32] = add(values.map(Double.init))
      bins?.update(from: found, count: found.count)
      return
    }
    var scratch = [Int64](repeating: 0, count: 3 * binning.count)
    var added = [Int64](repeating: 0, count: binning.count)
    let losses = binning.edges.withUnsafeBufferPointer { edges in
      var range = bin_edges(
        lower: binning.lower, upper: binning.upper, count: Int32(binning.count),
        edges: edges.baseAddress)
      return bin_values(&range, values, values.count, bins, &added, &scratch)
    }
    for bin in counts.indices { counts[bin] += Int(added[bin]) }
    outOfRange += Int(losses.out_of_range)
    withoutPrediction += Int(losses.missing)
  }
}
