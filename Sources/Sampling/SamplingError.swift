import Crystals

/// Why structures cannot be made or their point-charge sums not be taken.
public enum SamplingError: Error, Sendable, Equatable {
  /// The structure itself cannot be used.
  case crystal(CrystalError)
  /// An Ewald sum of a structure that does not repeat in all three directions.
  case notPeriodic(origin: Structure.Origin, periodic: [Bool])
  /// Another number of charges than atoms, or a charge that is no finite number.
  case charges(origin: Structure.Origin, found: String, atoms: Int)
  /// An element without a formal charge.
  case noFormalCharge(origin: Structure.Origin, Element)
  /// An Ewald sum that would take more terms than can be summed.
  case tooManyTerms(origin: Structure.Origin, estimate: Double)
  /// An option outside its range.
  case option(name: String, found: String, expected: String)
  /// A line of a table of shell energies that cannot be used.
  case shells(file: String, line: Int, found: String, expected: String)
  /// No structure without atoms too near each other came up.
  case tooClose(structure: Int, pair: String, distance: Double, tries: Int)
  /// The caller asked to stop.
  case cancelled
}

extension SamplingError: CustomStringConvertible {
  /// Where, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .crystal(let error):
      return error.description
    case .notPeriodic(let origin, let periodic):
      let flags = periodic.map { $0 ? "T" : "F" }.joined(separator: " ")
      return at(origin) + "pbc is \(flags); expected a structure that repeats along all three "
        + "lattice vectors, as an Ewald sum needs"
    case .charges(let origin, let found, let atoms):
      return at(origin) + "charges: found \(found); expected \(atoms) finite numbers, one an atom"
    case .noFormalCharge(let origin, let element):
      return at(origin) + "\(element.symbol) has no single usual charge in oxides; expected an "
        + "element such as Li, Ti or O, or a table of charges that names \(element.symbol)"
    case .tooManyTerms(let origin, let estimate):
      return at(origin) + "an Ewald sum of about \(estimate) terms; expected at most "
        + "\(Ewald.largestTermCount); check the cell's units or take a smaller structure"
    case .option(let name, let found, let expected):
      return "\(name) is \(escaped(found)); expected \(expected)"
    case .shells(let file, let line, let found, let expected):
      return "\(escaped(file, limit: 400)):\(line): \(found); expected \(expected)"
    case .tooClose(let structure, let pair, let distance, let tries):
      return "structure \(structure): \(pair) \(distance) Å apart in the best of \(tries) tries; "
        + "expected room for every atom; choose a smaller rattle or strain"
    case .cancelled:
      return "interrupted"
    }
  }

  private func at(_ origin: Structure.Origin) -> String {
    guard !origin.file.isEmpty else { return "" }
    return "\(escaped(origin.file, limit: 400)):\(origin.line): frame \(origin.frame): "
  }
}
