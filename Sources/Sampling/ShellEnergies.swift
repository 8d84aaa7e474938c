import Crystals

/// Energies between Li on 16d by shell of distance, as a cluster expansion cut after pairs gives.
public struct ShellEnergies: Sendable, Equatable {
  public struct Shell: Sendable, Equatable {
    /// Å.
    public var distance: Double
    /// J in eV for each pair of Li at that distance.
    public var energy: Double

    public init(distance: Double, energy: Double) {
      self.distance = distance
      self.energy = energy
    }
  }

  public let shells: [Shell]
  /// Where the energies come from, as written into files.
  public let name: String

  /// Distances nearer than this belong to the same shell, in Å.
  public static let tolerance = 0.2

  /// Six shells fitted to energies of CHGNet 0.3.0 for orderings of the 42-atom cell; leave-one-out
  /// error 0.18 eV per 42 atoms. Distances for a = 8.40 Å.
  public static let fitted = ShellEnergies(
    shells: zip(
      [2.97, 5.14, 5.94, 6.64, 7.86, 8.40], [1.20, 0.36, 0.33, 0.14, 0.13, 0.04]
    ).map { Shell(distance: $0, energy: $1) },
    name: "six Li-Li pair shells fitted to CHGNet 0.3.0 energies")

  init(shells: [Shell], name: String) {
    self.shells = shells
    self.name = name
  }

  /// The shell that a distance in Å belongs to; nil for none.
  func index(near distance: Double) -> Int? {
    let nearest = shells.indices.min {
      abs(shells[$0].distance - distance) < abs(shells[$1].distance - distance)
    }
    return nearest.flatMap {
      abs(shells[$0].distance - distance) < Self.tolerance ? $0 : nil
    }
  }

  /// Reads a table: a distance in Å and an energy in eV a line; `#` begins a remark.
  ///
  /// - Throws: `shells` for a line of anything else, two distances of one shell, or no line.
  public init(parsing bytes: [UInt8], file: String) throws(SamplingError) {
    var found: [Shell] = []
    var number = 0
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let text = String(decoding: part, as: UTF8.self)
      let content = text.prefix { $0 != "#" }
      let words = content.split { $0 == " " || $0 == "\t" || $0 == "," || $0.isNewline }
      if words.isEmpty { continue }
      guard words.count == 2, let distance = Double(words[0]), let energy = Double(words[1]),
        distance > 0.5, distance < 30, abs(energy) < 1000
      else {
        throw .shells(
          file: file, line: number, found: "'\(escaped(content))'",
          expected: "a distance of 0.5 to 30 Å and an energy in eV")
      }
      if let other = found.first(where: { abs($0.distance - distance) < 2 * Self.tolerance }) {
        throw .shells(
          file: file, line: number,
          found: "a shell at \(distance) Å after one at \(other.distance) Å",
          expected: "shells at least \(2 * Self.tolerance) Å apart")
      }
      found.append(Shell(distance: distance, energy: energy))
    }
    guard !found.isEmpty else {
      throw .shells(
        file: file, line: number, found: "no shell", expected: "a distance and an energy a line")
    }
    let base = file.split(separator: "/").last.map(String.init) ?? file
    self.init(shells: found, name: "Li-Li pair shells of \(base)")
  }
}
