extension State {
  /// Asks for the rows of the list on screen where they are out of date.
  mutating func arrangeLists() -> [Effect] {
    var effects: [Effect] = []
    if view == .regions { regionsPane.list.scope = focus }
    let owner = listOwner
    var list = SiteList()
    swap(&list, &self.list)
    let wanted = basis(list.scope, of: owner)
    if list.basis != wanted, list.pending?.basis != wanted, !isWorthWaiting(list, wanted) {
      if wanted.isWholeTable {
        list.takeAll(wanted)
      } else {
        let request = request(wanted)
        list.await(request.id, wanted)
        effects.append(.arrange(request))
      }
    }
    swap(&list, &self.list)
    return effects
  }

  /// Whether an answer on its way differs from the wish by new rows only: asking again for every
  /// batch would never let a list come up.
  private func isWorthWaiting(_ list: SiteList, _ wanted: SiteList.Basis) -> Bool {
    guard var pending = list.pending?.basis,
      pending.rowCount < wanted.rowCount || pending.compared < wanted.compared
    else { return false }
    (pending.rowCount, pending.compared) = (wanted.rowCount, wanted.compared)
    pending.regions = wanted.regions
    return pending == wanted
  }

  private func basis(_ scope: SiteList.Scope, of owner: View) -> SiteList.Basis {
    var basis = SiteList.Basis(
      scope: scope, filter: filterExpression, sort: settings.sort, rowCount: table.count,
      generation: generation, predictions: predictionRevision)
    if owner == .regions { basis.structures = structuresShown }
    if owner == .outliers { basis.sort = [settings.outlierScore.order] }
    let fields = basis.fields
    let usesField: Set<SiteField> = [
      .omegaQ, .absoluteOmegaQ, .theta, .phi, .error, .uncertainty,
    ]
    if !fields.isDisjoint(with: usesField) { basis.field = fieldRevision }
    if !fields.isDisjoint(with: SiteField.ofRegions) { basis.regions = regionRevision }
    if !fields.isDisjoint(with: [.tag, .note, .marked]) { basis.annotations = annotationRevision }
    if fields.contains(.error) {
      (basis.comparison, basis.compared) = (comparisonBasis.model, comparisonBasis.rowCount)
    }
    return basis
  }

  private mutating func request(_ basis: SiteList.Basis) -> ArrangeRequest {
    defer { nextRequest += 1 }
    return ArrangeRequest(
      id: nextRequest, columns: columns(basis.fields), filter: basis.filter,
      scope: basis.scopeExpression, sort: basis.sort)
  }
}

extension SiteList.Basis {
  /// Scope and structures as a condition.
  var scopeExpression: FilterExpression? {
    let structure = structures.map { range in
      FilterExpression.and(
        .compare(.greaterOrEqual, .field(.structure), .number(Double(range.lowerBound))),
        .compare(.less, .field(.structure), .number(Double(range.upperBound))))
    }
    let scope: FilterExpression? =
      switch scope {
      case .all: nil
      case .region(let number):
        .compare(.equal, .field(.region), .number(Double(number)))
      case .bins(let bins): .bins(bins)
      }
    if let scope, let structure { return .and(structure, scope) }
    return scope ?? structure
  }

  var fields: Set<SiteField> {
    (filter?.fields ?? []).union(sort.map(\.field)).union(scopeExpression?.fields ?? [])
  }

  var isWholeTable: Bool { scopeExpression == nil && filter == nil && sort.isEmpty }
}
