import Engine
import Screen

/// The table of a list's sites, as the Regions and Sites screens show it.
///
/// - Parameters:
///   - fields: The columns; nil for those the user chose.
///   - active: The column the keyboard acts on; where there is little room, the columns farthest
///     from it are left out.
///   - sort: What the list is sorted by; nil for what the user chose.
func siteTable(
  _ state: State, _ list: SiteList, fields: [SiteField]? = nil, active: Int? = nil,
  sort: SortKey? = nil
) -> Table {
  let look = state.look
  let fields = fields ?? state.settings.columns
  let columns = state.columns(Set(fields))
  let order = (sort ?? state.settings.sort.first).flatMap { key in
    fields.firstIndex(of: key.field).map {
      Table.Order(column: $0, ascending: !key.descending)
    }
  }
  var table = Table(
    columns: fields.enumerated().map { place, field in
      Table.Column(
        look.text(field.heading),
        width: max(field.width, TextWidth.of(look.text(field.heading))),
        weight: field == .note ? 1 : nil,
        alignment: field.kind == .text ? .left : .right,
        priority: place < 2 ? fields.count : -abs(place - (active ?? 0)))
    }, rowCount: list.count
  ) { place, column in
    guard let row = list.row(place), row < state.table.count else { return Table.Item("") }
    let field = fields[column]
    let text = state.cellText(field, row, columns, width: field.width)
    switch field {
    case .region:
      let number = columns.value(.region, row: row)
      return Table.Item(
        look.text(text), look.regionStyle(number.isNaN || number < 0 ? 0 : Int(number)).bold)
    case .siteType: return Table.Item(text, look.style(state.table.siteType[row].role))
    case .tag: return Table.Item(text, look.style(.accent))
    case .note: return Table.Item(text, look.style(.dim))
    default: return Table.Item(look.text(text))
    }
  }
  table.firstRow = list.top
  table.selectedRow = list.count > 0 ? list.cursor : nil
  table.order = order
  table.activeColumn = active
  table.showsMarks = !state.annotations.marks.isEmpty
  table.isMarked = { place in state.annotations.marks.contains(list.row(place) ?? -1) }
  table.focused = state.view != .regions
  return table
}
