extension Commands {
  /// The Outliers screen: sites ranked by how odd they are.
  static let outliersView: [Command] = []
}
