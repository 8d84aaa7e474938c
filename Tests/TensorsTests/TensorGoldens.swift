import Support
import Tensors
import Testing

/// One tensor of `nmr/tensor_goldens.json` with its reference values.
struct GoldenTensor {
  let name: String
  let tensor: SymmetricTensor
  let isotope: Isotope
  let isNull: Bool
  let reference: Golden
  let soprano: Golden
  let observables: Observables

  var axes: PrincipalAxes { observables.axes }

  /// Whether axes are well enough defined to be compared.
  var hasUniqueAxes: Bool {
    get throws {
      try !isNull && !reference["degenerate"].flag && reference["gap_zy"].number > 1e-6
        && reference["gap_yx"].number > 1e-6
    }
  }

  static func all() throws -> [GoldenTensor] {
    try golden("nmr/tensor_goldens")["tensors"].list.map { entry in
      let isotope = try #require(Isotope.named(try entry["isotope"].text))
      let (tensor, _) = try SymmetricTensor.symmetrized(rowMajor: entry["V_au"].numbers)
      return GoldenTensor(
        name: try entry["name"].text, tensor: tensor, isotope: isotope,
        isNull: try entry["null"].flag, reference: entry["ref"], soprano: entry["soprano"],
        observables: Observables(of: SphericalTensor(tensor), isotope: isotope))
    }
  }
}

/// Whether two numbers agree within 1e-9 of the larger of the reference and a scale.
func close(_ found: Double, _ reference: Double, scale: Double = 0) -> Bool {
  abs(found - reference) <= 1e-9 * max(abs(reference), scale)
}

@Suite("Reference tensors")
struct TensorGoldens {
  @Test("principal values, asymmetry and gaps agree with the reference")
  func principalValues() throws {
    for golden in try GoldenTensor.all() {
      let (axes, reference) = (golden.axes, golden.reference)
      let scale = try abs(reference["Vzz"].number)
      #expect(close(axes.vzz, try reference["Vzz"].number), "\(golden.name)")
      #expect(close(axes.vyy, try reference["Vyy"].number, scale: scale), "\(golden.name)")
      #expect(close(axes.vxx, try reference["Vxx"].number, scale: scale), "\(golden.name)")
      #expect(close(axes.asymmetry, try reference["eta"].number, scale: 1), "\(golden.name)")
      #expect(close(axes.gapZY, try reference["gap_zy"].number, scale: 1), "\(golden.name)")
      #expect(close(axes.gapYX, try reference["gap_yx"].number, scale: 1), "\(golden.name)")
      #expect(axes.sign == (try reference["sign"].number), "\(golden.name)")
      #expect(axes.isNull == golden.isNull, "\(golden.name)")
    }
  }

  @Test("frames are right-handed and agree with the reference where axes are unique")
  func frames() throws {
    var compared = 0
    for golden in try GoldenTensor.all() {
      let axes = golden.axes
      #expect(close(axes.frame.determinant, 1), "\(golden.name)")
      guard try golden.hasUniqueAxes else { continue }
      compared += 1
      // Compared element by element: the canonical signs leave nothing open.
      let frame = try golden.reference["R_cols_xyz"].numbers
      let quaternion = try golden.reference["quat_wxyz"].numbers
      #expect(agree(axes.frame.rowMajor, frame, within: 1e-9), "\(golden.name)")
      #expect(agree(axes.quaternion.array, quaternion, within: 1e-9), "\(golden.name)")
    }
    #expect(compared >= 20)
  }

