import Support
import Tensors
import Testing

@Suite("Metrics")
struct MetricTests {
  func tensors(_ list: Golden) throws -> [SphericalTensor] {
    try list.list.map {
      SphericalTensor(try SymmetricTensor.symmetrized(rowMajor: $0.numbers).tensor)
    }
  }

  func metrics(_ file: Golden) throws -> Metrics {
    try Metrics(
      reference: tensors(file["V_data_au"]), predicted: tensors(file["V_ml_au"]),
      isotope: .lithium7, tolerance: file["reassign_tol"].number)
  }

  @Test("eqs. 6 to 9 agree with the reference")
  func equations() throws {
    let file = try golden("nmr/metric_goldens")
    let found = try metrics(file)
    #expect(found.count == 40 && found.skipped == 0)
    #expect(close(found.meanTensorError, try file["MAE_Vij_au"].number))
    #expect(close(found.mean, try file["mu_Vzz"].number))
    #expect(close(found.deviation, try file["sigma_Vzz_ddof0"].number))
    let columns: [([Double], String)] = [
      (found.coupling.reference, "CQ_tilde_data"), (found.coupling.predicted, "CQ_tilde_ml"),
      (found.asymmetry.reference, "eta_tilde_data"),
      (found.asymmetry.predicted, "eta_tilde_ml"), (found.alignment, "q_tilde"),
      (found.omegaQ.reference, "omegaQ_abs_kHz_data"),
      (found.omegaQ.predicted, "omegaQ_abs_kHz_ml"),
    ]
    for (column, key) in columns {
      #expect(agree(column, try file[key].numbers, within: 1e-9), "\(key)")
    }
    #expect(close(found.coupling.meanAbsoluteError, try file["MAE_CQ_tilde"].number))
    #expect(close(found.asymmetry.meanAbsoluteError, try file["MAE_eta_tilde"].number))
    #expect(close(found.omegaQ.meanAbsoluteError, try file["MAE_omegaQ_kHz"].number))
    #expect(close(found.coupling.pearson, try file["pearson_CQ_tilde"].number))
  }

