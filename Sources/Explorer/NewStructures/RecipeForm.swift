import Engine
import Sampling

/// The form that says which structures to make: fields with their texts, and the one being edited.
struct RecipeForm: Sendable {
  enum Kind: Int, CaseIterable, Sendable {
    case metropolis, wangLandau, rattled, orderings

    var label: String {
      switch self {
      case .metropolis: "Li/Ti order by Metropolis"
      case .wangLandau: "Li/Ti order by Wang–Landau"
      case .rattled: "rattled 42-atom cells"
      case .orderings: "the six 42-atom orderings"
      }
    }
  }

  enum Field: Hashable, Sendable {
    case kind, cells, count, temperature, sweeps, energies, shells, permittivity, rattle, strain
    case seed
    case placing, path
  }

  /// Where pair energies come from.
  enum Energies: Int, CaseIterable, Sendable {
    case fitted, file, charges

    var label: String {
      switch self {
      case .fitted: "six shells fitted to CHGNet"
      case .file: "shells of a file"
      case .charges: "formal charges, screened"
      }
    }

    /// The field that goes with the choice.
    var field: Field? {
      switch self {
      case .fitted: nil
      case .file: .shells
      case .charges: .permittivity
      }
    }
  }

  var kind = Kind.metropolis
  var energies = Energies.fitted
  /// Whether the structures join those that are open, rather than replace them.
  var isAdding = false
  /// Place in `fields`.
  private(set) var cursor = 0
  private(set) var texts: [Field: LineEditor] = [:]
  /// The text under the cursor was not touched yet: typing replaces it.
  private var isFresh = true
  /// What is wrong with a field.
  var fault: (field: Field, text: String)?

  /// The fields that matter for the kind.
  var fields: [Field] {
    switch kind {
    case .metropolis, .wangLandau:
      [.kind, .cells, .count, .temperature, .sweeps, .energies]
        + [energies.field].compactMap { $0 } + [.seed, .placing, .path]
    case .rattled: [.kind, .count, .rattle, .strain, .seed, .placing, .path]
    case .orderings: [.kind, .placing, .path]
    }
  }

  var field: Field { fields[min(cursor, fields.count - 1)] }

  /// What stands in a field until it is edited.
  private func standardText(_ field: Field) -> String {
    let settings = OrderingSearch.Settings()
    switch field {
    case .cells: return "\(settings.cells)"
    case .count: return kind == .rattled ? "60" : "\(settings.count)"
    case .temperature: return number(settings.temperature)
    case .sweeps:
      let method: OrderingSearch.Method = kind == .wangLandau ? .wangLandau : .metropolis
      return "\(method.standardSweeps)"
    case .permittivity: return number(PairInteractions.standardPermittivity)
    case .rattle: return "0.01 0.12"
    case .strain: return "0.03"
    case .seed: return "1"
    case .shells, .path, .kind, .energies, .placing: return ""
    }
  }

  /// The text of a field; for a choice, the word chosen.
  func text(_ field: Field) -> String {
    switch field {
    case .kind: kind.label
    case .energies: energies.label
    case .placing: isAdding ? "add to the open ones" : "replace the open ones"
    default: texts[field]?.text ?? standardText(field)
    }
  }

  /// Where the caret stands in the field being edited; nil for a choice.
  var caret: Int? {
    Self.choices.contains(field)
      ? nil : texts[field]?.caret ?? standardText(field).unicodeScalars.count
  }

  static let choices: Set<Field> = [.kind, .energies, .placing]

  mutating func move(by step: Int) {
    let count = fields.count
    cursor = (min(cursor, count - 1) + step + count) % count
    isFresh = true
  }

  mutating func move(to place: Int) {
    guard fields.indices.contains(place) else { return }
    cursor = place
    isFresh = true
  }

  /// Steps through the words of a choice.
  mutating func choose(by step: Int) {
    switch field {
    case .kind:
      let count = Kind.allCases.count
      kind = Kind(rawValue: (kind.rawValue + step + count) % count) ?? .metropolis
    case .energies:
      let count = Energies.allCases.count
      energies = Energies(rawValue: (energies.rawValue + step + count) % count) ?? .fitted
    case .placing: isAdding.toggle()
    default: return
    }
    fault = nil
  }

