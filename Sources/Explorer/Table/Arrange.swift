/// Which rows of the table a list shows, and in which order: all that is needed to find them.
public struct ArrangeRequest: Sendable {
  /// Comes back with the answer; a list drops answers to older requests.
  public let id: Int
  let columns: SiteColumns
  let filter: FilterExpression?
  let scope: FilterExpression?
  let sort: [SortKey]
}

/// The rows that pass a request's scope and filter, in the order asked for.
///
/// Runs off the drawing thread; a million rows take some tens of milliseconds.
public func arrange(_ request: ArrangeRequest) -> [Int32] {
  var rows: [Int32] = []
  let condition: FilterExpression? =
    switch (request.scope, request.filter) {
    case (let scope?, let filter?): .and(scope, filter)
    case (let one, let other): one ?? other
    }
  if let condition {
    FilterEvaluation.rows(passing: condition, in: request.columns) { rows.append(Int32($0)) }
  } else {
    rows = (0..<Int32(request.columns.count)).map { $0 }
  }
  RowOrder.sort(&rows, by: request.sort, in: request.columns)
  return rows
}
