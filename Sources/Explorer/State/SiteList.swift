/// Rows of the site table in some order, with a cursor: a list on screen.
public struct SiteList: Sendable {
  /// Which part of the table the list is about, before the filter.
  enum Scope: Sendable, Equatable {
    case all
    case region(Int)
    case bins(ClosedRange<Int>)
  }

  /// Everything the rows follow from; when it changes the rows are asked for anew.
  struct Basis: Sendable, Equatable {
    var scope: Scope
    var filter: FilterExpression?
    var sort: [SortKey]
    var rowCount: Int
    var generation: Int
    /// `State.predictionRevision`.
    var predictions: Int
    /// The structures shown; nil for all.
    var structures: Range<Int>?
    /// The model compared with, and the rows that have something to be compared with, where errors
    /// are read.
    var comparison: Int?
    var compared = 0
    /// Revisions of what filter, scope or sort read; 0 for what they do not read.
    var field = 0
    var regions = 0
    var annotations = 0
  }

  var scope = Scope.all
  /// The rows in order; nil for the whole table in file order.
  private(set) var rows: [Int32]?
  private(set) var cursor = 0
  var top = 0
  private(set) var basis: Basis?
  /// The request whose answer is awaited.
  private(set) var pending: (id: Int, basis: Basis)?
  private var tableCount = 0
  /// A row the cursor goes to once the list holds it.
  private var sought: Int?

  /// Rows in the list.
  var count: Int { rows?.count ?? tableCount }

  /// The table's row at a place of the list.
  func row(_ place: Int) -> Int? {
    guard place >= 0, place < count else { return nil }
    return rows.map { Int($0[place]) } ?? place
  }

  /// The table's row under the cursor.
  var selected: Int? { row(cursor) }

  var isPending: Bool { pending != nil }

  mutating func move(by step: Int) { move(to: cursor + step) }
  mutating func move(to place: Int) {
    cursor = min(max(0, place), max(0, count - 1))
    sought = nil
  }

  /// Moves to a row of the table, or waits for it to come with the next rows.
  mutating func seek(_ row: Int) {
    if let place = place(of: row) { move(to: place) } else { sought = row }
  }

  /// Where in the list a row of the table is; nil where it is not.
  func place(of row: Int) -> Int? {
    guard let rows else { return (0..<tableCount).contains(row) ? row : nil }
    return rows.firstIndex(of: Int32(row))
  }

  /// Keeps the cursor among the `visible` rows from `top` on.
  mutating func scroll(visible: Int) {
    let visible = max(1, visible)
    if cursor < top { top = cursor }
    if cursor >= top + visible { top = cursor - visible + 1 }
    top = min(max(0, top), max(0, count - visible))
  }

  /// Notes that rows are asked for.
  mutating func await(_ id: Int, _ basis: Basis) { pending = (id, basis) }

  /// Takes the whole table in file order.
  mutating func takeAll(_ basis: Basis) {
    take(nil, count: basis.rowCount, basis)
  }

  /// Takes an answer; false if it is not the one awaited.
  mutating func take(_ rows: [Int32], request: Int) -> Bool {
    guard let pending, pending.id == request else { return false }
    take(rows, count: pending.basis.rowCount, pending.basis)
    return true
  }

  /// Takes rows; the cursor stays on its site when only the order or more rows are new.
  private mutating func take(_ rows: [Int32]?, count: Int, _ basis: Basis) {
    let site = self.basis?.generation == basis.generation ? selected : nil
    let atStart = cursor == 0
    self.rows = rows
    tableCount = count
    self.basis = basis
    pending = nil
    if let sought, let place = place(of: sought) {
      move(to: place)
    } else if let site, !atStart {
      if let rows { move(to: rows.firstIndex(of: Int32(site)) ?? 0) } else { move(to: site) }
    } else {
      move(to: cursor)
    }
  }
}
