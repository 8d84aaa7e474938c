import Foundation
import Testing

/// Runs the program in a folder and expects one line on standard error, nothing on standard output
/// and no file that was not there before.
func expectRefusal(
  _ arguments: [String], in folder: URL, status: Int32, says pieces: [String],
  environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let before = folder.names
  let result = try Program.run(arguments, in: folder, environment: environment)
  let label = Comment(rawValue: "\(arguments.joined(separator: " ")): \(result.errors)")
  #expect(result.status == status, label, sourceLocation: sourceLocation)
  #expect(result.errors.hasPrefix("spinel: "), label, sourceLocation: sourceLocation)
  let lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines.count == 2 && lines.last == "", label, sourceLocation: sourceLocation)
  #expect(
    !result.errors.dropLast().unicodeScalars.contains { $0.value < 32 || $0.value == 127 }, label,
    sourceLocation: sourceLocation)
  for piece in pieces {
    #expect(result.errors.contains(piece), label, sourceLocation: sourceLocation)
  }
  #expect(result.output.isEmpty, label, sourceLocation: sourceLocation)
  #expect(folder.names == before, label, sourceLocation: sourceLocation)
}

@Suite("What cannot be done is refused in one line")
struct BadInputTests {
  private static let model = Program.sample("li-tensor.safetensors")

  @Test("predict: structures", arguments: BadInput.structures + [BadInput.withoutLithium])
  func structures(input: BadInput) throws {
    try Program.withFolder { folder in
      try input.make(in: folder)
      try expectRefusal(
        ["predict", input.name, "--model", Self.model, "-o", "out.csv"], in: folder,
        status: input.status, says: input.says)
    }
  }

