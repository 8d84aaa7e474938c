import Crystals
import Engine
import Formats
import Foundation
import Regression
import Spectra
import Support
import Tensors
import Testing

@Suite("Results")
struct ResultTests {
  static let conventions = ResultConventions(isotopes: [.lithium7])

  /// Six sites of two structures; the last without a prediction.
  static func results() -> Results {
    var generator = SplitMix64(seed: 3)
    let sites = (0..<6).map { row -> ResultSite in
      let size = 0.25 * Double(row + 1)
      return ResultSite(
        structure: row / 3, atom: row % 3, element: .lithium,
        siteType: row % 2 == 0 ? .site8a : .site16d,
        lithiumNeighbors: row % 2 == 0 ? row : nil,
        octahedralLithium: row % 2 == 0 ? nil : row,
        lithiumDistance: row % 2 == 0 ? nil : 2.9 + 0.015625 * Double(row),
        bondLength: row == 4 ? nil : 2 + 0.0625 * Double(row),
        position: Vector(
          SIMD3<Float>(Float(row) + 0.25, 0.5 * Float(generator.uniform()), Float(row % 3))),
        tensor: row == 5
          ? SphericalTensor(.nan, .nan, .nan, .nan, .nan) : generator.tensor(),
        uncertainty: row == 2 ? nil : TensorUncertainty(across: size, along: 2 * size),
        novelty: row == 3 ? nil : 0.125,
        region: row % 3)
    }
    return Results(
      table: SiteTable(sites, conventions), conventions: conventions, models: ["0123"],
      regions: sites.map { $0.region ?? 0 })
  }

  private func same(_ a: Double?, _ b: Double?) -> Bool { a == b }

  /// Compares what every form keeps.
  private func compare(_ found: [ResultSite], _ expected: [ResultSite], _ form: String) {
    #expect(found.count == expected.count, "\(form)")
    for (site, reference) in zip(found, expected) {
      let label = Comment(rawValue: "\(form), atom \(reference.atom)")
      #expect(site.structure == reference.structure && site.atom == reference.atom, label)
      #expect(site.element == reference.element, label)
      #expect(site.position == reference.position, label)
      if reference.tensor.isFinite {
        #expect(agree(site.tensor.array, reference.tensor.array, within: 1e-14), label)
      } else {
        #expect(!site.tensor.isFinite, label)
      }
      if let uncertainty = reference.uncertainty, reference.tensor.isFinite {
        let found = site.uncertainty ?? TensorUncertainty(across: .nan, along: .nan)
        #expect(agree(found.across, uncertainty.across, within: 1e-6), label)
        #expect(agree(found.along, uncertainty.along, within: 1e-6), label)
      } else if reference.tensor.isFinite {
        #expect(site.uncertainty == nil, label)
      }
      #expect(same(site.novelty, reference.novelty), label)
      #expect(site.region == reference.region, label)
    }
  }

