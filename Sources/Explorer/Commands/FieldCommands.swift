extension Commands {
  /// The Field screen: the field direction on a map, and powder patterns.
  static let fieldView: [Command] = []
}
