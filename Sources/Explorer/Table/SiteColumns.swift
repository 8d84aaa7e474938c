import Crystals
import Engine

/// The columns of the site table that a filter, a sort key or a list reads, with what derived
/// quantities need: the field, the regions, tags and marks.
///
/// Arrays are shared with the table, not copied; a request holds only those it reads.
public struct SiteColumns: Sendable {
  public private(set) var count: Int
  private var structure: [Int32] = []
  private var atom: [Int32] = []
  private var element: [Element] = []
  private var siteType: [SiteType] = []
  private var lithiumNeighbors: [Int8] = []
  private var octahedralLithium: [Int8] = []
  private var lithiumDistance: [Float] = []
  private var bondLength: [Float] = []
  private var position: [SIMD3<Float>] = []
  private var components: [[Float]] = []
  private var reference: [[Float]] = []
  private var coupling: [Float] = []
  private var asymmetry: [Float] = []
  private var vzz: [Float] = []
  private var across: [Float] = []
  private var along: [Float] = []
  private var novelty: [Float] = []
  private var omegaQ: [Float] = []
  private let derived: DerivedQuantities
  private let regions: RegionLookup
  private var marks = RowSet()
  private var tags = SparseText()
  private var notes = SparseText()

  /// Takes what `fields` need from a table.
  init(
    _ table: SiteTable, reference: [[Float]], omegaQ: [Float], derived: DerivedQuantities,
    regions: RegionLookup, annotations: Annotations, fields: Set<SiteField>
  ) {
    count = table.count
    self.derived = derived
    self.regions = regions
    var needed = fields
    if !needed.isDisjoint(with: SiteField.ofRegions) { needed.insert(regions.observable.field) }
    func needs(_ fields: SiteField...) -> Bool { fields.contains(where: needed.contains) }
    if needs(.structure) { structure = table.structure }
    if needs(.atom) { atom = table.atom }
    if needs(.element) { element = table.element }
    if needs(.siteType) { siteType = table.siteType }
    if needs(.lithiumNeighbors) { lithiumNeighbors = table.lithiumNeighbors }
    if needs(.octahedralLithium) { octahedralLithium = table.octahedralLithium }
    if needs(.lithiumDistance) { lithiumDistance = table.lithiumDistance }
    if needs(.bondLength) { bondLength = table.bondLength }
    if needs(.x, .y, .z) { position = table.position }
    if needs(.theta, .phi, .uncertainty) { components = table.components }
    if needs(.error) { self.reference = reference }
    if needs(.quadrupolarCoupling, .quadrupolarProduct) { coupling = table.quadrupolarCoupling }
    if needs(.asymmetry, .theta, .phi, .quadrupolarProduct) { asymmetry = table.asymmetry }
    if needs(.vzz, .theta, .phi) { vzz = table.vzz }
    if needs(.uncertainty) { (across, along) = (table.uncertaintyAcross, table.uncertaintyAlong) }
    if needs(.novelty) { novelty = table.novelty }
    if needs(.omegaQ, .absoluteOmegaQ, .error) { self.omegaQ = omegaQ }
    if needs(.marked) { marks = annotations.marks }
    if needs(.tag) { tags = SparseText(annotations.tags, table) }
    if needs(.note) { notes = SparseText(annotations.notes, table) }
  }

  /// The observable of the histogram.
  var observable: Observable { regions.observable }

  /// The histogram's bin of a value of the observable; −1 for none.
  @inline(__always)
  func bin(of value: Float) -> Int { regions.bin(of: value) }

