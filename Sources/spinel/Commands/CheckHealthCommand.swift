import ArgumentParser
import Engine
import Glibc
import LinearAlgebra
import Terminal

struct CheckHealthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkhealth",
    abstract: "What terminal, libraries and data folders are, and what to do where one is poor.",
    discussion: """
      Example:
        spinel checkhealth
      """)

  func run() throws {
    var lines = terminalHealth()
    lines.append(
      HealthLine("linear algebra", "\(Threads.configuration), kernels \(Threads.kernel)"))
    lines.append(HealthLine("processors", "\(activeProcessorCount())"))
    for file in [ProgramData.structures, ProgramData.model] where access(file, R_OK) != 0 {
      lines.append(
        HealthLine("samples", "\(file) is missing", advice: "install SampleData with the program"))
    }
    let width = lines.map(\.topic.count).max() ?? 0
    for line in lines {
      let filling = String(repeating: " ", count: width - line.topic.count)
      var text = "\(line.isGood ? "ok  " : "poor")  \(line.topic)\(filling)  \(line.finding)"
      if let advice = line.advice {
        text += "\n      \(String(repeating: " ", count: width))  → \(advice)"
      }
      try output(text + "\n")
    }
  }
}
