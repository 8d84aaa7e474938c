/// How the cell of the Structure screen is looked at.
struct StructurePane: Sendable {
}
