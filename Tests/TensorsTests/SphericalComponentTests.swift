import Support
import Tensors
import Testing

@Suite("Spherical components")
struct SphericalComponentTests {
  @Test("Cartesian tensors and spherical components agree with the reference both ways")
  func conversion() throws {
    let file = try golden("lambda_soap/rotation_cluster")
    for (cartesian, spherical) in [
      ("tensors_cartesian", "tensors_spherical_m-2..2"),
      ("tensors_rotated_R_T_Rt", "tensors_rotated_spherical"),
    ] {
      for index in 0..<(try file[cartesian].list.count) {
        let v = try file[cartesian][index].numbers
        let t = try file[spherical][index].numbers
        let tensor = SymmetricTensor(xx: v[0], xy: v[1], xz: v[2], yy: v[4], yz: v[5], zz: v[8])
        #expect(agree(SphericalTensor(tensor).array, t, within: 1e-12))
        let third = tensor.trace / 3
        let traceless = zip(v, [third, 0, 0, 0, third, 0, 0, 0, third]).map { $0 - $1 }
        let back = SymmetricTensor(try #require(SphericalTensor(t)))
        #expect(agree(back.rowMajor, traceless, within: 1e-12))
      }
    }
  }

  @Test("rotating a tensor agrees with the reference and with the matrix D of the components")
  func rotation() throws {
    let file = try golden("lambda_soap/rotation_cluster")
    let rotation = try #require(Rotation(rowMajor: try file["R (x' = R x)"].numbers))
    let key = try #require(try file.keys.first { $0.hasPrefix("D_l") })
    let d = try file[key][2].numbers
    for index in 0..<(try file["tensors_spherical_m-2..2"].list.count) {
      let before = try file["tensors_spherical_m-2..2"][index].numbers
      let after = try file["tensors_rotated_spherical"][index].numbers
      let rotated = try #require(SphericalTensor(before)).rotated(by: rotation)
      #expect(agree(rotated.array, after, within: 1e-12))
      let product = (0..<5).map { row in
        (0..<5).reduce(0) { $0 + d[5 * row + $1] * before[$1] }
      }
      #expect(agree(product, rotated.array, within: 1e-12))
    }
  }

  @Test("the norm of the components is the Frobenius norm of the tensor")
  func norm() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<20 {
      let t = random.tensor()
      let sum = t.array.reduce(0) { $0 + $1 * $1 }
      #expect(close(t.norm, sum.squareRoot()))
      #expect(close(SymmetricTensor(t).norm, t.norm))
      let squares = SymmetricTensor(t).rowMajor.reduce(0) { $0 + $1 * $1 }
      #expect(close(squares.squareRoot(), t.norm))
    }
  }

  @Test("five weights give the field gradient along a direction")
  func weights() throws {
    var random = SplitMix64(seed: 2)
    for _ in 0..<20 {
      let t = random.tensor(scale: 1)
      let b = random.direction()
      let field = try FieldDirection(7 * b.x, 7 * b.y, 7 * b.z)
      let v = SymmetricTensor(t).rowMajor
      let bb = [b.x, b.y, b.z]
      var expected = 0.0
      for i in 0..<3 { for j in 0..<3 { expected += bb[i] * v[3 * i + j] * bb[j] } }
      #expect(close(t.dot(field.weights), expected, scale: t.norm))
    }
  }

  @Test("nine numbers are made symmetric and traceless, and what was left over is reported")
  func residue() throws {
    let (tensor, residue) = try SymmetricTensor.symmetrized(
      rowMajor: [1, 2, 3, 2.2, 4, 5, 3, 5, 4])
    #expect(agree(tensor.elements, [-2, 2.1, 3, 1, 5, 1], within: 1e-15))
    #expect(close(residue.asymmetry, 0.1))
    #expect(close(residue.trace, 9))
    #expect(residue.isConspicuous)
    let fine = try SymmetricTensor.symmetrized(
      rowMajor: [1, 0.5, 0, 0.5001, -2, 0, 0, 0, 1.0001])
    #expect(!fine.residue.isConspicuous)
    let null = try SymmetricTensor.symmetrized(
      rowMajor: [1e-10, 2e-10, 0, 0, 1e-10, 0, 0, 0, 1e-10])
    #expect(!null.residue.isConspicuous)
  }

  @Test(
    "anything but nine finite numbers is refused",
    arguments: [[], [1, 2, 3], [Double.nan, 0, 0, 0, 0, 0, 0, 0, 0]])
  func refusal(numbers: [Double]) {
    #expect(throws: TensorError.self) { try SymmetricTensor.symmetrized(rowMajor: numbers) }
  }

  @Test("V/Å² convert to atomic units and back")
  func units() throws {
    let tensor = SymmetricTensor(xx: 1, xy: 2, xz: 3, yy: 4, yz: 5, zz: -5)
    #expect(close(tensor.inVoltPerSquareAngstrom.xx, 97.173624424))
    let back = SymmetricTensor(voltPerSquareAngstrom: tensor.inVoltPerSquareAngstrom)
    #expect(agree(back.elements, tensor.elements, within: 1e-15))
    // 7Li: 1 V/Å² is −96.9613686 kHz.
    let one = SymmetricTensor(
      voltPerSquareAngstrom: SymmetricTensor(xx: -0.5, xy: 0, xz: 0, yy: -0.5, yz: 0, zz: 1))
    let coupling = Observables(of: SphericalTensor(one), isotope: .lithium7).quadrupolarCoupling
    #expect(abs(coupling + 96.9613686) < 1e-6)
  }
}
