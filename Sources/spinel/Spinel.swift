import ArgumentParser

@main
struct Spinel: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "spinel")
  func run() throws {}
}
