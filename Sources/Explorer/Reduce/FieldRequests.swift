import Glibc
import Spectra
import Tensors

extension State {
  /// Asks for what the Field screen lacks: its map and its powder pattern.
  mutating func computeField() -> [Effect] {
    guard view == .field, table.count > 0 else { return [] }
    let effects = askForMap() + askForPattern()
    refreshPresentMean()
    return effects
  }

  /// More sites than this are sampled first.
  static let sampleSize = 16_384

  private mutating func askForMap() -> [Effect] {
    let wanted = basis(of: sights.field.mapSet)
    let map = fieldPane.map
    if map.answered == wanted, map.answer?.isSample == false {
      fieldPane.map.forget()
      return []
    }
    if let asked = map.pending?.question, asked == wanted || asked.isOutgrown(by: wanted) {
      return []
    }
    let isFirst = map.answered != wanted
    let sites = rows(of: sights.field.mapSet)
    let (components, derived, field) = (table.components, derived, settings.field)
    let id = nextRequest
    nextRequest += 1
    fieldPane.map.ask(wanted, id: id)
    return [
      .compute(
        Computation(.fieldMap, id: id) { isStale in
          let rows = sites.rows(of: components[0].count)
          let count = rows?.count ?? components[0].count
          let isSample = isFirst && count > Self.sampleSize
          let used = isSample ? sample(of: rows, count: count, size: Self.sampleSize) : rows
          let map = FieldMap(
            components: components.map { gathered($0, used) },
            weights: { derived.along($0).splittingWeights }, isStale: isStale)
          if map == nil, isStale() { return nil }
          return .fieldMap(MeanMap(map: map, rows: rows, field: field, isSample: isSample))
        })
    ]
  }

  private mutating func askForPattern() -> [Effect] {
    let wanted = PatternQuestion(
      sites: basis(of: sights.field.patternSet),
      broadening: LineBroadening(sights.field.lineShape, width: lineWidth))
    if fieldPane.pattern.answered == wanted {
      fieldPane.pattern.forget()
      return []
    }
    if let asked = fieldPane.pattern.pending?.question,
      asked == wanted
        || asked.broadening == wanted.broadening
          && asked.sites.isOutgrown(by: wanted.sites)
    {
      return []
    }
    let sites = rows(of: sights.field.patternSet)
    let (components, vzz, asymmetry) = (table.components, table.vzz, table.asymmetry)
    let (isotope, field, isOne) = (isotope, settings.field, sights.field.patternSet == .site)
    let id = nextRequest
    nextRequest += 1
    fieldPane.pattern.ask(wanted, id: id)
    return [
      .compute(
        Computation(.powderPattern, id: id) { isStale in
          let rows = sites.rows(of: vzz.count)
          let scale = Float(isotope.splittingPerAtomicUnit)
          let splittings = gathered(vzz, rows).map { $0 * scale }
          let asymmetry = gathered(asymmetry, rows)
          let pattern = PowderPattern(
            splittings: splittings, asymmetry: asymmetry, spin: isotope.spin,
            broadening: wanted.broadening, isStale: isStale)
          if pattern == nil, isStale() { return nil }
          let exchange = fastExchangeTensor(components: components, rows: rows)
          return .powderPattern(
            SitePattern(
              pattern: pattern, exchange: exchange.flatMap { SphericalTensor($0.components) },
              siteCount: rows?.count ?? vzz.count, field: field,
              single: isOne && splittings.count == 1
                ? (Double(splittings[0]), Double(asymmetry[0])) : nil))
        })
    ]
  }

  /// The width of the lines: the one chosen, or a round number near a twentieth of the splittings.
  var lineWidth: Double {
    if let chosen = sights.field.lineWidth { return chosen }
    let couplings = table.quadrupolarCoupling
    var (sum, count) = (0.0, 0)
    for row in stride(from: 0, to: couplings.count, by: max(1, couplings.count / 500))
    where couplings[row].isFinite {
      sum += Double(couplings[row].magnitude)
      count += 1
    }
    guard sum > 0, isotope.splittingPrefactor > 0 else { return 1 }
    return LineWidths.nearest(to: sum / Double(count) * isotope.splittingPrefactor / 20)
  }

  /// Brings the mean for the field in use up to date.
  private mutating func refreshPresentMean() {
    guard let map = shownMap else {
      fieldPane.present = nil
      return
    }
    let (isOfAll, count) = (map.rows == nil, map.rows?.count ?? table.count)
    if let present = fieldPane.present, present.fieldRevision == fieldRevision,
      present.rowCount == count, present.isOfAll == isOfAll
    {
      return
    }
    fieldPane.present = meanModulus(of: omegaQ, rows: map.rows).map {
      PresentMean(
        fieldRevision: fieldRevision, rowCount: count, isOfAll: isOfAll, siteCount: $0.count,
        mean: $0.mean)
    }
  }
}

/// Rows drawn evenly, each at another place of its share: sites come in an order that repeats, which
/// equal steps could fall in with.
private func sample(of rows: [Int32]?, count: Int, size: Int) -> [Int32] {
  (0..<size).map { number in
    let turn = Double(number) * 0.618_033_988_749_895
    let place = (Double(number) + turn - turn.rounded(.down)) * Double(count) / Double(size)
    let row = min(Int(place), count - 1)
    return rows?[row] ?? Int32(row)
  }
}

/// Widths of lines in steps of 1, 2 and 5 times powers of ten.
enum LineWidths {
  static func nearest(to width: Double) -> Double {
    let power = pow(10, floor(log10(width)))
    let digit = width / power
    return (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power
  }

  /// The next width up or down; below 1 Hz lines are sharp.
  static func step(from width: Double, wider: Bool) -> Double {
    guard width > 0 else { return wider ? 0.001 : 0 }
    let next = nearest(to: width * (wider ? 2.2 : 1 / 2.2))
    return next < 0.0009 ? 0 : min(next, 1e6)
  }
}