  /// Writes a field's numbers of some rows; words become codes, NaN stands for "not known".
  func fill(_ field: SiteField, rows: Range<Int>, into values: UnsafeMutablePointer<Float>) {
    switch field {
    case .structure: copy(structure, rows, values) { Float($0) }
    case .atom: copy(atom, rows, values) { Float($0) }
    case .element: copy(element, rows, values) { Float($0.rawValue) }
    case .siteType: copy(siteType, rows, values) { Float($0.rawValue) }
    case .lithiumNeighbors: copy(lithiumNeighbors, rows, values) { $0 < 0 ? .nan : Float($0) }
    case .octahedralLithium: copy(octahedralLithium, rows, values) { $0 < 0 ? .nan : Float($0) }
    case .lithiumDistance: copy(lithiumDistance, rows, values) { $0 }
    case .bondLength: copy(bondLength, rows, values) { $0 }
    case .x: copy(position, rows, values) { $0.x }
    case .y: copy(position, rows, values) { $0.y }
    case .z: copy(position, rows, values) { $0.z }
    case .quadrupolarCoupling: copy(coupling, rows, values) { $0 }
    case .asymmetry: copy(asymmetry, rows, values) { $0 }
    case .vzz: copy(vzz, rows, values) { $0 }
    case .uncertainty:
      for (i, row) in rows.enumerated() {
        values[i] =
          min(across.count, along.count) > row
          ? derived.uncertainty(components, row, across: across[row], along: along[row]) : .nan
      }
    case .novelty: copy(novelty, rows, values) { $0 }
    case .omegaQ: copy(omegaQ, rows, values) { $0 }
    case .absoluteOmegaQ: copy(omegaQ, rows, values) { $0.magnitude }
    case .quadrupolarProduct:
      for (i, row) in rows.enumerated() {
        let eta = asymmetry[row]
        values[i] = coupling[row] * (1 + eta * eta / 3).squareRoot()
      }
    case .theta, .phi: fillAngles(field, rows, values)
    case .error:
      let compared = derived.omegaQ(reference, rows)
      for (i, row) in rows.enumerated() { values[i] = (omegaQ[row] - compared[i]).magnitude }
    case .region:
      fill(regions.observable.field, rows: rows, into: values)
      for i in 0..<rows.count { values[i] = regions.region(of: values[i]) }
    case .zInRegion:
      fill(regions.observable.field, rows: rows, into: values)
      for i in 0..<rows.count { values[i] = regions.deviations(of: values[i]) }
    case .edgeDistance:
      fill(regions.observable.field, rows: rows, into: values)
      for i in 0..<rows.count { values[i] = regions.edgeDistance(of: values[i]) }
    case .marked: for (i, row) in rows.enumerated() { values[i] = marks.contains(row) ? 1 : 0 }
    case .tag: tags.fill(rows, values)
    case .note: notes.fill(rows, values)
    }
  }

  /// One number of one row.
  func value(_ field: SiteField, row: Int) -> Float {
    var value = Float.nan
    fill(field, rows: row..<row + 1, into: &value)
    return value
  }

  /// The words a text field's codes stand for: pairs of code and word.
  func words(of field: SiteField) -> [(code: Float, word: String)] {
    switch field {
    case .siteType: SiteType.allCases.map { (Float($0.rawValue), $0.label) }
    case .element:
      (1...118).compactMap { Element(rawValue: $0) }.map { (Float($0.rawValue), $0.symbol) }
    case .tag: tags.coded
    case .note: notes.coded
    default: []
    }
  }

  private func copy<Value>(
    _ column: [Value], _ rows: Range<Int>, _ values: UnsafeMutablePointer<Float>,
    _ convert: (Value) -> Float
  ) {
    guard column.count >= rows.upperBound else {
      for i in 0..<rows.count { values[i] = .nan }
      return
    }
    column.withUnsafeBufferPointer { column in
      for i in 0..<rows.count { values[i] = convert(column[rows.lowerBound + i]) }
    }
  }

  private func fillAngles(
    _ field: SiteField, _ rows: Range<Int>, _ values: UnsafeMutablePointer<Float>
  ) {
    for (i, row) in rows.enumerated() {
      let angles = derived.angles(components, row, vzz: vzz[row], asymmetry: asymmetry[row])
      values[i] = field == .theta ? angles.theta : angles.phi
    }
  }
}

/// Words that only few rows carry, as codes in alphabetical order; 0 for rows without one.
struct SparseText: Sendable {
  private var words: [String] = []
  private var entries: [(row: Int, code: Float)] = []

  init() {}

  init(_ texts: [SiteKey: String], _ table: SiteTable) {
    words = Set(texts.values).sorted()
    let codes = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, Float($0 + 1)) })
    entries = texts.compactMap { key, text in
      table.row(of: key).map { ($0, codes[text] ?? 0) }
    }
    entries.sort { $0.row < $1.row }
  }

  var coded: [(code: Float, word: String)] {
    [(0, "")] + words.enumerated().map { (Float($0 + 1), $1) }
  }

  func fill(_ rows: Range<Int>, _ values: UnsafeMutablePointer<Float>) {
    for i in 0..<rows.count { values[i] = 0 }
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].row < rows.lowerBound { low = middle + 1 } else { high = middle }
    }
    while low < entries.count, entries[low].row < rows.upperBound {
      values[entries[low].row - rows.lowerBound] = entries[low].code
      low += 1
    }
  }
}
