import Foundation

/// A file that cannot be used, as it lies in the test's folder, and what is said of it.
struct BadInput: Sendable, CustomStringConvertible {
  let description: String
  let name: String
  let content: @Sendable () -> Data?
  /// Pieces of the message, beginning with the place.
  let says: [String]
  var status: Int32 = 65

  private init(
    _ description: String, _ name: String, status: Int32 = 65, says: [String],
    _ content: @escaping @Sendable () -> Data?
  ) {
    self.description = description
    self.name = name
    self.content = content
    self.says = says
    self.status = status
  }

  /// Puts the file into a folder.
  func make(in folder: URL) throws {
    if let data = content() { try folder.write(data, as: name) }
  }

  static func text(
    _ description: String, says: [String], _ content: @escaping @Sendable () -> String
  ) -> BadInput {
    BadInput(description, "bad.extxyz", says: says) { Data(content().utf8) }
  }

  /// Structure files.
  static let structures: [BadInput] = [
    BadInput(
      "missing", "missing.extxyz", status: 66, says: ["missing.extxyz: No such file"], { nil }),
    BadInput("a directory", ".", status: 66, says: [".: a directory; expected a file"], { nil }),
    text("empty", says: ["bad.extxyz", "an empty file; expected"]) { "" },
    text("cut short", says: ["bad.extxyz:20: ", "after 18 atoms", "expected 42 atoms"]) {
      SampleFrames.text { $0.removeLast($0.count - 20) }
    },
    text("with fewer atoms than lines", says: ["bad.extxyz:44: ", "expected a number of atoms"]) {
      SampleFrames.text(2) { $0[0] = "41" }
    },
    text("with more atoms than lines", says: ["bad.extxyz:45: ", "expected 43 atoms, as line 1"]) {
      SampleFrames.text(2) { $0[0] = "43" }
    },
    text("with an absurd number of atoms", says: ["bad.extxyz:1: ", "expected a number of atoms"]) {
      SampleFrames.text { $0[0] = "99999999999999999999" }
    },
    text("with a position that is NaN", says: ["bad.extxyz:6: \"nan\"", "a finite coordinate"]) {
      SampleFrames.text { lines in
        var fields = lines[5].split(separator: " ").map(String.init)
        fields[1] = "nan"
        lines[5] = fields.joined(separator: " ")
      }
    },
    text("with a cell without volume", says: ["bad.extxyz:1: ", "span no volume"]) {
      SampleFrames.text { lines in
        let rest = lines[1].split(separator: "\"", maxSplits: 2)[2]
        lines[1] = "Lattice=\"1 0 0 0 1 0 1 1 0\"" + rest
      }
    },
    text(
      "with two atoms on one spot",
      says: ["bad.extxyz:1: ", "atom 0 (Li)", "atom 1 (Li)", "0.0 Å apart"]
    ) { SampleFrames.text { $0[3] = $0[2] } },
    text(
      "with an element among the neighbours that the model does not know",
      says: ["bad.extxyz:1: ", "atom 18 (Fe) is a neighbour", "Li, O, Ti"]
    ) { SampleFrames.text(replacing: "O", by: "Fe", first: 1) },
    text("with what is no element", says: ["bad.extxyz:3: \"Qq\"", "symbol of an element"]) {
      SampleFrames.text(replacing: "Li", by: "Qq", first: 1)
    },
    text("with terminal escapes in its comment", says: ["bad.extxyz:2: ", "an unclosed"]) {
      SampleFrames.text { $0[1] = "\u{1B}]0;pwned\u{7}\u{1B}[2J x='\u{1B}[31m" }
    },
    text("with terminal escapes for a number", says: ["bad.extxyz:1: \"\\u{1B}[31m42\""]) {
      SampleFrames.text { $0[0] = "\u{1B}[31m42" }
    },
  ]

  /// A file of structures, all fine but for the want of lithium.
  static let withoutLithium = text("without lithium", says: ["bad.extxyz: no atom of Li"]) {
    SampleFrames.text(replacing: "Li", by: "Ti", first: 8)
  }

  /// Model files.
  static let models: [BadInput] = [
    BadInput("missing", "missing.st", status: 66, says: ["missing.st: No such file"], { nil }),
    BadInput("a directory", ".", status: 66, says: [".: a directory; expected a file"], { nil }),
    BadInput("empty", "bad.st", says: ["bad.st", "expected"], { Data() }),
    BadInput("cut in half", "bad.st", says: ["bad.st", "where the file ends"]) {
      model.prefix(model.count / 2)
    },
    BadInput("without its last byte", "bad.st", says: ["bad.st", "where the file ends"]) {
      model.dropLast()
    },
    BadInput(
      "with a header of 2^60 bytes", "bad.st",
      says: ["bad.st", "a header length of \(1 << 60) bytes"]
    ) { Data([0, 0, 0, 0, 0, 0, 0, 0x10]) + model.dropFirst(8) },
    BadInput("with one number changed", "bad.st", says: ["bad.st", "changed or damaged"]) {
      // The lowest bits of a number in the middle of the file.
      var changed = model
      changed[changed.startIndex + (changed.count / 16) * 8 + 1] ^= 0x55
      return changed
    },
    BadInput("structures", "bad.st", says: ["bad.st", "expected"]) {
      Data(SampleFrames.text().utf8)
    },
  ]

  private static let model =
    (try? Data(contentsOf: URL(fileURLWithPath: Program.sample("li-tensor.safetensors")))) ?? Data()
}
