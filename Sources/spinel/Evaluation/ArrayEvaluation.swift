import Crystals
import Engine
import Tensors

/// Compares two per-atom tensor arrays of the same structures, element by element.
struct ArrayEvaluation {
  let structures: [Structure]
  let reference: String
  let predicted: String
  let field: FieldDirection
  let isotopes: [Isotope]
  let tolerance: Double

  /// An EFG by the reference's name, or because an isotope of the element is named.
  private func isotope(of element: Element) -> Isotope? {
    if let named = isotopes.last(where: { $0.element == element.symbol }) { return named }
    guard reference.lowercased().contains("efg") else { return nil }
    return Isotope.standard(for: element.symbol)
  }

  func evaluations() throws -> [Evaluation] {
    let pairs = try TensorPairs.read(structures, reference: reference, predicted: predicted)
    guard !pairs.isEmpty else {
      let file = structures.first.map { escaped($0.origin.file, limit: 400) + ": " } ?? ""
      throw Failure(
        "\(file)no atom has a tensor in both \(escaped(reference)) and \(escaped(predicted)); "
          + "expected nine finite numbers in each", status: Failure.badData)
    }
    return try pairs.map { pair in
      let isotope = isotope(of: pair.element)
      var result = Evaluation(
        nucleus: pair.element, isotope: isotope, field: field, tolerance: tolerance,
        property: reference, sites: nil, reference: pair.reference, structures: pair.structures)
      result.withoutTensor = pair.withoutTensor
      result.tensors = [
        Evaluation.TensorSide(
          name: predicted, file: nil, predicted: pair.predicted,
          metrics: try Metrics(
            reference: pair.reference, predicted: pair.predicted, isotope: isotope, field: field,
            tolerance: tolerance))
      ]
      if pair.hasTrace || isotope == nil { result.isotropic = pair.isotropic }
      return result
    }
  }
}
