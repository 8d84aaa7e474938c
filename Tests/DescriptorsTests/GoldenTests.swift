import Crystals
import Descriptors
import LinearAlgebra
import Support
import Testing

/// Every array of the reference files, to 1e-9 of its largest number.
@Suite struct ReferenceNumbers {
  @Test("radial integrals equal the reference", arguments: GoldenDescriptor.names)
  func radialIntegrals(name: String) throws {
    let reference = try GoldenDescriptor(name)
    let basis = try RadialBasis(reference.hyperparameters)
    let table = reference.file["radial"]
    #expect(agree(basis.widths, try table["sigma_n"].numbers, within: 1e-14))
    #expect(agree(basis.norms, try table["gto_norm"].numbers, within: 1e-12))
    #expect(
      agree(
        basis.orthonormalization, try table["orthonormalisation_matrix_S^-1/2"].numbers,
        within: 1e-9))
    var found: [Double] = []
    for r in try table["r"].numbers {
      let integrals = basis.integrals(at: r)
      for n in 0..<basis.radialCount {
        for l in 0...basis.maximumAngular { found.append(integrals[l * basis.radialCount + n]) }
      }
    }
    let expected = try table["I_nl(r) (orthonormal basis, no cutoff, no scaling)"].numbers
    #expect(agree(found, expected, within: 1e-9))
  }

  @Test("density coefficients equal the reference", arguments: GoldenDescriptor.names)
  func densityCoefficients(name: String) throws {
    let reference = try GoldenDescriptor(name)
    let found = reference.inFileOrder(try reference.coefficients("c"))
    #expect(agree(found, try reference.file["c"]["values"].numbers, within: 1e-9))
  }

  @Test("power spectra equal the reference", arguments: GoldenDescriptor.names, [0, 2])
  func powerSpectra(name: String, lambda: Int) throws {
    let reference = try GoldenDescriptor(name)
    let key = "ps\(lambda)"
    let spectrum = PowerSpectrum(try reference.coefficients(key), lambda: lambda)
    let pairs = try reference.file[key]["pairs"].integers
    #expect(spectrum.pairs.flatMap { [$0.l1, $0.l2] } == pairs)
    #expect(agree(spectrum.values, try reference.file[key]["values"].numbers, within: 1e-9))
  }

  @Test("norms and kernels equal the reference", arguments: GoldenDescriptor.names)
  func kernels(name: String) throws {
    let reference = try GoldenDescriptor(name)
    let expected = reference.file["kernels"]
    let coefficients = try DensityExpansion(reference.hyperparameters).coefficients(
      of: reference.structure, centers: try expected["atoms"].integers)
    let scalar = PowerSpectrum(coefficients, lambda: 0).compact
    let tensor = PowerSpectrum(coefficients, lambda: 2).compact
    #expect(agree(scalarNorms(scalar), try expected["norm0"].numbers, within: 1e-9))
    #expect(agree(tensorNorms(tensor), try expected["norm2"].numbers, within: 1e-9))
    for zeta in 1...2 {
      let kernels = SiteKernels(scalarFeatures: scalar, tensorFeatures: tensor, zeta: zeta)
      let ending = zeta == 1 ? "" : "_zeta2"
      #expect(agree(kernels.scalar.values, try expected["K0" + ending].numbers, within: 1e-9))
      let count = coefficients.siteCount
      var blocks: [Double] = []
      for i in 0..<count {
        for j in 0..<count {
          for mu in 0..<5 {
            for nu in 0..<5 { blocks.append(kernels.tensor[5 * i + mu, 5 * j + nu]) }
          }
        }
      }
      #expect(agree(blocks, try expected["K2" + ending].numbers, within: 1e-9))
    }
  }

  @Test("spherical harmonics turn with the rotation matrices of the reference")
  func rotationMatrices() throws {
    let file = try golden("lambda_soap/rotation_cluster")
    let r = try file["R (x' = R x)"].numbers
    let harmonics = SphericalHarmonics(maximumAngular: 6)
    var generator = SplitMix64(seed: 5)
    for _ in 0..<20 {
      let v = generator.direction()
      let rotated = SIMD3(
        r[0] * v.x + r[1] * v.y + r[2] * v.z, r[3] * v.x + r[4] * v.y + r[5] * v.z,
        r[6] * v.x + r[7] * v.y + r[8] * v.z)
      let before = harmonics(v)
      let after = harmonics(rotated)
      for l in 0...6 {
        let matrix = try file["D_l (Y_l(R v) = D_l Y_l(v)), l=0..6, rows m'=-l..l"][l].numbers
        let width = 2 * l + 1
        for m in 0..<width {
          let turned = (0..<width).reduce(0) { $0 + matrix[m * width + $1] * before[l * l + $1] }
          #expect(abs(turned - after[l * l + m]) < 1e-12)
        }
      }
    }
  }

  @Test("the power spectra of a rotated cluster equal the reference")
  func rotatedCluster() throws {
    let file = try golden("lambda_soap/rotation_cluster")
    for (name, key) in [("structure", "ps2_original"), ("rotated_structure", "ps2_rotated")] {
      let structure = try Structure(golden: file[name])
      let expansion = try DensityExpansion(
        DescriptorHyperparameters(golden: file, structure: structure))
      let coefficients = try expansion.coefficients(
        of: structure, centers: [try file["centre"].integer])
      let spectrum = PowerSpectrum(coefficients, lambda: 2)
      #expect(agree(spectrum.values, try file[key].numbers, within: 1e-9))
    }
  }
}
