/// The first-order spectrum of nuclei in a powder: satellites of every site over all directions of
/// the field, and the central line.
///
/// Intensities are shares per kHz in equal bins from −reach to reach: both lists together sum to
/// 1/`binWidth` but for what broadening spreads beyond the ends.
public struct PowderPattern: Sendable, Equatable {
  /// Where the last bin ends, in kHz from the central line.
  public let reach: Double
  /// The width of a bin in kHz.
  public let binWidth: Double
  public let satellites: [Double]
  public let central: [Double]
  /// Sites that have a tensor.
  public let siteCount: Int
  /// ⟨ω_Q²⟩ over sites and directions in kHz², by ω_max²(1 + η²/3)/5.
  public let secondMoment: Double
  /// The largest ω_max in kHz.
  public let largestSplitting: Double

  /// Where to end a picture in kHz: few sites of far larger splitting than the others are beyond.
  public let mainReach: Double

  /// Bins on either side of the central line.
  public static let bins = 512

  /// The pattern of sites.
  ///
  /// Each site's pattern is put into the bins by its exact cumulative distribution. More sites than
  /// `PowderClasses.mostExact` are gathered in classes of like ω_max and η first, so that the cost is
  /// bounded.
  /// - Parameters:
  ///   - splittings: ω_max of each site in kHz, of any sign; NaN where it has no tensor.
  ///   - asymmetry: η of each site.
  ///   - spin: I, which tells the lines.
  ///   - reach: where to end in kHz; nil for what the pattern needs.
  ///   - isStale: asked now and then; true abandons the work.
  /// - Returns: nil if abandoned, or if no site has a tensor or the spin no lines.
  public init?(
    splittings: [Float], asymmetry: [Float], spin: Double, broadening: LineBroadening = .none,
    reach: Double? = nil, isStale: () -> Bool = { false }
  ) {
    let lines = QuadrupolarLines(spin: spin)
    guard let outermost = lines.satellites.last?.shift,
      let classes = PowderClasses(splittings: splittings, asymmetry: asymmetry)
    else { return nil }
    let needed = outermost * classes.largestSplitting * 1.04 + broadening.extent
    self.reach = reach ?? (needed > 0 ? needed : 1)
    binWidth = self.reach / Double(Self.bins)
    guard
      let half = classes.moduli(lines.satellites, binWidth: binWidth, bins: Self.bins, isStale)
    else { return nil }
    siteCount = classes.siteCount
    secondMoment = classes.secondMoment
    largestSplitting = classes.largestSplitting
    let spread = outermost * secondMoment.squareRoot()
    mainReach = spread > 0 ? min(self.reach, 4 * spread + broadening.extent) : self.reach
    // Each pair is mirrored, half of it on either side.
    let both = half.reversed() + half
    let perBin = 0.5 / (binWidth * Double(classes.siteCount))
    satellites = broadening.spread(both.map { $0 * perBin }, binWidth: binWidth)
    let (width, count) = (binWidth, Double(Self.bins))
    central = (0..<2 * Self.bins).map { bin in
      let low = (Double(bin) - count) * width
      let share = broadening.cumulative(at: low + width) - broadening.cumulative(at: low)
      return lines.central * share / width
    }
  }

  /// The middles of the bins in kHz.
  public var offsets: [Double] {
    (0..<satellites.count).map { (Double($0) + 0.5) * binWidth - reach }
  }
}
