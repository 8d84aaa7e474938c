/// What the Model screen shows.
struct ModelPane: Sendable {
}
