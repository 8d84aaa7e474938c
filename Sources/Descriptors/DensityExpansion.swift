import CKernels
import Crystals

/// Expands the smeared density around atoms in radial functions and spherical harmonics.
///
/// c^{i,a}_{nlm} = w_a Σ_j f_cut(r_ij) s(r_ij) I_nl(r_ij) Y_lm(r̂_ij), one density a neighbour species
/// a, and the centre's own Gaussian in its own channel. The reference path evaluates I_nl exactly in
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
  let channelOfElement: [UInt8]
  let plan: ExpansionPlan

  /// Prepares basis, table and couplings, once for any number of structures.
  /// - Throws: `DescriptorError` for impossible hyperparameters and a reduction of other channels.
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
    var channelOfElement = [UInt8](repeating: .max, count: 256)
    for (place, element) in hyperparameters.species.enumerated() {
      channelOfElement[Int(element.rawValue)] = UInt8(place)
    }
    self.channelOfElement = channelOfElement
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
    let surroundings = try surroundings(of: structure, centers: centers)
    let neighbors = surroundings.neighbors
    let radial = hyperparameters.radialCount
    var result = DensityCoefficients(
      siteCount: centers.count, channelCount: hyperparameters.channelCount,
      maximumAngular: hyperparameters.maximumAngular)
    let components = result.componentCount
    var angular = [Double](repeating: 0, count: components)
    let onCenter = basis.integrals(at: 0)
    for site in centers.indices {
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
        let species = Int(surroundings.neighborSpecies[pair])
        let weight = weight(distance) * hyperparameters.densityWeights[species]
        if weight == 0 { continue }
        harmonics.evaluate(displacement / distance, scale: weight, into: &angular)
        add(basis.integrals(at: distance), channel: species * radial)
      }
      let kind = Int(surroundings.centerSpecies[site])
      let own = kind * radial
      let centerWeight = hyperparameters.centerWeight * hyperparameters.densityWeights[kind]
      for n in 0..<radial {
        result[site, own + n, 0] +=
          centerWeight * onCenter[n] / (4 * Double.pi).squareRoot()
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
    writer.append(try surroundings(of: structure, centers: centers, finder: finder))
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
      writer.append(try surroundings(of: structure, centers: centers))
    }
    return writer.finish()
  }

  /// The neighbours of the centres, told apart by species; the cost does not depend on the size of
  /// the structure if there is a finder.
  private func surroundings(
    of structure: Structure, centers: [Int], finder: NeighborFinder? = nil
  ) throws(DescriptorError) -> Surroundings {
    for center in centers where !structure.elements.indices.contains(center) {
      throw .noSuchCenter(origin: structure.origin, center: center, atoms: structure.count)
    }
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
    return Surroundings(
      neighbors: neighbors,
      centerSpecies: try species(of: neighbors.centers, as: .center, in: structure),
      neighborSpecies: try species(of: neighbors.neighbors, as: .neighbor, in: structure))
  }

  /// Each atom's place in the species list.
  private func species(
    of atoms: [Int32], as role: DescriptorError.Role, in structure: Structure
  ) throws(DescriptorError) -> [UInt8] {
    let species = atoms.map { channelOfElement[Int(structure.elements[Int($0)].rawValue)] }
    if let unlisted = species.firstIndex(of: .max) {
      let atom = Int(atoms[unlisted])
      throw .unlistedSpecies(
        origin: structure.origin, atom: atom, element: structure.elements[atom], role: role,
        listed: hyperparameters.species)
    }
    return species
  }
}

/// The neighbours of some centres, with the species channel of each centre and each pair.
struct Surroundings {
  let neighbors: NeighborList
  let centerSpecies: [UInt8]
  let neighborSpecies: [UInt8]
}
