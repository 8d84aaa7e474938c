import CKernels
import Crystals

/// Expands the smeared density around atoms in radial functions and spherical harmonics.
///
/// c^{i,a}_{nlm} = Σ_j f_cut(r_ij) s(r_ij) I_nl(r_ij) Y_lm(r̂_ij), one density a neighbour species a,
/// and the centre's own Gaussian in its own channel. The reference path evaluates I_nl exactly in
/// double precision; the fast path interpolates a table and works in single precision on sixteen
/// neighbours at once. A value of this type may be used from any thread.
public struct DensityExpansion: Sendable {
  public let hyperparameters: DescriptorHyperparameters
  /// The channels the fast path keeps of each l; nil: all of them.
  public let reduction: FeatureReduction?
  /// The order of the features made of the fast path's coefficients.
  public let layout: FeatureLayout
  let basis: RadialBasis
  let harmonics: SphericalHarmonics
  let weight: NeighborWeight
  let speciesOfElement: [UInt8]
  let plan: ExpansionPlan

  /// Prepares basis, table and couplings, once for any number of structures.
  /// - Throws: `DescriptorError` for impossible hyperparameters, a radial basis that cannot be made
  ///   orthonormal, and a reduction of other channels than these.
  public init(
    _ hyperparameters: DescriptorHyperparameters, reduction: FeatureReduction? = nil
  ) throws(DescriptorError) {
    let basis = try RadialBasis(hyperparameters)
    try reduction?.validate(for: hyperparameters)
    self.hyperparameters = hyperparameters
    self.reduction = reduction
    self.basis = basis
    layout = FeatureLayout(
      channelCount: reduction?.keptCount ?? hyperparameters.channelCount,
      maximumAngular: hyperparameters.maximumAngular)
    harmonics = SphericalHarmonics(maximumAngular: hyperparameters.maximumAngular)
    weight = NeighborWeight(hyperparameters)
    var speciesOfElement = [UInt8](repeating: .max, count: 119)
    for (place, element) in hyperparameters.species.enumerated() {
      speciesOfElement[Int(element.rawValue)] = UInt8(place)
    }
    self.speciesOfElement = speciesOfElement
    plan = ExpansionPlan(hyperparameters, basis: basis, harmonics: harmonics)
  }

  /// Coefficients in double precision with exact radial integrals, all channels, one row a centre.
  ///
  /// - Parameters:
  ///   - centers: atom indices, in the order of the result's sites.
  /// - Throws: `DescriptorError` for centres that are no atoms, elements without a channel, and
  ///   structures whose neighbours cannot be found.
  public func coefficients(
    of structure: Structure, centers: [Int]
  ) throws(DescriptorError) -> DensityCoefficients {
    let (neighbors, species) = try surroundings(of: structure, centers: centers)
    let radial = hyperparameters.radialCount
    var result = DensityCoefficients(
      siteCount: centers.count, channelCount: hyperparameters.channelCount,
      maximumAngular: hyperparameters.maximumAngular)
    let components = result.componentCount
    var angular = [Double](repeating: 0, count: components)
    let onCenter = basis.integrals(at: 0)
    for (site, center) in centers.enumerated() {
      func add(_ integrals: [Double], channel: Int) {
        for n in 0..<radial {
          let row = (site * result.channelCount + channel + n) * components
          for l in 0...hyperparameters.maximumAngular {
            let integral = integrals[l * radial + n]
            for component in l * l..<(l + 1) * (l + 1) {
              result.values[row + component] += integral * angular[component]
            }
          }
        }
      }
      for pair in neighbors.range(site) {
        let displacement = neighbors.displacements[pair]
        let distance = (displacement * displacement).sum().squareRoot()
        let weight = weight(distance)
        if weight == 0 { continue }
        harmonics.evaluate(displacement / distance, scale: weight, into: &angular)
        add(
          basis.integrals(at: distance),
          channel: Int(species[Int(neighbors.neighbors[pair])]) * radial)
      }
      let own = Int(species[center]) * radial
      for n in 0..<radial {
        result[site, own + n, 0] +=
          hyperparameters.centerWeight * onCenter[n] / (4 * Double.pi).squareRoot()
      }
    }
    return result
  }

  /// Coefficients in single precision by the fast path, reduced if there is a reduction.
  ///
  /// - Parameters:
  ///   - centers: atom indices, in the order of the batch's sites.
  ///   - finder: a neighbour finder of the structure with a cutoff of at least `searchRadius`, to
  ///     save sorting the atoms anew for each batch.
  /// - Throws: as `coefficients(of:centers:)`.
  public func batch(
    of structure: Structure, centers: [Int], finder: NeighborFinder? = nil
  ) throws(DescriptorError) -> CoefficientBatch {
    var writer = BatchWriter(self, siteCount: centers.count)
    let (neighbors, species) = try surroundings(of: structure, centers: centers, finder: finder)
    writer.append(neighbors, species: species)
    return writer.finish()
  }

  /// The cutoff a neighbour finder needs: the search is for r < cutoff, the density includes
  /// r = cutoff.
  public var searchRadius: Double { hyperparameters.cutoffRadius.nextUp }

  /// Coefficients of sites of several structures in one batch, structure after structure.
  /// - Throws: as `coefficients(of:centers:)`.
  public func batch(
    of parts: some Collection<(structure: Structure, centers: [Int])>
  ) throws(DescriptorError) -> CoefficientBatch {
    var writer = BatchWriter(
      self, siteCount: parts.reduce(0) { $0 + $1.centers.count })
    for (structure, centers) in parts {
      let (neighbors, species) = try surroundings(of: structure, centers: centers)
      writer.append(neighbors, species: species)
    }
    return writer.finish()
  }

  /// The neighbours of the centres, and each atom's place in the species list.
  private func surroundings(
    of structure: Structure, centers: [Int], finder: NeighborFinder? = nil
  ) throws(DescriptorError) -> (NeighborList, [UInt8]) {
    for center in centers where !(0..<structure.count).contains(center) {
      throw .noSuchCenter(origin: structure.origin, center: center, atoms: structure.count)
    }
    let species = structure.elements.map { speciesOfElement[Int($0.rawValue)] }
    let neighbors: NeighborList
    do throws(CrystalError) {
      let suitable: NeighborFinder
      if let finder {
        suitable = finder
      } else {
        suitable = try NeighborFinder(structure, cutoff: searchRadius)
      }
      neighbors = try suitable.neighbors(of: centers, within: searchRadius)
    } catch {
      throw .neighbors(error)
    }
    if species.contains(.max) {
      func refuse(_ atom: Int, _ role: DescriptorError.Role) throws(DescriptorError) {
        guard species[atom] == .max else { return }
        throw .unlistedSpecies(
          origin: structure.origin, atom: atom, element: structure.elements[atom], role: role,
          listed: hyperparameters.species)
      }
      for center in centers { try refuse(center, .center) }
      for neighbor in neighbors.neighbors { try refuse(Int(neighbor), .neighbor) }
    }
    return (neighbors, species)
  }
}