  @Test("predict: models", arguments: BadInput.models)
  func models(input: BadInput) throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "good.extxyz")
      try input.make(in: folder)
      try expectRefusal(
        ["predict", "good.extxyz", "--model", input.name, "-o", "out.json"], in: folder,
        status: input.status, says: input.says)
    }
  }

  @Test(
    "predict: outputs",
    arguments: [
      ("nowhere/out.csv", 73, "nowhere/out.csv: No such file or directory"),
      ("folder.csv", 73, "folder.csv: a directory"), ("folder.csv/", 64, "an ending"),
      ("/proc/out.csv", 73, "/proc/out.csv: "), ("file.csv/out.csv", 73, "Not a directory"),
      ("full.csv", 74, "full.csv: writing failed: No space left on device"),
      ("full.json", 74, "full.json: writing failed: No space left on device"),
      ("full.extxyz", 74, "full.extxyz: writing failed: No space left on device"),
      ("full.safetensors", 74, "full.safetensors: writing failed: No space left on device"),
      ("out.doc", 64, "expected .extxyz, .xyz, .magres, .csv, .json or .safetensors"),
    ] as [(String, Int32, String)])
  func outputs(name: String, status: Int32, says: String) throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "good.extxyz")
      try folder.write("", as: "file.csv")
      try FileManager.default.createDirectory(
        atPath: folder.file("folder.csv"), withIntermediateDirectories: false)
      for form in ["csv", "json", "extxyz", "safetensors"] {
        try FileManager.default.createSymbolicLink(
          atPath: folder.file("full.\(form)"), withDestinationPath: "/dev/full")
      }
      try expectRefusal(
        ["predict", "good.extxyz", "--model", Self.model, "-o", name], in: folder, status: status,
        says: [says])
    }
  }

  @Test(
    "wrong usage",
    arguments: [
      "predict", "predict good.extxyz", "predict good.extxyz --model M --field x",
      "predict good.extxyz --model M --field 0,0,0", "predict good.extxyz --model M --field 1,2",
      "predict good.extxyz --model M --field 1,nan,0",
      "predict good.extxyz --model M --isotope 7Xx",
      "predict good.extxyz --model M --isotope 7Li=x",
      "predict good.extxyz --model M --shard 0/3", "predict good.extxyz --model M --shard 4/3",
      "predict good.extxyz --model M --shard 3", "predict good.extxyz --model M --shard 1/0",
      "predict good.extxyz --model M --threads 0", "predict good.extxyz --model M --threads 99999",
      "predict good.extxyz --model M --threads two", "predict good.extxyz --model M --resume",
      "predict good.extxyz --model M --nonsense", "predict good.extxyz --model M M",
      "explore --theme nonsense --script script", "explore --color purple", "explore --size 80x24",
      "explore --script script --size 80", "explore --script script --size 80x99999",
      "explore --results good.extxyz --model M", "explore good.extxyz", "regions",
      "regions --values v --counts c", "regions good.extxyz --observable nonsense",
      "regions good.extxyz --bins 0", "regions good.extxyz --peaks 0",
      "regions good.extxyz --threshold -1", "observables good.extxyz --json --csv",
      "train good.extxyz --nucleus Qq -o out", "train good.extxyz --nucleus Li",
      "train good.extxyz --nucleus Li --test-fraction 2 -o out",
      "train good.extxyz --nucleus Li --target nonsense -o out",
      "features good.extxyz --hypers h --centers Qq -o out", "bench --repeat 0",
      "themes --nonsense",
    ])
  func usage(command: String) throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "good.extxyz")
      try folder.write("", as: "script")
      let arguments = command.split(separator: " ").map { $0 == "M" ? Self.model : String($0) }
      try expectRefusal(arguments, in: folder, status: 64, says: [])
    }
  }

  @Test("wrong usage shows no control characters of what was typed")
  func usageWithEscapes() throws {
    try Program.withFolder { folder in
      for arguments in [
        ["explore", "--color", "\u{1B}[31mred"],
        ["predict", "\u{1B}[2J", "--model", Self.model, "--x\u{7}"],
        ["explore", "--theme", "\u{1B}[31m", "--script", "s"],
        ["explore", "--field", "\u{9B}31m\n\n"],
      ] {
        try folder.write("", as: "s")
        try expectRefusal(arguments, in: folder, status: 64, says: [])
      }
      try expectRefusal(["explore", "\u{1B}[31m"], in: folder, status: 66, says: ["\\u{1B}[31m"])
    }
  }

  @Test(
    "hyperparameter files, with the line",
    arguments: [
      ("species = [\"Li\"\n", "hypers.toml:"), ("", "hypers.toml:1: no species"),
      ("species = [\"Qq\"]\n", "hypers.toml:1: species holds"),
      (
        "species = [\"Li\"]\n[density]\nwidth = \"x\"\n", "hypers.toml:3: density.width is a string"
      ),
      ("species = [\"Li\"]\n[density]\n\nbreadth = 1\n", "hypers.toml:4: unknown key breadth"),
      ("species = [\"Li\"]\n\u{1B}[31m = 1\n", "hypers.toml:2: "),
      ("\0", "hypers.toml:1: a zero byte"), ("species = [\"Li\"]\n[\n", "hypers.toml:2: a ["),
    ])
  func hyperparameters(text: String, says: String) throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(2), as: "good.extxyz")
      try folder.write(text, as: "hypers.toml")
      try expectRefusal(
        ["train", "good.extxyz", "--nucleus", "Li", "--hypers", "hypers.toml", "-o", "out"],
        in: folder, status: 65, says: [says, "expected"])
      try expectRefusal(
        ["features", "good.extxyz", "--hypers", "hypers.toml", "--centers", "Li", "-o", "out"],
        in: folder, status: 65, says: [says, "expected"])
    }
  }

  @Test("hyperparameters that do not know the centre, or a neighbour")
  func unknownElements() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "good.extxyz")
      func hypers(_ species: String) -> String {
        """
        species = [\(species)]
        [density]
        width = 0.5
        [cutoff]
        radius = 3.0
        [basis]
        radial = 2
        angular = 2
        [kernel]
        zeta = 1
        [regression]
        regularization = 1e-6
        """
      }
      for (species, says) in [
        ("\"O\", \"Ti\"", "atom 0 (Li) is a centre"), ("\"Li\", \"Ti\"", "(O) is a neighbour"),
      ] {
        try folder.write(hypers(species), as: "hypers.toml")
        try expectRefusal(
          ["features", "good.extxyz", "--hypers", "hypers.toml", "--centers", "Li", "-o", "out"],
          in: folder, status: 65, says: ["good.extxyz:1: ", says])
      }
    }
  }

  @Test(
    "train: structures",
    arguments: BadInput.structures.filter {
      // A model may be trained on any elements.
      $0.name == "bad.extxyz" && !$0.description.contains("neighbours")
    })
  func training(input: BadInput) throws {
    try Program.withFolder { folder in
      try input.make(in: folder)
      try expectRefusal(
        ["train", input.name, "--nucleus", "Li", "--test-fraction", "0", "-o", "out"], in: folder,
        status: 65, says: input.says)
    }
  }

  @Test("results of the wrong kind")
  func results() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text { $0[1] = "no tensors here" }, as: "plain.extxyz")
      for (file, status, says) in [
        (Self.model, 65, "another kind"), ("plain.extxyz", 65, "plain.extxyz:"),
        ("missing", 66, "missing: No such file"), (".", 66, "a directory"),
      ] as [(String, Int32, String)] {
        try expectRefusal(["regions", file], in: folder, status: status, says: [says])
      }
      for option in ["--values", "--counts"] {
        try expectRefusal(
          ["regions", option, "plain.extxyz"], in: folder, status: 65, says: ["plain.extxyz:"])
      }
      try expectRefusal(
        ["observables", "plain.extxyz"], in: folder, status: 65, says: ["plain.extxyz:2: "])
    }
  }

  @Test("the explorer without a terminal, and before it: structures, models, sessions, scripts")
  func explorer() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "good.extxyz")
      try folder.write("", as: "empty")
      try folder.write("{}", as: "session")
      try folder.write("j\nnonsense key\n", as: "script")
      try expectRefusal(
        ["explore", "good.extxyz"], in: folder, status: 64, says: ["not a terminal"])
      for (arguments, status, says) in [
        (["missing.extxyz"], 66, "missing.extxyz: "), (["."], 66, "a directory"),
        (["empty"], 65, "empty: an empty file"), (["--model", "missing"], 66, "missing: "),
        (["--model", "empty"], 65, "empty: "), (["--results", "missing"], 66, "missing: "),
        (["--session", "missing"], 66, "missing: "), (["--session", "session"], 65, "session"),
        (["--script", "missing"], 66, "missing: "),
        (["good.extxyz", "--script", "script"], 65, "script:2: "),
      ] as [([String], Int32, String)] {
        try expectRefusal(["explore"] + arguments, in: folder, status: status, says: [says])
      }
    }
  }

  @Test("a reader that went away, and a full disk, for everything that prints")
  func brokenOutput() throws {
    try Program.withFolder { folder in
      try folder.write(SampleFrames.text(), as: "good.extxyz")
      try folder.write("", as: "script")
      for arguments in [
        ["predict", "good.extxyz", "--model", Self.model], ["observables", "good.extxyz", "--csv"],
        ["regions", "good.extxyz", "--json"], ["themes"], ["checkhealth"],
        ["explore", "good.extxyz", "--script", "script"],
      ] {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        for output in [pipe.fileHandleForWriting, full] {
          let result = try Program.run(arguments, in: folder, output: output)
          #expect(result.status == 74, "\(arguments)")
          #expect(result.errors.hasPrefix("spinel: standard output: "), "\(arguments)")
          #expect(result.errors.split(separator: "\n").count == 1, "\(arguments)")
        }
      }
    }
  }

  @Test("structures from a pipe, where they have to be read twice")
  func pipes() throws {
    try Program.withFolder { folder in
      #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
      try expectRefusal(
        ["predict", "pipe", "--model", Self.model, "-o", "out.extxyz"], in: folder, status: 64,
        says: ["pipe: a pipe or device"])
    }
  }
}
