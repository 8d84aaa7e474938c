/// Why a tensor quantity cannot be made from what was given.
public enum TensorError: Error, Equatable, CustomStringConvertible {
  /// A field direction that has no direction, or cannot be read.
  case fieldDirection(found: String)
  /// Miller indices or a cell that define no lattice plane.
  case latticePlane(found: String)
  /// An isotope that the table lacks.
  case isotope(found: String)
  /// A quadrupole moment that is not a finite number.
  case quadrupoleMoment(found: String)
  /// A tensor given by another count of numbers than nine, or by numbers that are not finite.
  case elements(found: String)
  /// Two sets of tensors of different sizes.
  case pairs(reference: Int, predicted: Int)

  public var description: String {
    switch self {
    case .fieldDirection(let found):
      "field direction: found \(printable(found)); expected three finite numbers x,y,z that are "
        + "not all zero, such as 0,0,1"
    case .latticePlane(let found):
      "field direction: found \(printable(found)); expected Miller indices h,k,l that are not all "
        + "zero, in a cell of non-zero volume"
    case .isotope(let found):
      "isotope: found \(printable(found)); expected one of "
        + Isotope.table.map(\.name).joined(separator: ", ")
        + ", or such a name with an own quadrupole moment in millibarn, 7Li=-40.6"
    case .quadrupoleMoment(let found):
      "quadrupole moment: found \(printable(found)); expected a finite number in millibarn"
    case .elements(let found):
      "tensor: found \(printable(found)); expected nine finite numbers, row by row"
    case .pairs(let reference, let predicted):
      "comparison: found \(reference) reference tensors and \(predicted) predicted ones; expected "
        + "one predicted tensor for each reference tensor"
    }
  }
}

/// Text of unknown origin with every control and non-ASCII character escaped.
private func printable(_ text: String) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(80) { shown += scalar.escaped(asASCII: true) }
  return shown
}
