import Crystals
import Descriptors
import Support
import Testing

/// What is refused, and what the message says.
@Suite struct Refusals {
  static func hyperparameters(
    _ change: (inout DescriptorHyperparameters) -> Void = { _ in }
  ) -> DescriptorHyperparameters {
    var values = DescriptorHyperparameters(
      species: [.lithium, .oxygen], densityWidth: 0.3, cutoffRadius: 4, radialCount: 4,
      maximumAngular: 3)
    change(&values)
    return values
  }

  static let impossible: [(String, DescriptorHyperparameters)] = [
    ("species", hyperparameters { $0.species = [] }),
    ("species", hyperparameters { $0.species = [.oxygen, .oxygen] }),
    ("width", hyperparameters { $0.densityWidth = 0 }),
    ("width", hyperparameters { $0.densityWidth = .nan }),
    ("center_weight", hyperparameters { $0.centerWeight = -1 }),
    ("cutoff radius", hyperparameters { $0.cutoffRadius = .infinity }),
    ("cutoff radius", hyperparameters { $0.cutoffRadius = -6 }),
    ("smoothing", hyperparameters { $0.cutoffSmoothing = 5 }),
    ("smoothing", hyperparameters { $0.cutoffSmoothing = -0.1 }),
    ("radial", hyperparameters { $0.radialCount = 0 }),
    ("radial", hyperparameters { $0.radialCount = .max }),
    ("angular", hyperparameters { $0.maximumAngular = 13 }),
    ("angular", hyperparameters { $0.maximumAngular = -1 }),
    ("rate", hyperparameters { $0.radialScaling = RadialScaling(rate: -1, scale: 3, exponent: 4) }),
    ("scale", hyperparameters { $0.radialScaling = RadialScaling(rate: 1, scale: 0, exponent: 4) }),
    (
      "exponent",
      hyperparameters { $0.radialScaling = RadialScaling(rate: 1, scale: 3, exponent: .nan) }
    ),
  ]

  @Test("impossible hyperparameters are refused by name", arguments: impossible)
  func impossibleHyperparameters(name: String, values: DescriptorHyperparameters) {
    let error = #expect(throws: DescriptorError.self) { try DensityExpansion(values) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(name))
  }

  @Test("an element without a channel is named with its atom and role")
  func unlistedSpecies() throws {
    let expansion = try DensityExpansion(Self.hyperparameters())
    let structure = Structure(
      cell: .none, elements: [.lithium, .oxygen, .titanium, .titanium],
      positions: [.zero, Vector(2, 0, 0), Vector(0, 2, 0), Vector(90, 0, 0)],
      origin: Structure.Origin(file: "a.xyz", frame: 2, line: 7))
    func refusal(_ centers: [Int]) -> DescriptorError? {
      #expect(throws: DescriptorError.self) {
        try expansion.batch(of: structure, centers: centers)
      }
    }
    #expect(
      refusal([0])
        == .unlistedSpecies(
          origin: structure.origin, atom: 2, element: .titanium, role: .neighbor,
          listed: [.lithium, .oxygen]))
    #expect(
      refusal([3])
        == .unlistedSpecies(
          origin: structure.origin, atom: 3, element: .titanium, role: .center,
          listed: [.lithium, .oxygen]))
    let message = "\(try #require(refusal([0])))"
    for part in ["a.xyz:7", "atom 2", "Ti", "neighbour", "Li, O"] {
      #expect(message.contains(part))
    }
    // Out of reach of every centre, such an atom does no harm.
    var apart = structure
    apart.positions[2] = Vector(0, 60, 0)
    #expect(try expansion.batch(of: apart, centers: [0, 1]).siteCount == 2)
  }

  @Test("a centre that is no atom of the structure is refused", arguments: [-1, 2, Int.max])
  func noSuchCenter(center: Int) throws {
    let expansion = try DensityExpansion(Self.hyperparameters())
    let structure = Structure(
      cell: .none, elements: [.lithium, .oxygen], positions: [.zero, Vector(2, 0, 0)])
    #expect(
      throws: DescriptorError.noSuchCenter(origin: structure.origin, center: center, atoms: 2)
    ) { try expansion.coefficients(of: structure, centers: [center]) }
  }

  @Test("coincident atoms are refused as the neighbour search says")
  func coincidentAtoms() throws {
    let expansion = try DensityExpansion(Self.hyperparameters())
    let structure = Structure(
      cell: .none, elements: [.lithium, .oxygen], positions: [.zero, Vector(0.01, 0, 0)])
    let error = #expect(throws: DescriptorError.self) {
      try expansion.coefficients(of: structure, centers: [0])
    }
    guard case .neighbors(let inner) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect("\(inner)".contains("atom 0 (Li)"))
  }
}
