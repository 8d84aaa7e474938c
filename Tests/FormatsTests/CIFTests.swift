import Crystals
import Formats
import Support
import Testing

@Suite struct CIFTests {
  @Test("symmetry fills up rutile as the textbook says")
  func rutile() throws {
    let found = try structure(StructureTexts.cif)
    let (a, c, x) = (4.594, 2.959, 0.305)
    #expect(found.elements.map(\.symbol) == ["Ti", "Ti", "O", "O", "O", "O"])
    #expect(
      distance(found.cell.vectors, [Vector(a, 0, 0), Vector(0, a, 0), Vector(0, 0, c)]) < 1e-12)
    // Wyckoff positions 2a and 4f of P4₂/mnm.
    let expected: [[Double]] = [
      [0, 0, 0], [0.5, 0.5, 0.5], [x, x, 0], [1 - x, 1 - x, 0], [0.5 - x, 0.5 + x, 0.5],
      [0.5 + x, 0.5 - x, 0.5],
    ]
    for s in expected {
      let r = Vector(a * s[0], a * s[1], c * s[2])
      #expect(found.positions.filter { distance([$0], [r]) < 1e-9 }.count == 1, "\(s)")
    }
    #expect(
      found.arrays["labels"] == .text(["Ti1", "Ti1", "O1 a", "O1 a", "O1 a", "O1 a"], columns: 1))
    #expect(found.info["name"] == .text(["rutile"], shape: []))
  }

  @Test("the operators of a magres file make silicon's second atom out of the first")
  func silicon() throws {
    let path = "\(goldensFolder)/nmr/magres/silicon.magres"
    let lines = String(decoding: try FileBytes.read(path), as: UTF8.self).split(separator: "\n")
    let operators = lines.filter { $0.hasPrefix("symmetry ") }.map { $0.dropFirst(9) }
    #expect(operators.count == 48)
    let a = 2.7343793 * 2.0.squareRoot()
    let found = try structure(
      """
      data_
      _cell_length_a \(a)
      _cell_length_b \(a)
      _cell_length_c \(a)
      _cell_angle_alpha 60
      _cell_angle_beta 60
      _cell_angle_gamma 60
      loop_
      _space_group_symop.operation_xyz
      \(operators.joined(separator: "\n"))
      loop_
      _atom_site.label
      _atom_site.fract_x
      _atom_site.fract_y
      _atom_site.fract_z
      Si1 0 0 0
      """)
    #expect(found.elements.map(\.symbol) == ["Si", "Si"])
    let v = found.cell.vectors
    #expect(distance([found.positions[1]], [(v[0] + v[1] + v[2]) / 4]) < 1e-9)
  }

  static func cell(_ rest: String, _ lengths: [Double] = [10, 10, 10], gamma: Double = 90) -> String
  {
    """
    data_t
    _cell_length_a \(lengths[0])
    _cell_length_b \(lengths[1])
    _cell_length_c \(lengths[2])
    _cell_angle_alpha 90
    _cell_angle_beta 90
    _cell_angle_gamma \(gamma)
    \(rest)
    """
  }

  static let sites = """
    loop_
    _atom_site_label
    _atom_site_fract_x
    _atom_site_fract_y
    _atom_site_fract_z
    Li1 0.1 0.2 0.3

    """

  @Test("without operators the atoms are those of the file, outside the cell too")
  func primitive() throws {
    let found = try structure(
      Self.cell(
        "_space_group_name_H-M_alt 'P 1'\n" + Self.sites + "O1 -0.25 1.5 0\n", [4, 5, 6], gamma: 120
      ))
    #expect(found.elements == [.lithium, .oxygen])
    let v = found.cell.vectors
    #expect(distance([v[1]], [Vector(-2.5, 5 * 0.75.squareRoot(), 0)]) < 1e-12)
    #expect(distance([found.positions[1]], [-0.25 * v[0] + 1.5 * v[1]]) < 1e-12)
  }

  @Test("every data block with atoms is a structure")
  func blocks() throws {
    let text = "data_empty\n_x 1\n" + Self.cell(Self.sites) + Self.cell(Self.sites + "O1 0 0 0\n")
    let found = try StructureReader.parse(Array(text.utf8))
    #expect(found.map(\.count) == [1, 2])
    #expect(found.map(\.origin.frame) == [0, 1])
  }

  @Test(
    "elements come from the type symbol, else from the label",
    arguments: [
      ("Ti4+", "Ti"), ("O2-", "O"), ("OW1", "O"), ("LI2", "Li"), ("Ho1", "Ho"), ("C12A", "C"),
      ("D1", "H"),
    ])
  func elements(symbol: String, element: String) throws {
    let asType = Self.sites.replacing("_label", with: "_type_symbol").replacing("Li1", with: symbol)
    #expect(try structure(Self.cell(asType)).elements.map(\.symbol) == [element])
    guard element != "H" else { return }
    let asLabel = Self.sites.replacing("Li1", with: symbol)
    #expect(try structure(Self.cell(asLabel)).elements.map(\.symbol) == [element])
  }

  @Test("positions given to four digits merge on special positions")
  func rounded() throws {
    let trigonal = "x,y,z -y,x-y,z -x+y,-x,z".split(separator: " ").joined(separator: "\n")
    let found = try structure(
      Self.cell(
        "loop_\n_space_group_symop_operation_xyz\n\(trigonal)\n"
          + Self.sites.replacing("0.1 0.2 0.3", with: "0.3333 0.6667 0.1")
          + "O1 0.3 0.1 0.5\n", gamma: 120))
    #expect(found.elements.map(\.symbol) == ["Li", "O", "O", "O"])
    // On the axis, where four digits cannot put it.
    let v = found.cell.vectors
    let axis = v[0] / 3 + 2 * v[1] / 3 + 0.1 * v[2]
    #expect(distance([found.positions[0]], [axis]) < 1e-12)
  }

  @Test("thousands of operators over a supercell leave each atom once")
  func supercell() throws {
    var operators = ""
    for i in 0..<3000 {
      let (x, y, z) = (i % 10, i / 10 % 10, i / 100)
      operators += "x+\(x)/10,y+\(y)/10,z+\(z)/30\n"
    }
    let found = try structure(
      Self.cell(
        "loop_\n_space_group_symop_operation_xyz\n\(operators)" + Self.sites + "O1 0.03 0 0\n",
        [40, 40, 120]))
    #expect(found.count == 6000)
    #expect(Set(found.positions.map { SIMD3<Int>(($0 * 100).rounded(.down)) }).count == 6000)
  }

  private static func operators(_ list: String...) -> String {
    cell("loop_\n_space_group_symop_operation_xyz\n\(list.joined(separator: "\n"))\n" + sites)
  }

  static let wrong: [WrongFile] = [
    WrongFile("data_a\n", 2, "no data block with atoms"),
    WrongFile("data_a\n_x\n", 3, "\"_x\" without a value"),
    WrongFile("data_a\n1\n", 2, "\"1\" without a name"),
    WrongFile("data_a\nloop_\n1\n", 2, "a loop without names"),
    WrongFile("data_a\n_x 'a b\n", 2, "an unclosed quote: \"'a b\""),
    WrongFile("data_a\n_x\n;a\nb\n", 3, "a text field without an end"),
    WrongFile("data_a\nsave_x\n", 2, "\"save_x\"", "no dictionary"),
    WrongFile("data_a\nloop_\n_x\n_y\n1 2 3\n", 6, "1 values in the last row", "line 2", "quotes"),
    WrongFile("data_a\n" + sites, 1, "0 of the cell's 6 lengths and angles"),
    WrongFile(cell(sites, [-1, 1, 1]), 7, "a cell of -1.0, 1.0, 1.0", "lengths above 0"),
    WrongFile(cell(sites, gamma: 180), 7, "angles that close a cell"),
    WrongFile(cell(sites).replacing("10.0", with: "1e999"), 2, "\"1e999\"", "a length of the cell"),
    WrongFile(cell(sites).replacing("0.2", with: "?"), 13, "\"Li1\" with no number along y"),
    WrongFile(cell(sites).replacing("0.2", with: "0.2(x)"), 13, "\"0.2(x)\" along y"),
    WrongFile(cell(sites).replacing("Li1", with: "Q1"), 13, "\"Q1\" of no element"),
    WrongFile(
      cell(
        sites.replacing("_z\nLi1", with: "_z\n_atom_site_occupancy\nLi1").replacing(
          "0.3", with: "0.3 0.5(1)")),
      14, "\"Li1\" with occupancy 0.5(1)", "fully occupied sites", "ordered arrangement"),
    WrongFile(
      cell("_symmetry_Int_Tables_number 227\n" + sites), 8, "space group number 227 without",
      "_space_group_symop_operation_xyz", "P1"),
    WrongFile(operators("x,y"), 10, "\"x,y\"", "a symmetry operator such as"),
    WrongFile(operators("x,y,q"), 10, "\"x,y,q\""),
    WrongFile(operators("x,y,1/0"), 10, "\"x,y,1/0\""),
    WrongFile(operators("x,x,z"), 10, "\"x,x,z\""),
    WrongFile(operators("x,y,xx"), 10, "\"x,y,xx\""),
    WrongFile(operators("x,y,z+1e30"), 10, "\"x,y,z+1e30\""),
    WrongFile(operators("-x,-y,z"), 10, "without x,y,z"),
    WrongFile(operators("x,y,z", "x+y,y,z"), 10, "changes the cell's lengths or angles"),
    WrongFile(operators("x,y,z", "y,z,x"), 10, "no group", "\"y,z,x\" after \"y,z,x\" is missing"),
    WrongFile(operators("x,y,z", "x+1/3,y,z"), 10, "no group"),
    WrongFile(operators("x+y+z+w,y,z"), 10, "\"x+y+z+w,y,z\"", "a symmetry operator such as"),
    WrongFile(operators("x,y,z/0"), 10, "\"x,y,z/0\""),
    WrongFile(operators("x,y,z+0/0"), 10, "\"x,y,z+0/0\""),
    WrongFile(operators("x-x,y,z"), 10, "\"x-x,y,z\""),
    WrongFile(operators("0,0,0"), 10, "\"0,0,0\""),
    WrongFile(operators("x,y,z", "-x,-y,-z") + "O2 -0.1 0.8 0.7\n", 18, "O2 where an image of Li1"),
  ]

  @Test("a wrong line is named, with what was found and what was expected", arguments: wrong)
  func wrongLines(wrong: WrongFile) { wrong.check(as: "t.cif") }

  @Test("a list of a hundred thousand operators, of equal or of different ones, is refused")
  func manyOperators() {
    let same = String(repeating: "x,y,z\n", count: 100_000)
    let shifted = (0..<100_000).map { "x+\($0)/100000,y,z\n" }.joined()
    for list in [same, shifted] {
      WrongFile(
        Self.cell("loop_\n_space_group_symop_operation_xyz\n\(list)" + Self.sites), 10_010,
        "more than 10000 symmetry operators"
      ).check(as: "t.cif")
    }
  }

  @Test("operators and sites that would make more atoms than memory should hold are refused")
  func manyImages() {
    let operators = (0..<10_000).map { "x+\($0 % 100)/100,y+\($0 / 100)/100,z\n" }.joined()
    let sites = (0..<101).map { "Li\($0) 0 0 0\n" }.joined()
    WrongFile(
      Self.cell("loop_\n_space_group_symop_operation_xyz\n\(operators)" + Self.sites + sites), 10,
      "10000 symmetry operators for 102 sites", "at most 1000000 images"
    ).check(as: "t.cif")
  }

  @Test("a loop of more names than any dictionary has is refused")
  func manyNames() {
    WrongFile("data_a\nloop_" + String(repeating: " _a", count: 100_000), 2, "10000 names")
      .check(as: "t.cif")
  }

  @Test("a position neither on a special one nor clear of it is refused")
  func nearSpecial() {
    // Around a fourfold axis neighbouring images are 0.042 Å apart, opposite ones 0.06 Å.
    let tetragonal = "x,y,z\n-y,x,z\n-x,-y,z\ny,-x,z"
    let text = Self.cell(
      "loop_\n_space_group_symop_operation_xyz\n\(tetragonal)\n"
        + Self.sites.replacing("0.1 0.2 0.3", with: "0.003 0 0"))
    WrongFile(text, 19, "Li1 near a special position", "more digits").check(as: "t.cif")
  }
}
