import Crystals

/// Where structures come from.
public enum StructureInput: Sendable {
  /// A file of any form that is read.
  case file(String)
  /// Structures made by the program itself.
  case made([Structure])
}