  @Test("each number of the reference file is compared by a test here")
  func allKeys() throws {
    // Keys beginning with "_" describe the file.
    #expect(
      Set(try golden("nmr/metric_goldens").keys.filter { !$0.hasPrefix("_") }) == [
        "isotope", "V_data_au", "V_ml_au", "MAE_Vij_au", "mu_Vzz", "sigma_Vzz_ddof0",
        "CQ_tilde_data", "CQ_tilde_ml", "eta_tilde_data", "eta_tilde_ml", "q_tilde",
        "omegaQ_abs_kHz_data", "omegaQ_abs_kHz_ml", "reassign_tol", "reassign", "MAE_CQ_tilde",
        "MAE_eta_tilde", "MAE_omegaQ_kHz", "pearson_CQ_tilde",
      ])
  }

  @Test("the corrected assignment agrees with the reference")
  func reassignment() throws {
    let file = try golden("nmr/metric_goldens")
    let found = try metrics(file)
    var swaps = 0
    let (data, model) = (try tensors(file["V_data_au"]), try tensors(file["V_ml_au"]))
    for (index, expected) in try file["reassign"].list.enumerated() {
      let entry = found.reassignments[index]
      let (reference, predicted) = (data[index], model[index])
      #expect(entry.permutation == (try expected["perm"].integers), "\(expected.path)")
      #expect(close(entry.alignmentBefore, try expected["qdot_before"].number))
      #expect(close(entry.alignment, try expected["qdot_after"].number))
      let scale = try abs(expected["eigs"][2].number)
      for (value, reference) in zip(entry.values, try expected["eigs"].numbers) {
        #expect(close(value, reference, scale: scale), "\(expected.path)")
      }
      #expect(close(entry.asymmetry, try expected["eta"].number, scale: 1))
      let signs = try (expected["sign_ref"].number, expected["sign_test"].number)
      #expect(PrincipalAxes(of: reference).sign == signs.0)
      #expect(PrincipalAxes(of: predicted).sign == signs.1)
      if try expected["perm"].integers != [0, 1, 2] { swaps += 1 }
    }
    #expect(found.swaps == swaps && swaps > 0)
  }

  @Test("C̃_Q and η̃ agree with the reference of the λ-SOAP files")
  func standardized() throws {
    let file = try golden("lambda_soap/efg_observables")
    let set = try file["cases"].list.map {
      SphericalTensor(try SymmetricTensor.symmetrized(rowMajor: $0["V"].numbers).tensor)
    }
    let found = try Metrics(reference: set, predicted: set, isotope: .lithium7)
    let coupling = try #require(try file.keys.first { $0.hasPrefix("CQ_tilde") })
    let asymmetry = try #require(try file.keys.first { $0.hasPrefix("eta_tilde") })
    #expect(agree(found.coupling.reference, try file[coupling].numbers, within: 1e-9))
    #expect(agree(found.asymmetry.reference, try file[asymmetry].numbers, within: 1e-9))
  }

  @Test("a perfect prediction has no error and full alignment")
  func perfect() throws {
    var random = SplitMix64(seed: 21)
    let set = (0..<20).map { _ in random.tensor() }
    let found = try Metrics(reference: set, predicted: set, isotope: .lithium7)
    #expect(found.meanTensorError == 0)
    #expect(found.coupling.meanAbsoluteError == 0 && found.omegaQ.rootMeanSquareError == 0)
    #expect(found.meanAlignmentError < 1e-12)
    #expect(close(found.coupling.pearson, 1) && found.omegaQ.share(within: 0) == 1)
    #expect(found.swaps == 0)
  }

  @Test("the correction brings swapped axes of a nearly biaxial tensor back")
  func swappedAxes() throws {
    // Noise at η ≈ 1 turns the sign of V_zz: the axes look turned by 90°.
    let reference = SymmetricTensor(xx: 1e-4, xy: 0, xz: 0, yy: -0.0101, yz: 0, zz: 0.01)
    let predicted = SymmetricTensor(xx: -1e-4, xy: 0, xz: 0, yy: -0.0099, yz: 0, zz: 0.01)
    let found = try Metrics(
      reference: [SphericalTensor(reference)], predicted: [SphericalTensor(predicted)],
      isotope: .lithium7)
    #expect(found.theta.meanAbsoluteError > 1.5)
    #expect(found.correctedTheta.meanAbsoluteError < 1e-9)
    #expect(found.alignment[0] < 0.75 && found.swaps == 1)
    let strict = try Metrics(
      reference: [SphericalTensor(reference)], predicted: [SphericalTensor(predicted)],
      isotope: .lithium7, tolerance: 0)
    #expect(strict.swaps == 0)
  }

  @Test("exchanged x and y axes of a nearly axial tensor leave it an azimuth")
  func exchangedAzimuth() throws {
    // Noise at η ≈ 0 turns the order of V_xx and V_yy: φ along [2 1 3] looks mirrored at 45°.
    let reference = SymmetricTensor(xx: -0.0049, xy: 0, xz: 0, yy: -0.0051, yz: 0, zz: 0.01)
    let predicted = SymmetricTensor(xx: -0.0051, xy: 0, xz: 0, yy: -0.0049, yz: 0, zz: 0.01)
    let found = try Metrics(
      reference: [SphericalTensor(reference)], predicted: [SphericalTensor(predicted)],
      isotope: .lithium7, field: FieldDirection(2, 1, 3))
    #expect(found.swaps == 1 && found.correctedPhi.count == 1)
    #expect(found.phi.meanAbsoluteError > 0.6)
    #expect(found.correctedPhi.meanAbsoluteError < 1e-9)
  }

  @Test("tensors that are no EFG have no ω_Q, and all else")
  func withoutIsotope() throws {
    let file = try golden("nmr/metric_goldens")
    let found = try Metrics(
      reference: tensors(file["V_data_au"]), predicted: tensors(file["V_ml_au"]), isotope: nil)
    #expect(found.omegaQ.count == 0 && found.omegaQ.meanAbsoluteError.isNaN)
    #expect(close(found.meanTensorError, try file["MAE_Vij_au"].number))
    #expect(close(found.coupling.meanAbsoluteError, try file["MAE_CQ_tilde"].number))
  }

  @Test("C̃_Q without its normalisation is V_zz ≥ 0 in atomic units")
  func unscaled() throws {
    let file = try golden("nmr/metric_goldens")
    let found = try metrics(file)
    let sizes = try tensors(file["V_data_au"]).map { abs(PrincipalAxes(of: $0).vzz) }
    #expect(agree(found.couplingInAtomicUnits.reference, sizes, within: 1e-12))
    let scaled = Metrics.Columns(reference: [1, .nan], predicted: [2, 3]).scaled(by: -2)
    #expect(scaled.reference[0] == -2 && scaled.predicted == [-4, -6] && scaled.count == 1)
  }

  @Test("axes are not reassigned to those of a null tensor, which has none")
  func nullReference() throws {
    // Near-equal values of all three magnitudes, in a frame other than the laboratory's.
    let predicted = SymmetricTensor(xx: 0.01, xy: 0, xz: 0, yy: -0.0099, yz: 0, zz: -0.0001)
    let found = try Metrics(
      reference: [.zero], predicted: [SphericalTensor(predicted)], isotope: .lithium7)
    #expect(found.swaps == 0)
  }

  @Test("pairs that are not finite are left out and counted, null tensors have no angles")
  func incomplete() throws {
    var random = SplitMix64(seed: 22)
    let t = random.tensor()
    let missing = SphericalTensor(.nan, 0, 0, 0, 0)
    let found = try Metrics(
      reference: [t, t, .zero], predicted: [t, missing, t], isotope: .lithium7)
    #expect(found.count == 2 && found.skipped == 1)
    #expect(found.theta.reference[1].isNaN && found.alignment[1].isNaN)
    #expect(found.theta.meanAbsoluteError == 0)
    #expect(throws: TensorError.pairs(reference: 1, predicted: 0)) {
      try Metrics(reference: [t], predicted: [], isotope: .lithium7)
    }
  }

  @Test("statistics of known numbers")
  func statistics() {
    let (a, b) = ([1.0, 2, 3, 4], [1.0, 2.5, 2, 5])
    #expect(Statistics.meanAbsoluteError(a, b) == 0.625)
    #expect(close(Statistics.rootMeanSquareError(a, b), (2.25 / 4.0).squareRoot()))
    #expect(Statistics.share(within: 0.5, a, b) == 0.5)
    // r = Σxy/√(Σx²Σy²) of the centred numbers: 5.75/√(5 · 8.6875).
    #expect(close(Statistics.pearson(a, b), 5.75 / (5 * 8.6875).squareRoot()))
    #expect(close(Statistics.pearson(a, a.map { -$0 }), -1))
    #expect(Statistics.pearson(a, [1, 1, 1, 1]).isNaN)
    #expect(Statistics.meanAbsoluteError([], []).isNaN)
    #expect(Statistics.meanAbsoluteError([1, .nan], [2, 3]) == 1)
  }
}
