import Crystals
import Formats
import Support
import Testing

@Suite("Damaged files are read or refused, never more") struct DamagedFileTests {
  /// A text of each form, and the magres files of the references.
  static let samples: [(name: String, bytes: [UInt8])] =
    StructureTexts.all.map { ($0.0, Array($0.1.utf8)) }
    + ["quartz_no_efg", "silicon", "synthetic_fused"].map { name in
      let path = "\(goldensFolder)/nmr/magres/\(name).magres"
      return ("\(name).magres", (try? FileBytes.read(path)) ?? [])
    }

  /// Reads bytes as a file; false where they are refused, as they must be then.
  private static func isRead(_ bytes: [UInt8], as name: String) -> Bool {
    do {
      let found = try StructureReader.parse(bytes, file: name)
      #expect(!found.isEmpty)
      #expect(found.allSatisfy { $0.positions.count == $0.count && $0.count >= 0 })
      return true
    } catch {
      #expect(error.kind == .badData)
      #expect(error.line != nil, "\(error)")
      let message = "\(error)"
      #expect(message.contains("; expected "), "\(message)")
      #expect(message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
      return false
    }
  }

  @Test("cut anywhere", arguments: samples.indices)
  func cuts(sample: Int) {
    let (name, bytes) = Self.samples[sample]
    #expect(bytes.count > 100)
    let ends = Array(stride(from: 0, to: bytes.count, by: bytes.count > 4000 ? 10 : 1))
    let refused = ends.count { !Self.isRead(Array(bytes[..<$0]), as: name) }
    #expect(refused > ends.count / 3, "\(name)")
  }

  @Test("with bytes changed, left out and put in", arguments: samples.indices)
  func changes(sample: Int) {
    let (name, bytes) = Self.samples[sample]
    var generator = SplitMix64(seed: UInt64(sample) + 1)
    // What stands in such files is likelier to mislead than any byte.
    let common = Array("0123456789+-.eE \n\r\t_'\"[];:#!%,xyzTF".utf8)
    var refused = 0
    for _ in 0..<1500 {
      var changed = bytes
      for _ in 0...generator.next() % 3 {
        let place = Int(generator.next() % UInt64(changed.count))
        let draw = generator.next()
        let byte =
          draw & 1 == 0
          ? UInt8(truncatingIfNeeded: draw >> 8) : common[Int(draw >> 8) % common.count]
        switch generator.next() % 4 {
        case 0: changed.remove(at: place)
        case 1: changed.insert(byte, at: place)
        default: changed[place] = byte
        }
      }
      if !Self.isRead(changed, as: name) { refused += 1 }
    }
    #expect(refused > 100 && refused < 1500, "\(name): \(refused)")
  }

  @Test("with two lines exchanged or a line twice", arguments: samples.indices)
  func lines(sample: Int) {
    let (name, bytes) = Self.samples[sample]
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    for line in 0..<(lines.count - 1) {
      var swapped = lines
      swapped.swapAt(line, line + 1)
      _ = Self.isRead(Array(swapped.joined(separator: [10])), as: name)
      var doubled = lines
      doubled.insert(lines[line], at: line)
      _ = Self.isRead(Array(doubled.joined(separator: [10])), as: name)
    }
  }

  private static let names = ["a.extxyz", "a.magres", "POSCAR", "a.cif", "a.cell", "a.dat"]

  @Test("nothing, blank lines, zeros and noise under any name", arguments: names)
  func noise(name: String) {
    var generator = SplitMix64(seed: 7)
    let noise = (0..<100_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let newlines = [UInt8](repeating: 10, count: 100_000)
    for bytes in [[], newlines, [UInt8](repeating: 0, count: 100_000), [0xFF] + noise] {
      #expect(!Self.isRead(bytes, as: name))
    }
    // Behind the beginning that tells the form.
    for (_, good) in Self.samples {
      let half = Array(good[..<(good.count / 2)])
      _ = Self.isRead(half + noise, as: name)
      _ = Self.isRead(half + newlines, as: name)
    }
  }

  @Test(
    "a line of many megabytes",
    arguments: ["a.magres", "POSCAR", "a.cell", "a.xyz"])
  func longLine(name: String) {
    #expect(!Self.isRead([UInt8](repeating: UInt8(ascii: "1"), count: 17 << 20), as: name))
  }

  @Test("quotes and brackets nested a hundred thousand times")
  func nesting() {
    func many(_ text: String) -> String { String(repeating: text, count: 100_000) }
    for opening in ["[", "{", "\"'", "[\"", "\\\"", "_JSON [", "_JSON {\"a\":"] {
      for value in [many(opening), "\"" + many(opening) + "\"", "[" + many(opening) + "]"] {
        _ = Self.isRead(Array("1\na=\(value)\nLi 0 0 0\n".utf8), as: "a.extxyz")
      }
    }
    for quote in ["'", "\"", "' ", "\" '", "\n;", "\n; "] {
      _ = Self.isRead(
        Array((CIFTests.cell(CIFTests.sites) + "_x \(many(quote))\n").utf8), as: "a.cif")
    }
    for opening in ["[atoms]\n", "[a]\n", "<a>\n", "%BLOCK a\n", "loop_\n", "data_a\n"] {
      _ = Self.isRead(Array(many(opening).utf8), as: "a")
    }
  }
}
