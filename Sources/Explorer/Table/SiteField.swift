/// One quantity of a site: a column of the table, a word of the filter language, a key to sort by.
public enum SiteField: String, CaseIterable, Sendable, Hashable {
  case structure, atom, element, siteType
  case region
  case absoluteOmegaQ = "absOmegaQ"
  case omegaQ
  case quadrupolarCoupling = "CQ"
  case asymmetry = "eta"
  case quadrupolarProduct = "PQ"
  case theta, phi
  case vzz = "Vzz"
  case uncertainty = "sigma"
  case novelty
  case lithiumNeighbors = "nLi"
  case octahedralLithium = "nLi6"
  case lithiumDistance = "dLi"
  case bondLength = "dO"
  case x, y, z
  case error
  case zInRegion, edgeDistance
  case tag, note, marked

  /// What the filter language can do with a field.
  public enum Kind: Sendable { case number, text, logical }

  public var kind: Kind {
    switch self {
    case .element, .siteType, .tag, .note: .text
    case .marked: .logical
    default: .number
    }
  }

  /// The column's heading.
  public var heading: String {
    switch self {
    case .structure: "structure"
    case .atom: "atom"
    case .element: "el"
    case .siteType: "site"
    case .region: "region"
    case .absoluteOmegaQ: "|ω_Q|"
    case .omegaQ: "ω_Q"
    case .quadrupolarCoupling: "C_Q"
    case .asymmetry: "η"
    case .quadrupolarProduct: "P_Q"
    case .theta: "θ"
    case .phi: "φ"
    case .vzz: "V_zz"
    case .uncertainty: "±σ"
    case .novelty: "novelty"
    case .lithiumNeighbors: "nLi"
    case .octahedralLithium: "nLi6"
    case .lithiumDistance: "d(Li)"
    case .bondLength: "d(O)"
    case .x: "x"
    case .y: "y"
    case .z: "z"
    case .error: "error"
    case .zInRegion: "|z|"
    case .edgeDistance: "edge"
    case .tag: "tag"
    case .note: "note"
    case .marked: "mark"
    }
  }

  /// The unit of the shown number; empty for pure numbers and words.
  public var unit: String {
    switch self {
    case .absoluteOmegaQ, .omegaQ, .quadrupolarCoupling, .quadrupolarProduct, .uncertainty, .error:
      "kHz"
    case .theta, .phi: "°"
    case .vzz: "a.u."
    case .x, .y, .z, .lithiumDistance, .bondLength: "Å"
    default: ""
    }
  }

  /// What the field is, in a line.
  public var meaning: String {
    switch self {
    case .structure: "place of the structure, counted from 0 over all files"
    case .atom: "atom in its structure, counted from 0 in file order"
    case .element: "element symbol"
    case .siteType: "spinel site: 8a, 16c, 16d, 48f, 32e or other"
    case .region: "region of the histogram; 0 unclassified, −1 outside the range"
    case .absoluteOmegaQ: "|ω_Q| in kHz for the field direction in use"
    case .omegaQ: "signed ω_Q in kHz for the field direction in use"
    case .quadrupolarCoupling: "quadrupolar coupling constant C_Q in kHz, signed"
    case .asymmetry: "asymmetry η = (V_xx − V_yy)/V_zz, 0…1"
    case .quadrupolarProduct: "P_Q = C_Q √(1 + η²/3) in kHz"
    case .theta: "angle between the field and the z principal axis, 0…90°"
    case .phi: "azimuth of the field from the x principal axis, 0…90°"
    case .vzz: "principal value V_zz in atomic units, signed"
    case .uncertainty: "uncertainty σ of ω_Q in kHz: 68 % of errors are smaller"
    case .novelty: "0 on a training environment, towards 1 far from all"
    case .lithiumNeighbors: "Li among the twelve nearest 16d sites of an 8a site"
    case .octahedralLithium: "Li among the six nearest 16d sites of a 16d or 16c site"
    case .lithiumDistance: "mean distance to the Li of nLi or nLi6, in Å"
    case .bondLength: "mean length of the site's bonds to O, in Å"
    case .x: "Cartesian x in Å"
    case .y: "Cartesian y in Å"
    case .z: "Cartesian z in Å"
    case .error: "|ω_Q − ω_Q of the file's own tensor, or of the model compared with| in kHz"
    case .zInRegion: "standard deviations from the mean of its region, else of the nearest"
    case .edgeDistance: "observable to the nearest edge of its region, else of any"
    case .tag: "your tag"
    case .note: "your note"
    case .marked: "whether you marked the site"
    }
  }

  /// Digits after the decimal point where the field is a real number.
  var fractionDigits: Int {
    switch self {
    case .absoluteOmegaQ, .omegaQ, .quadrupolarCoupling, .quadrupolarProduct, .uncertainty, .error:
      2
    case .asymmetry, .novelty, .x, .y, .z, .lithiumDistance, .bondLength, .edgeDistance: 3
    case .zInRegion: 2
    case .theta, .phi: 1
    case .vzz: 5
    default: 0
    }
  }

  /// Columns of the screen the field wants, without the gap to its neighbour.
  var width: Int {
    switch self {
    case .structure: 10
    case .atom: 6
    case .element: 3
    case .siteType: 5
    case .region, .absoluteOmegaQ, .omegaQ, .x, .y, .z, .error, .edgeDistance: 7
    case .quadrupolarCoupling, .quadrupolarProduct: 8
    case .asymmetry, .uncertainty, .lithiumDistance, .bondLength, .zInRegion: 6
    case .theta, .phi: 5
    case .vzz: 9
    case .novelty: 8
    case .lithiumNeighbors, .octahedralLithium: 4
    case .tag: 9
    case .note: 24
    case .marked: 4
    }
  }

  /// The field a user's word names: its name in any case, or its letter.
  init?(word: String) {
    let lowered = word.lowercased()
    if let field = Self.byWord[lowered] { self = field } else { return nil }
  }

  private static let byWord: [String: SiteField] = {
    var words: [String: SiteField] = [:]
    for field in allCases { words[field.rawValue.lowercased()] = field }
    for (alias, field) in [
      ("η", SiteField.asymmetry), ("θ", .theta), ("φ", .phi), ("σ", .uncertainty),
      ("c_q", .quadrupolarCoupling), ("v_zz", .vzz), ("omega_q", .omegaQ), ("ω_q", .omegaQ),
      ("p_q", .quadrupolarProduct), ("mark", .marked), ("site", .siteType),
    ] { words[alias] = field }
    return words
  }()
}

extension SiteField {
  /// Fields that follow from the regions of the histogram.
  static let ofRegions: Set<SiteField> = [.region, .zInRegion, .edgeDistance]
}
