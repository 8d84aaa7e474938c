import Screen
import Spectra
import Testing

@testable import Explorer

@Suite("Configuration files") struct ConfigurationTests {
  private func read(_ text: String) -> Configuration { Configuration(text, file: "config.toml") }

  @Test("every entry is taken")
  func entries() {
    let found = read(
      """
      theme = "light"
      color = "256"
      glyphs = "ascii"
      mouse = false
      field = [1, 1.0, 0]
      threshold = 25
      peaks = 3
      isotopes = ["7Li=-40.6"]
      [keys]
      logarithmic = ["f5"]
      help = ["?", "c-x"]
      """)
    #expect(found.problems == [])
    #expect(found.theme == "light" && found.colors == .colors256 && found.glyphs == .ascii)
    #expect(!found.mouse && found.peaks == 3 && found.threshold == .counts(25))
    #expect(found.isotopes.first?.quadrupoleMoment == -40.6)
    #expect(found.settings.peakCount == 3 && found.settings.threshold == .counts(25))
    #expect(abs(found.settings.field.unit.x - 0.5.squareRoot()) < 1e-12)
    #expect(found.keyMap.command(for: .function(5), in: .regions)?.name == "logarithmic")
    #expect(found.keyMap.command(for: .control("x"), in: .site)?.name == "help")
    #expect(found.keyMap.command(for: .function(1), in: .site) == nil)
  }

  @Test(
    "what is wrong is told with file, line and key, and keeps its standard value",
    arguments: [
      ("theme = 3", 1, "theme", "the number 3"), ("\ncolor = \"pink\"", 2, "color", "pink"),
      ("glyphs = \"runes\"", 1, "glyphs", "unicode or ascii"),
      ("mouse = \"no\"", 1, "mouse", "true or false"),
      ("field = [0, 0, 0]", 1, "field", "not all zero"), ("field = 1", 1, "field", "three numbers"),
      ("threshold = -1", 1, "threshold", "above 0"), ("peaks = 0", 1, "peaks", "1 to 99"),
      ("isotopes = [\"Li\", 7]", 1, "isotopes", "7Li=-40.1"),
      ("speed = 9", 1, "speed", "no such key"), ("keys = 4", 1, "keys", "a table"),
      ("# keys\n[keys]\nfly = [\"f5\"]", 3, "keys.fly", "no such command"),
      ("[keys]\nhelp = \"f5\"", 2, "keys.help", "a list"),
      ("[keys]\nhelp = [\"hyper-x\"]", 2, "keys.help", "hyper-x"),
      ("[keys]\n\nlogarithmic = [\"q\"]", 3, "keys.logarithmic", "would run both"),
      ("theme = \u{1B}", 1, "", "control"),
    ])
  func problems(text: String, line: Int, key: String, words: String) throws {
    let found = read(text + "\n")
    let problem = try #require(found.problems.first)
    #expect(problem.line == line && problem.key == key)
    #expect(problem.problem.contains(words), "\(problem)")
    #expect(problem.description.hasPrefix("config.toml:\(line): "))
    #expect(!problem.description.contains("\u{1B}"))
    #expect(found.settings == Settings())
    for command in Commands.all {
      for view in command.views {
        for key in command.keys {
          #expect(found.keyMap.command(for: key, in: view)?.name == command.name)
        }
      }
    }
  }

  @Test("the rest of a file with a fault counts, and two commands may swap their keys")
  func rest() {
    let found = read(
      "peaks = 99999\nthreshold = 12\n[keys]\nfly = []\nundo = [\"R\"]\npredict = [\"u\"]")
    #expect(found.problems.count == 2)
    #expect(found.threshold == .counts(12))
    #expect(found.keyMap.command(for: .character("R"), in: .site)?.name == "undo")
    #expect(found.keyMap.command(for: .character("u"), in: .site)?.name == "predict")
  }

  @Test("the printed configuration changes nothing, and without its comment signs it is right")
  func printed() {
    let text = Configuration.commented(themes: ["dark", "light"])
    let asPrinted = read(text)
    #expect(asPrinted.problems == [] && asPrinted.settings == Settings())
    #expect(asPrinted.theme == nil && asPrinted.isotopes.isEmpty && asPrinted.mouse)
    // Lines that hold an entry become entries.
    let entries = text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      return words.count > 3 && words[0] == "#" && words[2] == "=" ? line.dropFirst(2) : line
    }.joined(separator: "\n")
    let found = read(entries)
    #expect(found.problems == [])
    #expect(found.theme == "dark" && found.threshold == .standard && found.peaks == 5)
    #expect(found.settings == Settings())
    for command in Commands.all { #expect(found.keyMap.keys(of: command) == command.keys) }
  }
}
