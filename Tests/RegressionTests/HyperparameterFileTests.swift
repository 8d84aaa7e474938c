import Crystals
import Descriptors
import Regression
import Testing

@Suite("Hyperparameter files")
struct HyperparameterFileTests {
  static let example = """
    species = ["Li", "O", "Ti"]
    [density]     # Gaussian width and weight of the centre's own Gaussian
    width = 0.3   # Å
    center_weight = 1.0
    [cutoff]
    radius = 6.0     # Å
    smoothing = 0.5  # Å, shifted cosine; 0 = step
    [radial_scaling] # optional
    rate = 1.0
    scale = 3.0      # Å
    exponent = 4.0
    [basis]
    radial = 8
    angular = 6
    [kernel]
    zeta = 2
    [regression]
    sparse_points = 1000
    regularization = 1e-6
    """

  func parse(_ text: String) throws -> Hyperparameters {
    try HyperparameterFile.parse(Array(text.utf8), file: "h.toml")
  }

  /// The line and text of the complaint about a text.
  func complaint(_ text: String) -> (line: Int, found: String) {
    do {
      _ = try parse(text)
    } catch RegressionError.hyperparameterFile(let file, let line, let found, _)
      where file == "h.toml"
    {
      return (line, found)
    } catch {
      return (-1, "\(error)")
    }
    return (0, "nothing")
  }

  @Test("weights of species, charges and dipoles are read and written; other lengths are refused")
  func polarization() throws {
    let weighted = Self.example.replacing(
      "center_weight = 1.0", with: "center_weight = 1.0\nweights = [1, 1.0, 2.5]")
    let text = weighted + "\n[polarization]\ncharges = [1, -2, 4]\nradius = 8.0\n"
    let read = try parse(text)
    #expect(read.descriptor.densityWeights == [1, 1, 2.5])
    #expect(read.polarization == PolarizationHyperparameters(charges: [1, -2, 4], radius: 8))
    #expect(try parse(HyperparameterFile.text(read)) == read)
    #expect(complaint(text.replacing("[1, -2, 4]", with: "[1, -2]")).line == 22)
    #expect(complaint(text.replacing("[1, 1.0, 2.5]", with: "[1, 1.0]")).line == 5)
    #expect(complaint(text.replacing("[1, 1.0, 2.5]", with: "[1, \"x\", 1]")).line == 5)
    #expect(complaint(text.replacing("radius = 8.0", with: "range = 8.0")).line == 23)
  }

  @Test("the documented example is read value by value")
  func example() throws {
    let read = try parse(Self.example)
    #expect(read.descriptor.species == [.lithium, .oxygen, .titanium])
    #expect(read.descriptor.densityWidth == 0.3)
    #expect(read.descriptor.centerWeight == 1)
    #expect(read.descriptor.cutoffRadius == 6)
    #expect(read.descriptor.cutoffSmoothing == 0.5)
    #expect(read.descriptor.radialScaling == RadialScaling(rate: 1, scale: 3, exponent: 4))
    #expect(read.descriptor.radialCount == 8)
    #expect(read.descriptor.maximumAngular == 6)
    #expect(read.kernel == KernelHyperparameters(zeta: 2, normalization: .scalar))
    #expect(read.regression == RegressionHyperparameters(sparsePoints: 1000, regularization: 1e-6))
    #expect(read.reducedChannels == nil)
  }

  @Test("keys that have a usual value may be left out")
  func defaults() throws {
    let full = try parse(Self.example)
    var short = Self.example
    for line in ["center_weight = 1.0", "smoothing = 0.5", "sparse_points = 1000"] {
      short = short.replacing(line, with: "")
    }
    #expect(try parse(short) == full)
  }

  @Test("written hyperparameters are read back the same")
  func roundTrip() throws {
    var original = try parse(Self.example)
    original.reducedChannels = 12
    original.kernel = KernelHyperparameters(zeta: 3, normalization: .own)
    original.regression.regularization = 3.7e-9
    original.descriptor.densityWidth = 0.1 + 0.2
    #expect(try parse(HyperparameterFile.text(original)) == original)
    original.descriptor.radialScaling = nil
    original.reducedChannels = nil
    #expect(try parse(HyperparameterFile.text(original)) == original)
  }

  @Test(
    "what cannot be used is refused with its line",
    arguments: [
      ("radial = 8", "radial = 8\nradiall = 9", 14, "radiall"),
      ("rate = 1.0", "rate = \"fast\"", 9, "radial_scaling.rate is a string"),
      ("radial = 8", "radial = 8.0", 13, "basis.radial is a number with a fraction"),
      ("radius = 6.0", "radius = -6.0", 6, "-6.0"),
      ("radius = 6.0", "radius = nan", 6, "nan"),
      ("radius = 6.0", "radius = inf", 6, "inf"),
      ("zeta = 2", "zeta = 9", 16, "9"),
      ("zeta = 2", "zeta = 2\nnormalization = \"both\"", 17, "both"),
      ("regularization = 1e-6", "regularization = 0", 19, "0.0"),
      ("sparse_points = 1000", "sparse_points = -5", 18, "-5"),
      ("smoothing = 0.5", "smoothing = 7", 7, "7.0"),
      ("width = 0.3", "width = 0.3 0.4", 3, ""),
      ("[basis]", "[bases]", 12, "bases"),
      ("\"Ti\"]", "\"Xx\"]", 1, "Xx"),
      ("\"Ti\"]", "\"Li\"]", 1, "Li"),
      ("\"Ti\"]", "22]", 1, "an integer"),
      ("[regression]", "[reduction]\nchannels = 25\n[regression]", 18, "25"),
      ("angular = 6", "", 12, "no angular"),
      ("angular = 6", "angular = 9999999999999999999999", 14, ""),
      ("[\"Li\", \"O\", \"Ti\"]", "{ a = 1 }", 1, "a table"),
    ])
  func refusals(original: String, replacement: String, line: Int, found: String) {
    let text = Self.example.replacing(original, with: replacement)
    let complaint = complaint(text)
    #expect(complaint.line == line)
    #expect(found.isEmpty || complaint.found.contains(found), "\(complaint.found)")
  }

  @Test("lines are counted in files that end them with CR LF too")
  func carriageReturns() {
    let text = Self.example.replacing("zeta = 2", with: "zeta = 9").replacing("\n", with: "\r\n")
    #expect(complaint(text).line == 16)
  }

  @Test("bytes that are no text are refused, not cut short")
  func noText() {
    #expect(complaint(Self.example + "\n\u{0}garbage").line == 20)
    #expect(throws: RegressionError.self) {
      try HyperparameterFile.parse([0x73, 0xff, 0xfe], file: "h.toml")
    }
    #expect(throws: RegressionError.self) { try HyperparameterFile.parse([], file: "h.toml") }
  }

  @Test("a long file name with letters of any language stands whole in messages")
  func fileName() {
    let name = String(repeating: "Möbius/", count: 20) + "h.toml"
    #expect(
      throws: RegressionError.hyperparameterFile(
        file: name, line: 1, found: "no species",
        expected: "a list of element symbols, species = [\"Li\", …]")
    ) { try HyperparameterFile.parse([], file: name) }
  }

  @Test("control characters from a file are escaped in messages")
  func escaped() {
    let complaint = complaint("\"\\u001b[31m\" = 1\n" + Self.example)
    #expect(!complaint.found.unicodeScalars.contains("\u{1b}"))
    #expect(complaint.line >= 1)
  }
}
