import Foundation
import Testing

@Suite("Help")
struct HelpTests {
  private static let commands = [
    [], ["explore"], ["predict"], ["observables"], ["regions"], ["train"], ["tune"], ["evaluate"],
    ["learning-curve"], ["features"], ["generate"], ["bench"], ["checkhealth"], ["themes"],
  ]

  @Test("of every command has an example that begins with its name", arguments: commands)
  func examples(command: [String]) throws {
    let result = try Program.run(command + ["--help"])
    #expect(result.status == 0 && result.errors.isEmpty)
    let lines = result.text.split(separator: "\n").map { $0.drop { $0 == " " } }
    let heading = try #require(lines.firstIndex { $0.hasPrefix("Example") })
    #expect(
      lines[heading...].contains { $0.hasPrefix((["spinel"] + command).joined(separator: " ")) })
  }

  @Test("lists every command")
  func overview() throws {
    let text = try Program.run(["--help"]).text
    for command in Self.commands.flatMap({ $0 }) { #expect(text.contains("  \(command) ")) }
  }

  @Test("completion scripts are made for the shells", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let result = try Program.run(["--generate-completion-script", shell])
    #expect(result.status == 0 && result.errors.isEmpty)
    for word in ["predict", "--model", "--threshold", "checkhealth"] {
      #expect(result.text.contains(word.drop { shell == "fish" && $0 == "-" }), "\(word)")
    }
    if shell == "bash" {
      try Program.withFolder { folder in
        let script = try folder.write(result.text, as: "completion")
        let check = Process()
        check.executableURL = URL(fileURLWithPath: "/bin/bash")
        check.arguments = ["-n", script]
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0)
      }
    }
  }

  @Test("the version is told")
  func version() throws {
    let result = try Program.run(["--version"])
    #expect(result.status == 0)
    #expect(result.text.split(separator: ".").count == 3)
  }
}