  @Test("read back from safetensors, CSV and JSON as they were written")
  func roundTrips() throws {
    let results = Self.results()
    let sites = results.sites
    try Folder.with { folder in
      let files = [
        try folder.write(results.safetensors().bytes(), as: "r.safetensors"),
        try folder.write(ResultDocument.csv(sites, Self.conventions), as: "r.csv"),
        try folder.write(ResultDocument.json(sites, Self.conventions), as: "r.json"),
      ]
      for file in files {
        let found = try ResultReader.read(file)
        compare(found, sites, file)
        #expect(found.map(\.siteType) == sites.map(\.siteType))
      }
      #expect(
        try ResultReader.read(files[0]).map(\.lithiumNeighbors) == sites.map(\.lithiumNeighbors))
      // What is around a site is kept by the binary form.
      let found = try ResultReader.read(files[0])
      #expect(found.map(\.octahedralLithium) == sites.map(\.octahedralLithium))
      #expect(found.map(\.lithiumDistance) == sites.map(\.lithiumDistance))
      #expect(found.map(\.bondLength) == sites.map(\.bondLength))
    }
  }

  @Test("read back from extended XYZ, where atoms without a prediction are left out")
  func extendedXYZ() throws {
    let results = Self.results()
    try Folder.with { folder in
      let structures = [0, 1].map { number in
        let sites = results.sites.filter { $0.structure == number }
        return Structure(
          cell: .none, elements: sites.map(\.element) + [.oxygen],
          positions: sites.map(\.position) + [Vector(9, 9, 9)])
      }
      let input = try folder.write(structures)
      let output = folder.path("out.extxyz")
      #expect(try results.writeStructures(of: [input], to: output))
      compare(try ResultReader.read(output), Array(results.sites.prefix(5)), "extxyz")

      let written = try ExtendedXYZReader.read(output)
      guard case .real(let tensors, columns: 9)? = written[0].arrays["efg"],
        case .integer(let regions, columns: 1)? = written[0].arrays["region"]
      else {
        Issue.record("arrays are missing")
        return
      }
      #expect(tensors[27...].allSatisfy { $0.isNaN })
      #expect(regions == [0, 1, 2, -1])
    }
  }

  @Test("are not written over structures that changed since they were predicted")
  func changedStructures() throws {
    let results = Self.results()
    try Folder.with { folder in
      let foreign = Structure(
        cell: .none, elements: [.lithium, .oxygen, .lithium],
        positions: [.zero, Vector(1, 0, 0), Vector(2, 0, 0)])
      let input = try folder.write([foreign, foreign])
      let output = folder.path("out.extxyz")
      let error = #expect(throws: FormatError.self) {
        try results.writeStructures(of: [input], to: output)
      }
      #expect(error?.line == 1)
      let short = try folder.write([UInt8]("0\n\n".utf8), as: "none.extxyz")
      #expect(throws: FormatError.self) {
        try results.writeStructures(of: [short], to: output)
      }
      #expect(try folder.names() == ["in.extxyz", "none.extxyz"])
    }
  }

  @Test("interrupted while they are written leave no file")
  func interruptedWriting() throws {
    let results = try Results(
      table: Sample.predict(Sample.structures.get()), conventions: Self.conventions)
    try Folder.with { folder in
      let input = try folder.write(try Sample.structures.get())
      let asked = Shared(0)
      let isComplete = try results.writeStructures(
        of: [input], to: folder.path("out.extxyz"),
        mayContinue: {
          asked.change { count in
            count += 1
            return count < 3
          }
        })
      #expect(!isComplete)
      #expect(try folder.names() == ["in.extxyz"])
    }
  }

  @Test(
    "of another kind are refused with the file's name",
    arguments: [
      "{\"a\": 1}", "{\"sites\": [{}]}", "{\"sites\": [{\"structure\": 0}]}", "{", "",
      "structure,atom,species\n0,x,Li\n", "structure,atom,species\n0,0\n", "1\n\nLi 0 0 0\n",
      "{\"sites\": [{\"structure\":0,\"atom\":0,\"species\":\"Li\",\"efg\":[1]}]}",
    ])
  func foreign(text: String) throws {
    try Folder.with { folder in
      let file = try folder.write(Array(text.utf8), as: "odd")
      let error = #expect(throws: FormatError.self) { try ResultReader.read(file) }
      #expect(error?.file == file)
      #expect(error?.kind == .badData)
    }
  }

  @Test("with arrays missing or of unequal length are refused")
  func damaged() throws {
    let whole = Self.results().safetensors()
    try Folder.with { folder in
      for name in whole.tensors.map(\.name) where !Self.derived.contains(name) {
        var damaged = whole
        damaged.tensors.removeAll { $0.name == name }
        let file = try folder.write(try damaged.bytes(), as: "damaged")
        #expect(throws: FormatError.self, "without \(name)") { try ResultReader.read(file) }
        damaged.tensors.append(.init(name, shape: [1], .int32([7])))
        _ = try folder.write(try damaged.bytes(), as: "damaged")
        #expect(throws: FormatError.self, "\(name) too short") { try ResultReader.read(file) }
      }
    }
  }

  /// What follows from the tensors and is computed anew.
  private static let derived: Set = [
    "CQ_kHz", "eta", "omegaQ_kHz", "efg_sigma", "sigma_omegaQ_kHz",
  ]

  @Test("have the regions of the histogram of their values")
  func regions() throws {
    // 40 sites near 10 kHz, 30 near 50 kHz, one far off.
    let splitting = Isotope.lithium7.splittingPerAtomicUnit
    var generator = SplitMix64(seed: 8)
    let frequencies =
      (0..<40).map { _ in 10 + generator.uniform(-2...2) }
      + (0..<30).map { _ in 50 + generator.uniform(-2...2) } + [300]
    // Along z, ω_Q is the tensor's zz component.
    let sites = frequencies.enumerated().map { row, frequency in
      let zz = frequency / splitting
      return ResultSite(
        structure: 0, atom: row, element: .lithium, position: .zero,
        tensor: SphericalTensor(
          SymmetricTensor(xx: -zz / 2, xy: 0, xz: 0, yy: -zz / 2, yz: 0, zz: zz)))
    }
    var results = Results(
      table: SiteTable(sites, Self.conventions), conventions: Self.conventions)
    #expect(agree(results.absoluteOmegaQ.map(Double.init), frequencies, within: 1e-6))
    try results.assignRegions()
    let found = try results.standardRegions()
    for (row, frequency) in frequencies.enumerated() {
      let inside = found.regions.regions.first {
        $0.lower <= frequency && frequency < $0.upper
      }
      #expect(results.regions[row] == inside?.number ?? 0, "\(frequency) kHz")
    }
    #expect(results.regions.last == 0)
  }

  @Test("all but equal, with one far off, still have regions")
  func outlier() throws {
    let sites = (0..<200).map { row in
      let zz = row == 0 ? 0.05 : 1e-12 * Double(row)
      return ResultSite(
        structure: 0, atom: row, element: .lithium, position: .zero,
        tensor: SphericalTensor(
          SymmetricTensor(xx: -zz / 2, xy: 0, xz: 0, yy: -zz / 2, yz: 0, zz: zz)))
    }
    var results = Results(
      table: SiteTable(sites, Self.conventions), conventions: Self.conventions)
    try results.assignRegions()
    #expect(results.regions.count == 200)
    #expect(results.regions[0] == 0)
    #expect(Set(results.regions[1...]) == [1])
  }
}

extension Folder {
  /// The names of the files in it.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}
