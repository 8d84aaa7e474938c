extension Commands {
  /// The Model screen: what the model is and how good.
  static let modelView: [Command] = []
}
