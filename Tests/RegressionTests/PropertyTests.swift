import Crystals
import Descriptors
import Foundation
import Regression
import Support
import Tensors
import Testing

@Suite("Properties other than field gradients")
struct PropertyTests {
  /// Trained once for all tests.
  static let trained = Result {
    try Training(SampleSet.hyperparameters).train(on: ShieldingSample.labelled())
  }

  private func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return ""
  }

  @Test("trace and anisotropy are both predicted better than by constants")
  func learns() throws {
    let result = try Self.trained.get()
    let metrics = try #require(result.model.description.propertyMetrics)
    let constant = try #require(result.propertyBaseline)
    let (isotropic, mean) = (try #require(metrics.isotropic), try #require(constant.isotropic))
    #expect(isotropic.meanAbsoluteError < 0.5 * mean.meanAbsoluteError)
    #expect(isotropic.rootMeanSquareError < 0.5 * mean.rootMeanSquareError)
    #expect(try #require(isotropic.pearson) > 0.8)
    #expect(
      metrics.anisotropic.meanAbsoluteError < 0.5 * constant.anisotropic.meanAbsoluteError)
    #expect(result.model.description.metrics == nil && result.baseline == nil)
    #expect(metrics.count == result.split.test.count)
  }

  @Test("the labels are split into a third of the trace and the rest, in the unit stated")
  func labels() throws {
    let data = try ShieldingSample.labelled(1)
    let structure = try #require(ShieldingSample.structures(1).first)
    guard case .real(let values, columns: 9)? = structure.arrays["ms"] else {
      Issue.record("no labels")
      return
    }
    for (row, atom) in data.centers[0].enumerated() {
      let nine = values[9 * atom..<9 * atom + 9].map { $0 }
      #expect(abs(data.isotropic[row] - (nine[0] + nine[4] + nine[8]) / 3) < 1e-10)
      var whole = SymmetricTensor(data.labels[row]).rowMajor
      for place in [0, 4, 8] { whole[place] += data.isotropic[row] }
      #expect(agree(whole, nine, within: 1e-10))
    }
    #expect(data.hasIsotropic && data.unit == "ppm" && !data.isFieldGradient)
  }

  @Test("turning a structure turns the anisotropy and leaves the isotropic part")
  func turns() throws {
    let predictor = try Predictor(Self.trained.get().model)
    let structure = try SampleSet.structures.get()[7]
    let centers = SampleSet.centers(structure)
    let known = try predictor.predictSitesExactly(structure, centers: centers)
    let rotation = Quaternion(w: 0.5, x: -0.5, y: 0.1, z: 0.7).rotation
    let turned = try predictor.predictSitesExactly(
      structure.rotated(by: rotation), centers: centers)
    for (before, after) in zip(known, turned) {
      let isotropic = try #require(before.isotropic)
      #expect(abs(try #require(after.isotropic) - isotropic) < 1e-10 * abs(isotropic))
      let difference = after.tensor - before.tensor.rotated(by: rotation)
      #expect(difference.norm < 1e-10 * max(1, before.tensor.norm))
    }
  }

  @Test("the fast path gives the isotropic part of the exact one", arguments: 1...3)
  func fastPath(zeta: Int) throws {
    let model = try Training(SampleSet.hyperparameters(zeta: zeta, sparsePoints: 20))
      .train(on: ShieldingSample.labelled(4)).model
    let predictor = try Predictor(model)
    let structure = try SampleSet.structures.get()[7]
    let centers = SampleSet.centers(structure)
    let exact = try predictor.predictSitesExactly(structure, centers: centers)
    let fast = try predictor.predictSites(
      structure, centers: centers, workspace: Predictor.Workspace())
    #expect(
      agree(
        fast.isotropic.map(Double.init), try exact.map { try #require($0.isotropic) }, within: 0.02)
    )
  }

  @Test("a traceless property has no isotropic part, and a field gradient never has")
  func traceless() throws {
    var structures = try ShieldingSample.structures(4)
    for index in structures.indices {
      structures[index].arrays["quad"] = structures[index].arrays["efg"]
    }
    let plain = try LabelledStructures(structures, nucleus: .lithium, property: "quad")
    #expect(!plain.hasIsotropic && plain.unit == nil)
    #expect(try Training(SampleSet.hyperparameters).train(on: plain).model.isotropic == nil)
    for index in structures.indices {
      structures[index].arrays["efg_all"] = structures[index].arrays["ms"]
    }
    let gradients = try LabelledStructures(structures, nucleus: .lithium, property: "efg_all")
    #expect(!gradients.hasIsotropic && gradients.isFieldGradient && gradients.unit == "a.u.")
  }

  @Test("a model file keeps the isotropic part, the unit and the errors")
  func file() throws {
    let model = try Self.trained.get().model
    let read = try ModelFile.parse(ModelFile.bytes(.tensor(model)))
    #expect(read == .tensor(model))
    #expect(read.description.otherProperty == TensorProperty(name: "ms", unit: "ppm"))
    let unstated = try LabelledStructures(
      ShieldingSample.structures(4), nucleus: .lithium, property: "ms", unit: "")
    let second = try Training(SampleSet.hyperparameters).train(on: unstated).model
    let again = try ModelFile.parse(ModelFile.bytes(.tensor(second)))
    #expect(again.description.otherProperty == TensorProperty(name: "ms", unit: nil))
  }

  @Test("a nucleus without a quadrupolar isotope is learned as any other")
  func spinOneHalf() throws {
    let silicon = try #require(Element(symbol: "Si"))
    var structures = try ShieldingSample.structures(4)
    for index in structures.indices {
      structures[index].elements = structures[index].elements.map {
        $0 == .lithium ? silicon : $0
      }
    }
    var hyperparameters = SampleSet.hyperparameters
    hyperparameters.descriptor.species = [.oxygen, silicon, .titanium]
    let data = try LabelledStructures(structures, nucleus: silicon, property: "ms")
    let model = try Training(hyperparameters).train(on: data).model
    #expect(try ModelFile.parse(ModelFile.bytes(.tensor(model))) == .tensor(model))
  }

  @Test("what is only of field gradients is refused, as are units that differ and taken names")
  func refusals() throws {
    let data = try ShieldingSample.labelled(4)
    #expect(
      message {
        _ = try Training(SampleSet.hyperparameters).train(scalar: .coupling, on: data)
      }.contains("field gradients only"))
    var structures = try ShieldingSample.structures(2)
    structures[1].info["ms_unit"] = .text(["au"], shape: [])
    #expect(
      message { _ = try LabelledStructures(structures, nucleus: .lithium, property: "ms") }
        .contains("ms_unit: found au, ppm"))
    structures[0].arrays["eta"] = structures[0].arrays["ms"]
    structures[1].arrays["eta"] = structures[1].arrays["ms"]
    #expect(
      message { _ = try LabelledStructures(structures, nucleus: .lithium, property: "eta") }
        .contains("another name"))
    #expect(
      message {
        _ = try LabelledStructures(structures, nucleus: .lithium, property: "efg", unit: "V/A^2")
      }.contains("unit: found V/A^2"))
  }

  @Test("a label that is not a number is named by file, frame and atom")
  func notANumber() throws {
    var structures = try ShieldingSample.structures(2)
    let atom = SampleSet.centers(structures[1])[2]
    guard case .real(var values, columns: 9)? = structures[1].arrays["ms"] else { return }
    values[9 * atom + 4] = .nan
    structures[1].arrays["ms"] = .real(values, columns: 9)
    let found = message {
      _ = try LabelledStructures(structures, nucleus: .lithium, property: "ms")
    }
    #expect(found.contains("lto-dft.extxyz:45: frame 1: atom \(atom): property ms holds nan"))
    #expect(!found.contains("atomic units"))
  }
}
