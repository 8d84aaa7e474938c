import Crystals
import Formats
import Foundation
import Support
import Testing

@Suite("spinel generate")
struct GenerateTests {
  @Test("orderings gives the six classes of the reference as JSON")
  func orderings() throws {
    let result = try Program.run(["generate", "orderings", "--json"])
    #expect(result.status == 0 && result.errors.isEmpty)
    let items = try #require(try JSON.parse(Array(result.output)).items)
    let reference = try golden("nmr/ewald_lto")["classes"].list
    #expect(items.count == 6)
    for (item, expected) in zip(items, reference) {
      #expect(item["degeneracy"]?.integer == (try expected["degeneracy"].integer))
      let distance = try #require(item["liLiDistance"]?.number)
      #expect(abs(distance - (try expected["LiLi_A"].number)) < 1e-7)
      let energy = try #require(item["modelEnergy"]?.number)
      #expect(abs(energy - (try expected["dE_ewald_eV"].number)) < 1e-6)
    }
    #expect(items.map { $0["index"]?.integer } == Array(0..<6))
    let table = try Program.run(["generate", "orderings", "--permittivity", "80"])
    #expect(table.status == 0)
    #expect(table.text.split(separator: "\n").count == 7)
    #expect(table.text.contains("0.133"))
  }

  @Test("dataset writes the same bytes whatever the threads, and labels that observables reads")
  func dataset() throws {
    try Program.withFolder { folder in
      let options = ["--count", "14", "--label", "point-charge", "--seed", "8"]
      for (name, threads) in [("one.extxyz", "1"), ("three.extxyz", "3")] {
        let result = try Program.run(
          ["generate", "dataset", "-o", name, "--threads", threads] + options, in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.isEmpty)
        for word in ["14 structures", "Li8a-O", "Li16d-O", "Ti16d-O", "7Li", "47Ti", "17O"] {
          #expect(result.errors.contains(word), "\(word)")
        }
      }
      let files = try ["one.extxyz", "three.extxyz"].map {
        try Data(contentsOf: URL(fileURLWithPath: folder.file($0)))
      }
      #expect(files[0] == files[1])
      let made = try ExtendedXYZReader.read(folder.file("one.extxyz"))
      #expect(made.count == 14)
      #expect(made.allSatisfy { $0.count == 42 })
      #expect(made.map { $0.info["ordering"] } == (0..<14).map { .integer([$0 % 6], shape: []) })
      let read = try Program.run(["observables", "one.extxyz", "--csv"], in: folder)
      #expect(read.status == 0, "\(read.errors)")
      #expect(read.text.split(whereSeparator: \.isNewline).count == 14 * 42 + 1)
    }
  }

  @Test("dataset without labels has none, and --quiet says nothing")
  func unlabelled() throws {
    try Program.withFolder { folder in
      let result = try Program.run(
        ["generate", "dataset", "-o", "plain.extxyz", "--count", "2", "--quiet"], in: folder)
      #expect(result.status == 0 && result.errors.isEmpty && result.output.isEmpty)
      let made = try ExtendedXYZReader.read(folder.file("plain.extxyz"))
      #expect(made.allSatisfy { $0.arrays["efg"] == nil && $0.arrays["site"] != nil })
    }
  }

  @Test(
    "sample writes distinct orderings by rising energy", arguments: ["metropolis", "wang-landau"])
  func sample(method: String) throws {
    try Program.withFolder { folder in
      let result = try Program.run(
        [
          "generate", "sample", "-o", "order.extxyz", "--count", "3", "--sweeps", "60",
          "--method", method, "--temperature", "3000",
        ], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errors.contains("million swaps tried a second"))
      #expect(result.errors.contains("heat capacity") == (method == "wang-landau"))
      let made = try ExtendedXYZReader.read(folder.file("order.extxyz"))
      #expect(made.count == 3)
      var energies: [Double] = []
      for structure in made {
        #expect(structure.count == 1512)
        guard case .text(let sites, _)? = structure.arrays["site"],
          case .real(let energy, _)? = structure.info["order_energy_eV"],
          case .text(let method, _)? = structure.info["method"]
        else {
          Issue.record("keys are missing")
          return
        }
        let counts = ["Li8a": 216, "Li16d": 72, "Ti16d": 360, "O32e": 864]
        for (label, count) in counts { #expect(sites.count { $0 == label } == count) }
        #expect(method[0].contains("not relaxed") && method[0].contains("CHGNet"))
        energies.append(energy[0])
      }
      #expect(energies == energies.sorted())
    }
  }

  @Test("one structure is written in the form that the name tells")
  func forms() throws {
    try Program.withFolder { folder in
      let dataset = ["generate", "dataset", "--count", "1", "--label", "point-charge", "--quiet"]
      let orderings = ["generate", "orderings", "--ordering", "2"]
      for command in [dataset, orderings] {
        var found: [Structure] = []
        for name in ["out.extxyz", "out.vasp", "POSCAR", "out.cell", "out.magres"] {
          let result = try Program.run(command + ["-o", name], in: folder)
          #expect(result.status == 0, "\(result.errors)")
          found += try StructureReader.read(folder.file(name))
        }
        try #require(found.count == 5)
        for structure in found {
          #expect(structure.elements == found[0].elements && structure.count == 42)
          #expect(structure.positions == found[0].positions)
          #expect(structure.cell == found[0].cell)
        }
        #expect(found[0].arrays["efg"] == found[4].arrays["efg"])
        #expect((found[4].arrays["efg"] != nil) == (command == dataset))
      }
      let all = try Program.run(["generate", "orderings", "-o", "all.xyz", "--json"], in: folder)
      #expect(all.status == 0 && all.errors.isEmpty)
      #expect(
        try StructureReader.read(folder.file("all.xyz")).map(\.count) == [42, 42, 42, 42, 42, 42])
      for (command, advice) in [
        (["generate", "orderings"], "--ordering 0"), (["generate", "dataset"], "--count 1"),
        (["generate", "sample"], "--count 1"),
      ] {
        for name in ["several.vasp", "several.cell", "several.magres"] {
          try expectRefusal(
            command + ["-o", name], in: folder, status: 64,
            says: [name, "structures; expected one", "\(advice) makes one, .extxyz holds all"])
        }
        try expectRefusal(
          command + ["-o", "out.cif"], in: folder, status: 64, says: ["a CIF, which is only read"])
      }
      try expectRefusal(
        ["generate", "orderings", "--ordering", "6"], in: folder, status: 64, says: ["0 to 5"])
    }
  }

