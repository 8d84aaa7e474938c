extension Commands {
  /// The Structure screen: the cell in 3D, Li coloured by region.
  static let structureView: [Command] = []
}
