/// What the Field screen shows.
struct FieldPane: Sendable {
}
