import Crystals
import Formats
import Support
import Testing

/// A wrong file, the line that is wrong, and words the message must hold.
struct WrongFile: Sendable, CustomStringConvertible {
  var text: String
  var line: Int
  var words: [String]
  var description: String { words.joined(separator: " ") }

  init(_ text: String, _ line: Int, _ words: String...) {
    self.text = text
    self.line = line
    self.words = words
  }

  /// Reads the file and compares what is said of it.
  func check(as name: String, _ location: SourceLocation = #_sourceLocation) {
    let error = #expect(throws: FormatError.self, sourceLocation: location) {
      try StructureReader.parse(Array(text.utf8), file: name)
    }
    #expect(error?.kind == .badData, sourceLocation: location)
    let message = error.map { "\($0)" } ?? ""
    #expect(message.hasPrefix("\(name):\(line): "), "\(message)", sourceLocation: location)
    for word in words {
      #expect(message.contains(word), "\(message)", sourceLocation: location)
    }
  }
}

/// The only structure of a text.
func structure(_ text: String, _ name: String = "t") throws -> Structure {
  let found = try StructureReader.parse(Array(text.utf8), file: name)
  try #require(found.count == 1)
  return found[0]
}

/// Nine columns of an atom.
func nine(_ structure: Structure, _ name: String, _ atom: Int) -> [Double] {
  guard case .real(let values, columns: 9)? = structure.arrays[name] else { return [] }
  return Array(values[(9 * atom)..<(9 * atom + 9)])
}

/// The largest coordinate difference of two lists of positions.
func distance(_ a: [Vector], _ b: [Vector]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { ($0 - $1).max() - min(0, ($0 - $1).min()) }.max() ?? 0
}

enum StructureTexts {
  static let extendedXYZ = """
    2
    Lattice="4 0 0 0 5 0 0.5 0 6" Properties=species:S:1:pos:R:3:efg:R:9:site:S:1 pbc="T T F" \
    name="a \\"b\\" c" n=[1, 2, 3] table="_JSON [[1.5, 2], [3, 4]]" flag
    Li 0.5 1 -1.5 1 2 3 2 5 6 3 6 -6 16d
    O 2.25 2 -0.125 0.1 0.2 0.3 0.2 0.5 0.6 0.3 0.6 -0.6 32e
    1
    a plain frame
    Ti 0 1e-3 2.5 more

    """

  static let magres = """
    #$magres-abinitio-v1.0
    [calculation]
    calc_code CASTEP
    calc_pspot Li 1
    calc_pspot O 2
    [/calculation]
    [atoms]
      units lattice Angstrom
      lattice 4 0 0 0 5 0 0.5 0 6
      units atom Angstrom
      symmetry P1
      atom Li Li 1 0.5 1 1.5
      atom O:1 O16d 101 2.25 2 -0.125  # a remark
    [/atoms]
    [magres]
      # a remark
      units efg au
      units ms ppm
      efg Li 1 1 2 3 2 5 6 3 6 -6
      efg O16d101 0.1 0.2 0.3 0.2 0.5 0.6 0.3 0.6 -0.6
      ms O16d 101 90 1 0 2 91 0 0 0 92
      isc Li 1 O16d 101 1 0 0 0 1 0 0 0 1
    [/magres]

    """

  static let poscar = """
    Li and O
    2.0
    2 0 0
    0 2.5 0
    0.25 0 3
    Li O
    1 2
    Selective dynamics
    Direct
    0.25 0.5 0.75 T F T
    0 0 0 F F F
    -0.5 0.5 1.5 T T T

    0 0 0

    """

  /// Rutile with a = 4.594 Å, c = 2.959 Å, x = 0.305.
  static let cif = """
    # rutile
    data_rutile
    _cell_length_a   4.594(3)
    _cell_length_b   4.594(3)
    _cell_length_c   2.959
    _cell_angle_alpha 90
    _cell_angle_beta 90.
    _cell_angle_gamma 90.0000
    _symmetry_space_group_name_H-M 'P 42/m n m'
    _publ_section_title
    ;
    A title with loop_ and data_ in it,
    over two lines
    ;
    loop_
    _symmetry_equiv_pos_site_id
    _symmetry_equiv_pos_as_xyz
    1 'x, y, z'
    2 '-x, -y, z'
    3 '-y+1/2, x+1/2, z+1/2'
    4 '1/2+y, 1/2-x, z+.5'
    5 '-x+1/2, y+1/2, -z+1/2'
    6 'x+1/2, -y+1/2, -z+1/2'
    7 'y, x, -z'
    8 -Y,-X,-Z
    9 '-x, -y, -z'
    10 'x, y, -z'
    11 'y+1/2, -x+1/2, -z+1/2'
    12 '-y+1/2, x+1/2, -z+1/2'
    13 'x+1/2, -y+1/2, z+1/2'
    14 '-x+1/2, y+1/2, z+1/2'
    15 '-y, -x, z'
    16 'y, x, z'
    loop_
    _atom_site_label
    _atom_site_type_symbol
    _atom_site_fract_x
    _atom_site_fract_y
    _atom_site_fract_z
    _atom_site_occupancy
    _atom_site_calc_flag
    Ti1 Ti4+ 0 0 0 1 .
    'O1 a' O2- 0.3050(2) 0.3050(2) 0 1.000 d

    """

  static let castepCell = """
    ! a remark
    kpoint_mp_grid 2 2 2
    %block Lattice_ABC
    nm
    0.4 0.5 0.6   # a, b, c
    90 120 90
    %endblock LATTICE_ABC
    %BLOCK SPECIES_POT
    Li Li.usp
    %ENDBLOCK SPECIES_POT
    %BLOCK positions_frac
    Li 0 0 0
    Ti:16d 0.5 0.5 0.5 SPIN= 1.0
    8 0.25 0.25 0.25
    %ENDBLOCK positions_frac

    """

  static let all = [
    ("a.extxyz", extendedXYZ), ("a.magres", magres), ("old.magres", MagresTests.old),
    ("POSCAR", poscar), ("a.cif", cif), ("a.cell", castepCell),
  ]
}
