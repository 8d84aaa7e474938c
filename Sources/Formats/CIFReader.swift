import Crystals

/// Reads crystallographic information files: every data block with atoms is a structure.
///
/// The asymmetric unit is filled up by the symmetry operators the file lists; images within
/// `mergeDistance` are one atom. Array an atom: `labels`. Info: `name`, that of the data block.
/// Sites that are not fully occupied are refused.
struct CIFReader {
  /// Images of a site closer than this, in Å, are the same atom. Coordinates of three digits stray
  /// less, and no atoms come so close.
  static let mergeDistance = 0.05

  /// Loops of more names than this are refused; the dictionary knows a few hundred.
  static let largestLoop = 10_000

  private var tokens: CIFTokens
  private var structures: [Structure] = []

  /// Reads all structures of a file. Throws `badData`.
  static func structures(_ bytes: Word, file: String) throws(FormatError) -> [Structure] {
    var reader = CIFReader(tokens: CIFTokens(bytes, file: file))
    try reader.read()
    return reader.structures
  }

  private init(tokens: CIFTokens) { self.tokens = tokens }

  private mutating func read() throws(FormatError) {
    var block: CIFBlock?
    var token = try tokens.next()
    while true {
      switch token {
      case .end, .block:
        if let structure = try block?.structure(frame: structures.count) {
          structures.append(structure)
        }
        guard case .block(let name) = token else {
          guard !structures.isEmpty else { throw nothing(block) }
          return
        }
        block = CIFBlock(
          name: String(decoding: name.prefix(256), as: UTF8.self), line: tokens.line,
          file: tokens.file)
        token = try tokens.next()
      case .tag(let tag):
        guard case .value(let value, let isQuoted) = try tokens.next() else {
          throw tokens.failure(found: "\(tag.shown) without a value", expected: "a value after it")
        }
        try block?.read(CIFItem(tag), value, isQuoted: isQuoted, line: tokens.line)
        if block == nil { throw outside(tag) }
        token = try tokens.next()
      case .loop:
        guard block != nil else {
          throw tokens.failure(found: "a loop before any data block", expected: "data_NAME")
        }
        token = try readLoop(&block)
      case .value(let word, _):
        if block == nil { throw outside(word) }
        throw tokens.failure(found: "\(word.shown) without a name", expected: "_name and a value")
      }
    }
  }

  private func outside(_ word: Word) -> FormatError {
    tokens.failure(found: "\(word.shown) before any data block", expected: "data_NAME")
  }

  private func nothing(_ block: CIFBlock?) -> FormatError {
    tokens.failure(
      found: block == nil ? "no data block" : "no data block with atoms",
      expected: "a loop of _atom_site_fract_x and the like", advice: "the file may be cut short")
  }

  /// Reads a loop's values row by row; returns the token after it.
  private mutating func readLoop(_ block: inout CIFBlock?) throws(FormatError) -> CIFTokens.Token {
    let start = tokens.line
    var items: [CIFItem] = []
    var token = try tokens.next()
    while case .tag(let tag) = token {
      guard items.count < Self.largestLoop else {
        throw tokens.failure(
          found: "a loop of more than \(items.count) names", expected: "at most that many")
      }
      items.append(CIFItem(tag))
      token = try tokens.next()
    }
    guard !items.isEmpty else {
      throw tokens.failure(start, found: "a loop without names", expected: "_name after loop_")
    }
    let isSites = items.contains(.fraction(0)) || items.contains(.siteLabel)
    var site = CIFSite()
    var column = 0
    while case .value(let word, let isQuoted) = token {
      let item = items[column]
      if isSites {
        if column == 0 { site = CIFSite(line: tokens.line) }
        site.take(item, word, isQuoted: isQuoted)
      } else {
        try block?.read(item, word, isQuoted: isQuoted, line: tokens.line)
      }
      column += 1
      if column == items.count {
        column = 0
        if isSites { try block?.add(site) }
      }
      token = try tokens.next()
    }
    guard column == 0 else {
      throw tokens.failure(
        found: "\(column) values in the last row of the loop in line \(start)",
        expected: "\(items.count), one for each name",
        advice: "the file may be cut short, or a value with blanks lacks its quotes")
    }
    return token
  }
}

/// What a name means here; other names are passed over.
enum CIFItem: Equatable {
  case length(Int)
  case angle(Int)
  /// As the present and the former dictionary name it.
  case symmetryOperator, formerOperator
  case spaceGroup, spaceGroupNumber
  case siteLabel, siteSymbol
  case fraction(Int)
  case occupancy, calculated
  case other

  init(_ tag: Word) {
    guard tag.count < 48 else {
      self = .other
      return
    }
    // The newer dictionaries have a point where the older have a line.
    let name = String(tag.lowercased.map { $0 == "." ? "_" : $0 })
    self = Self.items[name] ?? .other
  }

  private static let items: [String: CIFItem] = [
    "_cell_length_a": .length(0), "_cell_length_b": .length(1), "_cell_length_c": .length(2),
    "_cell_angle_alpha": .angle(0), "_cell_angle_beta": .angle(1), "_cell_angle_gamma": .angle(2),
    "_space_group_symop_operation_xyz": .symmetryOperator,
    "_symmetry_equiv_pos_as_xyz": .formerOperator,
    "_space_group_name_h-m_alt": .spaceGroup, "_symmetry_space_group_name_h-m": .spaceGroup,
    "_space_group_it_number": .spaceGroupNumber, "_symmetry_int_tables_number": .spaceGroupNumber,
    "_atom_site_label": .siteLabel, "_atom_site_type_symbol": .siteSymbol,
    "_atom_site_fract_x": .fraction(0), "_atom_site_fract_y": .fraction(1),
    "_atom_site_fract_z": .fraction(2), "_atom_site_occupancy": .occupancy,
    "_atom_site_calc_flag": .calculated,
  ]
}

/// A row of the loop of sites, as words of the file.
struct CIFSite {
  var line = 0
  var label: Word?
  var symbol: Word?
  var fractions: [Word?] = [nil, nil, nil]
  var occupancy: Word?
  var isDummy = false

  mutating func take(_ item: CIFItem, _ word: Word, isQuoted: Bool) {
    let isAbsent = !isQuoted && (word.spells(".") || word.spells("?"))
    guard !isAbsent else { return }
    switch item {
    case .siteLabel: label = word
    case .siteSymbol: symbol = word
    case .fraction(let axis): fractions[axis] = word
    case .occupancy: occupancy = word
    case .calculated: isDummy = word.spells("dum")
    default: break
    }
  }
}