  @Test("C_Q and ω_Q in five field directions agree with the reference")
  func couplings() throws {
    let directions: [String: [Double]] = [
      "001": [0, 0, 1], "100": [1, 0, 0], "110": [1, 1, 0], "111": [1, 1, 1], "123": [1, 2, 3],
    ]
    for golden in try GoldenTensor.all() {
      let scale = try abs(golden.reference["Cq_kHz"].number)
      #expect(
        close(golden.observables.quadrupolarCoupling, try golden.reference["Cq_kHz"].number),
        "\(golden.name)")
      for (name, b) in directions {
        let field = try FieldDirection(b[0], b[1], b[2])
        let found = Observables(
          of: golden.observables.tensor, isotope: golden.isotope, field: field)
        let expected = try golden.reference["omegaQ_kHz"][name].number
        #expect(close(found.omegaQ, expected, scale: scale), "\(golden.name) \(name)")
        let weights = field.splittingWeights(for: golden.isotope)
        let dot = zip(weights, golden.observables.tensor.array).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(close(dot, expected, scale: scale), "\(golden.name) \(name)")
      }
    }
  }

  @Test("eq. 5 as printed and the angles of the field agree with the reference")
  func printedEquation() throws {
    for golden in try GoldenTensor.all() where try golden.hasUniqueAxes {
      let found = golden.observables
      let reference = golden.reference
      let scale = abs(found.quadrupolarCoupling)
      #expect(
        close(
          found.omegaQAsPrinted, try reference["omegaQ_eq5_literal_Vzzpos_kHz"].number,
          scale: scale), "\(golden.name)")
      #expect(
        close(
          found.axes.sign * found.omegaQ, try reference["omegaQ_plus_Vzzpos_kHz"].number,
          scale: scale), "\(golden.name)")
      #expect(close(found.theta, try reference["theta_rad"].number, scale: 1), "\(golden.name)")
      #expect(close(found.phi, try reference["phi_fold_rad"].number, scale: 1), "\(golden.name)")
    }
  }

  @Test("P_Q and ν_Q agree with Soprano")
  func sopranoCouplings() throws {
    for golden in try GoldenTensor.all() where golden.soprano.exists {
      #expect(
        close(golden.observables.quadrupolarProduct, try golden.soprano["Pq_kHz"].number),
        "\(golden.name)")
      #expect(
        close(golden.observables.maximumSplitting, try golden.soprano["nuQ_kHz"].number),
        "\(golden.name)")
    }
  }

  @Test("Euler angles agree with Soprano in all four conventions")
  func eulerAngles() throws {
    var compared = 0
    for golden in try GoldenTensor.all() {
      guard golden.soprano.exists, try golden.hasUniqueAxes else { continue }
      for convention in EulerAngles.Convention.allCases {
        for sense in EulerAngles.Sense.allCases {
          let found = EulerAngles(of: golden.axes.frame, convention: convention, sense: sense)
          let key = "\(convention.rawValue)_\(sense.rawValue)"
          let expected = try golden.soprano["euler_deg"][key].numbers
          // At β = 0 only α + γ means anything, and Soprano's choice depends on its axis signs.
          if expected[1] < 1e-6 {
            #expect(found.beta == 0, "\(golden.name) \(key)")
            continue
          }
          compared += 1
          let differences = zip(found.degrees, expected).map { abs($0 - $1) }
          #expect(differences.allSatisfy { $0 < 1e-7 }, "\(golden.name) \(key) \(found.degrees)")
        }
      }
    }
    #expect(compared >= 60)
  }

  @Test("quaternion dot products and misorientations agree with the reference")
  func quaternionPairs() throws {
    for pair in try golden("nmr/tensor_goldens")["quaternion_pairs"].list {
      let first = try #require(Rotation(rowMajor: try pair["R1"].numbers))
      let second = try #require(Rotation(rowMajor: try pair["R2"].numbers))
      let (a, b) = (Quaternion(first), Quaternion(second))
      #expect(agree(a.array, try pair["q1"].numbers, within: 1e-9), "\(pair.path)")
      #expect(agree(b.array, try pair["q2"].numbers, within: 1e-9), "\(pair.path)")
      #expect(close(a.dot(b), try pair["qdot_plain"].number, scale: 1), "\(pair.path)")
      #expect(close(a.alignment(with: b), try pair["qdot_D2"].number), "\(pair.path)")
      // The reference takes an arc cosine near 1, which keeps half of the digits.
      let angle = a.misorientation(from: b) * 180 / .pi
      #expect(abs(angle - (try pair["angle_deg"].number)) < 1e-5, "\(pair.path)")
    }
  }

  @Test("tables of isotopes and constants agree with the reference")
  func isotopes() throws {
    let file = try golden("nmr/isotopes")
    #expect(Set(try file["isotopes"].keys) == Set(Isotope.table.map(\.name)))
    for isotope in Isotope.table {
      let reference = file["isotopes"][isotope.name]
      #expect(isotope.spin == (try reference["I"].number))
      #expect(isotope.quadrupoleMoment == (try reference["Q_mb"].number))
      #expect(isotope.name.hasSuffix(isotope.element))
    }
    let constants = file["constants_CODATA2022"]
    #expect(
      close(Constants.couplingPerMillibarn * 1e3, try constants["Hz_per_mb_au"].number))
    #expect(Constants.bohrRadius == (try constants["bohr_A"].number))
    #expect(
      close(
        Isotope.lithium7.couplingPerAtomicUnit / Constants.fieldGradientInVoltPerSquareAngstrom,
        try constants["kHz_per_VA2_7Li"].number))
  }
}