  /// Edits the text of the field; false where the key edits nothing.
  mutating func edit(_ key: Key) -> Bool {
    guard !Self.choices.contains(field) else { return false }
    var editor = texts[field] ?? LineEditor(standardText(field))
    if isFresh, case .character = key { editor = LineEditor("") }
    guard editor.edit(key) else { return false }
    isFresh = false
    texts[field] = editor
    fault = nil
    return true
  }

  mutating func paste(_ text: String) {
    guard !Self.choices.contains(field) else { return }
    var editor = isFresh ? LineEditor("") : texts[field] ?? LineEditor(standardText(field))
    editor.insert(text)
    isFresh = false
    texts[field] = editor
  }

  /// The path to save to; nil for none.
  var path: String? {
    let path = text(.path).trimmed
    return path.isEmpty ? nil : path
  }
}

/// A field that holds what no structures can be made of.
struct RecipeFault: Error {
  var field: RecipeForm.Field
  var text: String
}

extension RecipeForm {
  /// What the fields ask for.
  func recipe() throws(RecipeFault) -> StructureRecipe {
    switch kind {
    case .orderings: return .orderings(.standard)
    case .rattled:
      let ends = text(.rattle).split { $0 == " " || $0 == "," }.map { Double($0) }
      guard ends.count == 2, let low = ends[0], let high = ends[1], (0...1).contains(low),
        (low...1).contains(high)
      else {
        throw RecipeFault(
          field: .rattle, text: "two deviations from 0 to 1 Å, the smaller first, as 0.01 0.12")
      }
      return .rattled(
        .init(
          rattle: low...high, strain: try real(.strain, 0...0.2, ""), seed: try seed()),
        count: try whole(.count, 1...100_000))
    case .metropolis, .wangLandau:
      var settings = OrderingSearch.Settings()
      settings.method = kind == .wangLandau ? .wangLandau : .metropolis
      settings.cells = try whole(.cells, 1...OctahedralLattice.largestCubicCount)
      guard settings.cells % 3 == 0 else {
        throw RecipeFault(field: .cells, text: "3 (1512 atoms) or 6 (12096)")
      }
      settings.count = try whole(.count, 1...10_000)
      settings.temperature = try real(.temperature, 1e-3...1e7, "K")
      settings.sweeps = try whole(.sweeps, 2...Metropolis.largestSweepCount)
      switch energies {
      case .fitted: break
      case .charges:
        settings.energies = .coulomb(permittivity: try real(.permittivity, 1e-3...1e9, ""))
      case .file:
        let file = text(.shells).trimmed
        guard !file.isEmpty else {
          throw RecipeFault(
            field: .shells, text: "a file with a distance in Å and an energy in eV a line")
        }
        settings.energies = .shellsOf(file: file)
      }
      settings.seed = try seed()
      return .sampled(settings)
    }
  }

  private func whole(_ field: Field, _ range: ClosedRange<Int>) throws(RecipeFault) -> Int {
    guard let value = Int(text(field).trimmed), range.contains(value) else {
      throw RecipeFault(
        field: field, text: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private func real(
    _ field: Field, _ range: ClosedRange<Double>, _ unit: String
  ) throws(RecipeFault) -> Double {
    guard let value = Double(text(field).trimmed), range.contains(value) else {
      let (low, high) = (number(range.lowerBound), number(range.upperBound))
      throw RecipeFault(field: field, text: "a number from \(low) to \(high) \(unit)".trimmed)
    }
    return value
  }

  private func seed() throws(RecipeFault) -> UInt64 {
    guard let value = UInt64(text(.seed).trimmed) else {
      throw RecipeFault(field: .seed, text: "a whole number from 0 on")
    }
    return value
  }
}

extension String {
  /// Without blanks at both ends.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " })
    else { return "" }
    return String(self[first...last])
  }
}
