import ArgumentParser
import Crystals
import Engine
import Formats
import Sampling
import Tensors

struct GenerateDatasetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset",
    abstract: "Rattled and strained 42-atom structures over the six Li/Ti orderings.",
    discussion: """
      Ideal Fd-3m positions, Gaussian rattle (Li 1.5 times as much in half of the structures), \
      symmetric strain; nothing is relaxed. The key ordering counts as in generate orderings. \
      --label point-charge adds the EFG of formal charges (Li +1, Ti +4, O -2) by Ewald summation \
      as efg: good for trying out, no substitute for an electronic structure. A seed gives the same \
      file whatever the number of threads.

      Example:
        spinel generate dataset -o rattled.extxyz --count 1640 --label point-charge
      """)

  @Option(name: .shortAndLong, help: ArgumentHelp(StructureFormat.outputHelp, valueName: "file"))
  var output: String
  @Option(help: "How many structures.")
  var count = 1640
  @Option(
    help: ArgumentHelp(
      "Standard deviation of the rattle in Å, drawn for each structure between these.",
      valueName: "from,to"),
    transform: GenerateDatasetCommand.parseRange)
  var rattle: ClosedRange<Double> = 0.01...0.12
  @Option(help: "Largest strain along an axis; shears are up to a quarter of it.")
  var strain = 0.03
  @Option(help: "Seed of everything drawn.")
  var seed: UInt64 = 1
  @Option(help: "Tensors to add: point-charge.")
  var label: Label?
  @OptionGroup var lattice: LatticeOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var quiet: QuietOption

  enum Label: String, ExpressibleByArgument, CaseIterable {
    case pointCharge = "point-charge"
  }

  private static func parseRange(_ text: String) throws -> ClosedRange<Double> {
    let bounds = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low.isFinite,
      high.isFinite, low <= high
    else {
      throw ValidationError(
        "\(escaped(text)) is no range; expected two numbers in Å such as 0.01,0.12.")
    }
    return low...high
  }

  func validate() throws {
    guard (1...1_000_000).contains(count) else {
      throw ValidationError("--count is \(count); expected 1 to 1000000.")
    }
  }

  func run() throws {
    let form = try StructureFormat.output(output, of: count, advice: "--count 1")
    let file = try AtomicFile(output)
    let structures = try RattledStructures(
      .init(
        rattle: rattle, strain: strain, seed: seed, lattice: lattice.value(),
        isLabelled: label == .pointCharge))
    let job = Job()
    let interrupt = Interrupt(cancelling: job)
    defer { interrupt.stop() }
    let bar = ProgressBar("structures", quiet: quiet.quiet)
    var report = DatasetReport(bonds: try BondLengths(ideals: structures.ideals))
    let start = monotonicSeconds()
    // A slice at a time bounds the memory of large sets.
    for first in stride(from: 0, to: count, by: Self.sliceCount) {
      let slice = try concurrentMap(
        min(Self.sliceCount, count - first), threads: threads.count, job: job
      ) { part in
        let made = try structures.structure(first + part)
        return (made, try form.bytes(made))
      }
      for (part, made) in slice.enumerated() {
        guard let (structure, bytes) = made else {
          bar.clear()
          file.discard()
          throw Failure("interrupted; \(escaped(output)) is as it was", status: Failure.interrupted)
        }
        report.add(structure, ideal: (first + part) % structures.ideals.count)
        try file.append(bytes)
      }
      let done = min(first + Self.sliceCount, count)
      let elapsed = monotonicSeconds() - start
      bar.update(
        Progress(done: done, total: count, rate: Double(done) / elapsed, elapsed: elapsed))
    }
    bar.clear()
    try file.commit()
    if !quiet.quiet { spinel.report(report.text) }
  }

  private static let sliceCount = 64
}
