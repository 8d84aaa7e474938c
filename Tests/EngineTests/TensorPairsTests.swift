import Crystals
import Engine
import Formats
import Tensors
import Testing

@Suite("Two tensor arrays of one file")
struct TensorPairsTests {
  private func structure(
    _ elements: [Element], _ arrays: [String: [Double]]
  ) -> Structure {
    Structure(
      cell: .none, elements: elements,
      positions: elements.indices.map { Vector(3 * Double($0), 0, 0) },
      arrays: arrays.mapValues { .real($0, columns: 9) })
  }

  private let tensor = [1.0, 0, 0, 0, 2, 0.5, 0, 0.5, -3]
  private let shifted = [3.0, 0, 0, 0, 4, 0.5, 0, 0.5, -1]

  @Test("are paired by element, in the order of atoms, with the isotropic parts apart")
  func pairs() throws {
    let found = try TensorPairs.read(
      [
        structure([.oxygen, .lithium], ["a": tensor + shifted, "b": shifted + shifted]),
        structure([.lithium], ["a": tensor, "b": tensor]),
      ], reference: "a", predicted: "b")
    #expect(found.map(\.element) == [.lithium, .oxygen])
    #expect(found[0].structures == [0, 1] && found[1].structures == [0])
    for (parts, expected) in [
      (found[0].isotropic.reference, [2.0, 0]), (found[0].isotropic.predicted, [2, 0]),
      (found[1].isotropic.reference, [0]), (found[1].isotropic.predicted, [2]),
    ] {
      #expect(zip(parts, expected).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(parts.count == expected.count)
    }
    // A trace is all they differ by.
    #expect((found[1].reference[0] - found[1].predicted[0]).norm < 1e-12)
    #expect(found[0].hasTrace && found[1].hasTrace)
  }

  @Test("atoms without a tensor are counted and left out, elements without any are not there")
  func missing() throws {
    let none = [Double](repeating: .nan, count: 9)
    let found = try TensorPairs.read(
      [
        structure(
          [.lithium, .lithium, .oxygen],
          ["a": tensor + tensor + tensor, "b": tensor + none + none])
      ], reference: "a", predicted: "b")
    #expect(found.map(\.element) == [.lithium])
    #expect(found[0].reference.count == 1 && found[0].withoutTensor == 1)
    #expect(!found[0].hasTrace)
  }

  @Test("a tensor with some numbers that are not finite is refused with its structure and atom")
  func halfTensor() {
    var broken = tensor
    broken[4] = .nan
    var bad = structure([.lithium, .lithium], ["a": tensor + tensor, "b": tensor + broken])
    bad.origin = Structure.Origin(file: "f.extxyz", frame: 0, line: 11)
    let error = #expect(throws: FormatError.self) {
      try TensorPairs.read([bad], reference: "a", predicted: "b")
    }
    #expect(error?.line == 11)
    #expect(error.map { "\($0)" }?.contains("atom 1") == true)
  }

  @Test("an array that is not there, or no tensor, is refused")
  func noTensors() {
    let one = structure([.lithium], ["a": tensor])
    #expect(throws: FormatError.self) {
      try TensorPairs.read([one], reference: "a", predicted: "b")
    }
    var six = one
    six.arrays["b"] = .real([1, 2, 3, 4, 5, 6], columns: 6)
    #expect(throws: FormatError.self) {
      try TensorPairs.read([six], reference: "a", predicted: "b")
    }
  }
}
