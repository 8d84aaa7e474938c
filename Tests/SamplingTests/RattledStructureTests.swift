import Crystals
import Formats
import Sampling
import Support
import Tensors
import Testing

@Suite("Rattled structures")
struct RattledStructureTests {
  @Test("without rattle and strain the labels are those of the reference", arguments: 0..<6)
  func labels(ordering: Int) throws {
    let made = try RattledStructures(
      .init(rattle: 0...0, strain: 0, isLabelled: true)
    ).structure(ordering)
    guard case .real(let values, 9)? = made.arrays["efg"] else {
      Issue.record("no labels")
      return
    }
    let found = try (0..<8).map { atom in
      try SymmetricTensor.symmetrized(rowMajor: Array(values[9 * atom..<9 * atom + 9]))
        .tensor.inVoltPerSquareAngstrom
    }
    // Upright cells are the reference's turned, so principal values compare.
    let reference = try golden("nmr/pointcharge_efg")["classes"][ordering]["sites"].list
    func key(_ vzz: Double, _ eta: Double) -> [Double] { [vzz, eta] }
    let mine = found.map { tensor in
      let axes = PrincipalAxes(of: SphericalTensor(tensor))
      return key(axes.vzz, axes.asymmetry)
    }
    for site in reference {
      let expected = key(try site["Vzz"].number, try site["eta"].number)
      #expect(
        mine.contains { abs($0[0] - expected[0]) < 1e-7 && abs($0[1] - expected[1]) < 1e-6 })
    }
  }

  @Test("carry the keys and site labels of the density-functional structures")
  func keys() throws {
    let made = try RattledStructures(.init(isLabelled: true)).structure(3)
    let bytes = ExtendedXYZWriter.bytes(made)
    let sample = try ExtendedXYZReader.read(repositoryFolder + "/SampleData/lto-dft.extxyz")[1]
    let expected = Set(sample.info.keys).subtracting(["gap_eV", "scf_iterations"])
    let back = try ExtendedXYZReader.parse(bytes, file: "made.extxyz")[0]
    #expect(Set(back.info.keys) == expected)
    #expect(back.info["ordering"] == .integer([3], shape: []))
    #expect(back.info["displacements"] == sample.info["displacements"])
    #expect(Set(back.arrays.keys) == Set(sample.arrays.keys))
    guard case .text(let sites, _)? = back.arrays["site"] else {
      Issue.record("no site labels")
      return
    }
    let counts = ["Li8a": 6, "Li16d": 2, "Ti16d": 10, "O32e": 24]
    for (label, count) in counts { #expect(sites.count { $0 == label } == count) }
    let text = try #require(back.info["method"])
    #expect("\(text)".contains("point charges"))
  }

  @Test("depend on the seed and their own number alone")
  func seeds() throws {
    let maker = try RattledStructures(.init(seed: 5))
    let late = try maker.structure(17).positions
    _ = try maker.structure(2)
    #expect(try RattledStructures(.init(seed: 5)).structure(17).positions == late)
    #expect(try maker.structure(16).positions != late)
    #expect(try RattledStructures(.init(seed: 6)).structure(17).positions != late)
  }

  @Test("rattle with the deviation written, and strain within its bounds")
  func distributions() throws {
    let maker = try RattledStructures(.init(rattle: 0.03...0.05, strain: 0.02))
    var squares: [Element: (sum: Double, count: Int)] = [:]
    for number in 0..<300 {
      let made = try maker.structure(number)
      guard case .real(let strain, _)? = made.info["strain"],
        case .real(let deviation, _)? = made.info["rattle_std"],
        case .real(let factor, _)? = made.info["li_rattle_factor"]
      else {
        Issue.record("keys are missing")
        return
      }
      #expect((0.03...0.05).contains(deviation[0]))
      #expect([1, 1.5].contains(factor[0]))
      #expect([0, 4, 8].allSatisfy { abs(strain[$0]) <= 0.02 })
      #expect([1, 2, 5].allSatisfy { abs(strain[$0]) <= 0.005 })
      let ideal = maker.ideals[number % 6]
      for atom in 0..<42 {
        let r = ideal.positions[atom]
        func row(_ i: Int) -> Double {
          r[i] + strain[3 * i] * r.x + strain[3 * i + 1] * r.y + strain[3 * i + 2] * r.z
        }
        let moved = made.positions[atom] - Vector(row(0), row(1), row(2))
        let element = made.elements[atom]
        let scale = deviation[0] * (element == .lithium ? factor[0] : 1)
        squares[element, default: (0, 0)].sum += (moved * moved).sum() / (scale * scale)
        squares[element, default: (0, 0)].count += 3
      }
    }
    // Mean squares of thousands of normal numbers: within five standard errors of 1.
    for (sum, count) in squares.values {
      #expect(abs(sum / Double(count) - 1) < 5 * (2 / Double(count)).squareRoot())
    }
  }

  @Test("keep their atoms apart, and say so where they cannot")
  func distances() throws {
    let maker = try RattledStructures(.init(rattle: 0.12...0.12))
    for number in 0..<40 {
      let made = try maker.structure(number)
      let list = try NeighborFinder(made, cutoff: 2).neighbors(of: 0..<42)
      for k in list.centers.indices {
        for entry in list.range(k) {
          let oxygens = [Int(list.centers[k]), Int(list.neighbors[entry])].count {
            made.elements[$0] == .oxygen
          }
          let r = list.displacements[entry]
          #expect(oxygens == 1 && (r * r).sum() >= 1.5 * 1.5)
        }
      }
    }
    let wild = try RattledStructures(.init(rattle: 0.9...1))
    let error = #expect(throws: SamplingError.self) { try wild.structure(0) }
    #expect(try #require(error).description.contains("smaller rattle"))
  }

  @Test("bond lengths of the ideal structure are those of the lattice")
  func bonds() throws {
    let maker = try RattledStructures(.init(rattle: 0...0, strain: 0))
    var bonds = try BondLengths(ideals: maker.ideals)
    for number in 0..<6 { bonds.add(try maker.structure(number), ideal: number) }
    #expect(bonds.sites == ["Li16d", "Li8a", "Ti16d"])
    let (a, u) = (8.359, 0.2625)
    let tetrahedral = try #require(bonds["Li8a"])
    #expect(tetrahedral.count == 6 * 6 * 4)
    #expect(abs(tetrahedral.mean - a * 3.0.squareRoot() * (u - 0.125)) < 1e-9)
    // 16d–O = a √(3u² − 2u + 3/8).
    let octahedral = a * (3 * u * u - 2 * u + 0.375).squareRoot()
    for (site, count) in [("Li16d", 6 * 2 * 6), ("Ti16d", 6 * 10 * 6)] {
      let found = try #require(bonds[site])
      #expect(found.count == count)
      #expect(abs(found.mean - octahedral) < 1e-9 && found.deviation < 1e-6)
    }
  }

  @Test("options outside their ranges are refused")
  func refusals() {
    #expect(throws: SamplingError.self) { try RattledStructures(.init(rattle: -0.1...0.1)) }
    #expect(throws: SamplingError.self) { try RattledStructures(.init(rattle: 0...2)) }
    #expect(throws: SamplingError.self) { try RattledStructures(.init(strain: 0.5)) }
    #expect(throws: SamplingError.self) { try RattledStructures(.init(strain: .nan)) }
  }
}
