import Support
import Tensors
import Testing

@Suite("Field directions and isotopes")
struct FieldDirectionTests {
  @Test("a vector of any length gives a unit direction", arguments: [1e-300, 1, 3, 1e300])
  func lengths(length: Double) throws {
    let field = try FieldDirection(length, 0, -length)
    #expect(abs(field.unit.x - 0.5.squareRoot()) < 1e-15)
    #expect(abs(field.unit.z + 0.5.squareRoot()) < 1e-15)
  }

  @Test("zero and numbers that are not finite are refused with a reason")
  func refusals() {
    for bad in [[0, 0, 0], [Double.nan, 0, 1], [.infinity, 0, 0]] {
      let error = #expect(throws: TensorError.self) { try FieldDirection(bad[0], bad[1], bad[2]) }
      #expect(error?.description.contains("not all zero") == true)
    }
  }

  @Test("text gives a direction or a reason", arguments: ["0,0,2", " 0 0 1", "0.0, 0, 1e3"])
  func parsing(text: String) throws {
    #expect(try FieldDirection(parsing: text) == .z)
  }

  @Test(
    "text that is no direction is refused", arguments: ["", "1,2", "a,b,c", "1,2,3,4", "0,0,0"])
  func parsingRefusal(text: String) {
    #expect(throws: TensorError.fieldDirection(found: text)) {
      try FieldDirection(parsing: text)
    }
  }

  @Test("control characters in a refused text are shown escaped")
  func escaping() {
    let error = #expect(throws: TensorError.self) { try FieldDirection(parsing: "\u{1b}[31m") }
    #expect(error?.description.contains("\u{1b}") == false)
  }

  @Test("the normal of a plane is perpendicular to the lattice vectors in it")
  func latticePlane() throws {
    let (a, b, c) = (SIMD3(5.0, 0, 0), SIMD3(-2.5, 4.3, 0), SIMD3(0.3, 0.2, 7.0))
    let field = try FieldDirection(h: 1, k: 2, l: 3, cell: a, b, c)
    // (123) contains 2a − b, 3a − c and 3b − 2c.
    for inPlane in [2 * a - b, 3 * a - c, 3 * b - 2 * c] {
      #expect(abs((field.unit * inPlane).sum()) < 1e-12)
    }
    // It points to the side of the lattice vectors, in a left-handed cell too.
    #expect((field.unit * a).sum() > 0)
    let mirrored = try FieldDirection(h: 1, k: 2, l: 3, cell: a, b, -c)
    #expect((mirrored.unit * a).sum() > 0)
  }

  @Test("a plane without indices or a cell without volume is refused")
  func latticePlaneRefusals() {
    let (a, b) = (SIMD3(5.0, 0, 0), SIMD3(0, 5.0, 0))
    #expect(throws: TensorError.self) {
      try FieldDirection(h: 0, k: 0, l: 0, cell: a, b, SIMD3(0, 0, 5))
    }
    #expect(throws: TensorError.self) { try FieldDirection(h: 1, k: 0, l: 0, cell: a, b, a + b) }
    #expect(throws: TensorError.self) {
      try FieldDirection(h: .nan, k: 0, l: 0, cell: a, b, SIMD3(0, 0, 5))
    }
  }

  @Test("at the magic angle an axial tensor has no first-order splitting")
  func magicAngle() throws {
    let v = SymmetricTensor(xx: -0.005, xy: 0, xz: 0, yy: -0.005, yz: 0, zz: 0.01)
    let found = Observables(
      of: SphericalTensor(v), isotope: .lithium7, field: try FieldDirection(1, 1, 1))
    #expect(abs(found.omegaQ) < 1e-12 * abs(found.quadrupolarCoupling))
  }

  @Test("Q can be overridden by the user and is refused where it is no number")
  func isotopes() throws {
    #expect(try Isotope(parsing: "7Li").quadrupoleMoment == -40.1)
    #expect(try Isotope(parsing: "7Li=-40.6").quadrupoleMoment == -40.6)
    #expect(throws: TensorError.isotope(found: "8Li")) { try Isotope(parsing: "8Li") }
    #expect(throws: TensorError.quadrupoleMoment(found: "x")) { try Isotope(parsing: "7Li=x") }
    #expect(throws: TensorError.self) { try Isotope(parsing: "7Li=inf") }
    #expect(["Li", "Ti", "O"].map { Isotope.standard(for: $0)?.name } == ["7Li", "47Ti", "17O"])
    #expect(Isotope.standard(for: "C") == nil)
  }

  @Test("nuclei without quadrupole interaction have couplings of exactly 0")
  func noQuadrupole() {
    let half = Isotope(name: "1H", element: "H", spin: 0.5, quadrupoleMoment: 3)
    let round = Isotope(name: "6Li", element: "Li", spin: 1, quadrupoleMoment: 0)
    var random = SplitMix64(seed: 16)
    let t = random.tensor()
    for isotope in [half, round] {
      let found = Observables(of: t, isotope: isotope)
      #expect(found.quadrupolarCoupling == 0 && found.omegaQ == 0)
      #expect(found.maximumSplitting == 0 && found.quadrupolarProduct == 0)
      #expect((0...1).contains(found.asymmetry))
    }
  }
}
