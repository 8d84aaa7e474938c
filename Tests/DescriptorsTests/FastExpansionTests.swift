import Crystals
import Descriptors
import Support
import Testing

/// The single-precision expansion against the exact double-precision one.
@Suite struct FastExpansion {
  @Test("the fast path equals the exact one to 1e-5", arguments: GoldenDescriptor.names)
  func goldens(name: String) throws {
    let reference = try GoldenDescriptor(name)
    let expansion = try DensityExpansion(reference.hyperparameters)
    let centers = try reference.file["c"]["centres"].integers
    let exact = try expansion.coefficients(of: reference.structure, centers: centers)
    let fast = try expansion.batch(of: reference.structure, centers: centers)
    #expect(fast.siteCount == centers.count)
    #expect(agree(fast.coefficients.values, exact.values, within: 1e-5))
  }

  @Test(
    "the fast path equals the exact one for other numbers of functions and forms of weights",
    arguments: [(1, 0), (3, 1), (8, 2), (9, 3), (5, 5), (6, 6), (8, 7), (10, 12)])
  func sizes(radial: Int, angular: Int) throws {
    let structure = try GoldenDescriptor("triclinic_small").structure
    let scalings: [RadialScaling?] = [
      nil, RadialScaling(rate: 1, scale: 3, exponent: 4.5),
      RadialScaling(rate: 0, scale: 2, exponent: 3),
    ]
    for (scaling, smoothing) in zip(scalings, [0, 0.5, 4]) {
      let expansion = try DensityExpansion(
        DescriptorHyperparameters(
          species: [.titanium, Element(rawValue: 17)!, .lithium], densityWidth: 0.4,
          centerWeight: 0.7, cutoffRadius: 4, cutoffSmoothing: smoothing, radialScaling: scaling,
          radialCount: radial, maximumAngular: angular))
      let exact = try expansion.coefficients(of: structure, centers: [1, 0, 1])
      let fast = try expansion.batch(of: structure, centers: [1, 0, 1])
      #expect(agree(fast.coefficients.values, exact.values, within: 1e-5))
    }
  }

  @Test(
    "sites of several structures packed together equal each structure's own", arguments: [0, 12])
  func packing(kept: Int) throws {
    let reference = try GoldenDescriptor("lto42_a")
    var rattled = reference.structure
    var generator = SplitMix64(seed: 8)
    for atom in rattled.positions.indices {
      rattled.positions[atom] += 0.1 * generator.uniform() * generator.direction()
    }
    let parts: [(structure: Structure, centers: [Int])] = [
      (reference.structure, Array(0..<11)), (rattled, []), (rattled, Array(5..<27)),
      (reference.structure, [41]),
    ]
    let full = try DensityExpansion(reference.hyperparameters)
    var covariance = ChannelCovariance(channelCount: 18, maximumAngular: 4)
    covariance.add(try full.batch(of: parts))
    let reduction = kept > 0 ? try covariance.reduction(keeping: kept) : nil
    let expansion = try DensityExpansion(reference.hyperparameters, reduction: reduction)
    let packed = try expansion.batch(of: parts)
    #expect(packed.siteCount == 34)
    #expect(packed.channelCount == (kept > 0 ? kept : 18))
    var values: [Double] = []
    for (structure, centers) in parts {
      let exact = try full.coefficients(of: structure, centers: centers)
      values += (reduction.map { $0(exact) } ?? exact).values
    }
    #expect(agree(packed.coefficients.values, values, within: 1e-5))
    // Lanes without a site stay empty, so that nothing leaks into features.
    let (columns, _) = packed.lambda0Columns()
    for column in 34..<48 { #expect(columns[0, column] == 0) }
  }

  @Test("the radial table keeps its promise between its nodes", arguments: [1e-6, 1e-8])
  func tableError(tolerance: Double) throws {
    let basis = try RadialBasis(
      DescriptorHyperparameters(
        species: [.lithium], densityWidth: 0.3, cutoffRadius: 6, radialCount: 6,
        maximumAngular: 4))
    let table = RadialTable(basis, radius: 6, tolerance: tolerance)
    #expect(table.error <= tolerance)
    var generator = SplitMix64(seed: 2)
    var largest = 0.0
    var deviation = 0.0
    for _ in 0..<500 {
      let r = generator.uniform(0...6)
      for (found, exact) in zip(table.integrals(at: r), basis.integrals(at: r)) {
        largest = max(largest, abs(exact))
        deviation = max(deviation, abs(found - exact))
      }
    }
    #expect(deviation <= tolerance * largest)
    #expect(agree(table.integrals(at: 6), basis.integrals(at: 6), within: 1e-12))
  }
}