  @Test("what cannot be made is refused before anything is written")
  func refusals() throws {
    try Program.withFolder { folder in
      let dataset = ["generate", "dataset", "-o", "out.extxyz"]
      let sample = ["generate", "sample", "-o", "out.extxyz"]
      let usage: [([String], String)] = [
        (dataset + ["--rattle", "0.1"], "0.01,0.12"), (dataset + ["--rattle", "0.2,0.1"], "range"),
        (dataset + ["--rattle", "0,5"], "0 to 1 Å"), (dataset + ["--strain", "nan"], "strain"),
        (dataset + ["--count", "0"], "--count"), (dataset + ["--label", "dft"], "point-charge"),
        (dataset + ["--lattice", "84"], "6 to 12 Å"), (dataset + ["--oxygen-u", "1"], "0.24"),
        (dataset + ["--rattle", "0.9,1", "--count", "1"], "smaller rattle"),
        (sample + ["--cells", "2"], "3 or 6"), (sample + ["--cells", "-9223372036854775808"], "3"),
        (sample + ["--temperature", "0"], "temperature"), (sample + ["--sweeps", "1"], "sweeps"),
        (sample + ["--method", "magic"], "wang-landau"),
        (sample + ["--permittivity", "3"], "coulomb"),
        (sample + ["--hamiltonian", "coulomb", "--permittivity", "-1"], "permittivity"),
        (["generate", "orderings", "--permittivity", "0"], "permittivity"),
      ]
      for (arguments, word) in usage {
        try expectRefusal(arguments, in: folder, status: 64, says: [word])
      }
      try folder.write("2.97 x\n", as: "bad.txt")
      try expectRefusal(
        sample + ["--shells", "bad.txt"], in: folder, status: 65, says: ["bad.txt:1: "])
      try expectRefusal(
        sample + ["--shells", "none.txt"], in: folder, status: 66, says: ["none.txt"])
      for command in ["dataset", "sample"] {
        try expectRefusal(
          ["generate", command, "-o", "nowhere/out.extxyz"], in: folder, status: 73,
          says: ["nowhere/out.extxyz"])
      }
    }
  }

  @Test("^C ends sampling with what was found, and a dataset without a trace")
  func interrupt() throws {
    try Program.withFolder { folder in
      let terminal = try PseudoTerminal(
        Program.path,
        [
          "generate", "sample", "-o", folder.file("order.extxyz"), "--sweeps", "500000000",
          "--method", "wang-landau", "--temperature", "5000",
        ], columns: 120, rows: 10, environment: ["TERM": "xterm"])
      try terminal.wait("progress") { $0.contains("flatness") }
      terminal.type("\u{3}")
      #expect(try terminal.waitForExit() == 130 << 8)
      #expect(terminal.screen.contains("spinel: interrupted; "))
      let made = try ExtendedXYZReader.read(folder.file("order.extxyz"))
      #expect(!made.isEmpty && made.allSatisfy { $0.count == 1512 })

      let other = try PseudoTerminal(
        Program.path,
        [
          "generate", "dataset", "-o", folder.file("set.extxyz"), "--count", "1000000",
          "--label", "point-charge",
        ], columns: 120, rows: 10, environment: ["TERM": "xterm"])
      try other.wait("progress") { $0.contains("/1000000") }
      other.type("\u{3}")
      #expect(try other.waitForExit() == 130 << 8)
      #expect(other.screen.contains("spinel: interrupted"))
      #expect(folder.names == ["order.extxyz"])
    }
  }
}
