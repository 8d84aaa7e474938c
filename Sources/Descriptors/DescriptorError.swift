import Crystals
import LinearAlgebra

/// What can go wrong when a descriptor is computed.
public enum DescriptorError: Error, Sendable, Equatable {
  /// A hyperparameter no descriptor can be made with.
  case hyperparameter(name: String, found: String, expected: String)
  /// An atom whose element has no species channel.
  case unlistedSpecies(
    origin: Structure.Origin, atom: Int, element: Element, role: Role, listed: [Element])
  /// A centre that is not an atom of the structure.
  case noSuchCenter(origin: Structure.Origin, center: Int, atoms: Int)
  /// The neighbours of a structure could not be found.
  case neighbors(CrystalError)
  /// A feature reduction that does not fit the descriptor.
  case reduction(found: String, expected: String)
  /// A matrix computation failed.
  case linearAlgebra(LinearAlgebraError)

  /// How an atom takes part in a density.
  public enum Role: String, Sendable {
    case center = "centre"
    case neighbor = "neighbour"
  }
}

extension DescriptorError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .hyperparameter(let name, let found, let expected):
      return "hyperparameter \(name): found \(found); expected \(expected)"
    case .unlistedSpecies(let origin, let atom, let element, let role, let listed):
      let list = listed.map(\.symbol).joined(separator: ", ")
      return """
        \(place(origin)): atom \(atom) (\(element)) is a \(role.rawValue), but the descriptor \
        knows only \(list); expected structures of these elements
        """
    case .noSuchCenter(let origin, let center, let atoms):
      return "\(place(origin)): found centre \(center); expected an atom from 0 to \(atoms - 1)"
    case .neighbors(let error):
      return "\(error)"
    case .reduction(let found, let expected):
      return "feature reduction: found \(found); expected \(expected)"
    case .linearAlgebra(let error):
      return "\(error)"
    }
  }

  private func place(_ origin: Structure.Origin) -> String {
    if origin.file.isEmpty { return "structure \(origin.frame)" }
    return "\(escaped(origin.file, limit: 400)):\(origin.line): frame \(origin.frame)"
  }
}
