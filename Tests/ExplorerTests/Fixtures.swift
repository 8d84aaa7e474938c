import Crystals
import Engine
import Formats
import Regression
import Screen
import Spectra
import Support
import Tensors

@testable import Explorer

/// The structures of the shipped DFT set, read once.
let sampleStructures: [Structure] = {
  (try? ExtendedXYZReader.read(repositoryFolder + "/SampleData/lto-dft.extxyz")) ?? []
}()

/// The Li sites of the DFT set: the file's tensors as reference, the same with noise as prediction.
let sampleSites: SiteTable = {
  var random = SplitMix64(seed: 7)
  var table = SiteTable()
  for (index, structure) in sampleStructures.enumerated() {
    guard case .real(let values, columns: 9) = structure.arrays["efg"] else { continue }
    let classes = SpinelSites.classify(structure)
    for atom in structure.elements.indices where structure.elements[atom] == .lithium {
      let nine = Array(values[9 * atom..<9 * atom + 9])
      guard let (tensor, _) = try? SymmetricTensor.symmetrized(rowMajor: nine) else { continue }
      let reference = SphericalTensor(tensor)
      let noise = (0..<5).map { _ in random.uniform(-0.0002...0.0002) }
      table.append(
        site: reference, noise: noise, structure: index, atom: atom, in: structure,
        classes, novelty: Float(random.uniform()))
    }
  }
  return table
}()

extension SiteTable {
  mutating func append(
    site reference: SphericalTensor, noise: [Double], structure index: Int, atom: Int,
    in structure: Structure, _ classes: SpinelSites.Classification, novelty: Float
  ) {
    var tensor = reference
    for m in 0..<5 { tensor[m] += noise[m] }
    let observables = Observables(of: tensor, isotope: .lithium7)
    self.structure.append(Int32(index))
    self.atom.append(Int32(atom))
    element.append(structure.elements[atom])
    siteType.append(classes.types[atom])
    lithiumNeighbors.append(classes.lithiumNeighbors[atom])
    octahedralLithium.append(classes.octahedralLithium[atom])
    lithiumDistance.append(classes.lithiumDistances[atom])
    bondLength.append(classes.bondLengths[atom])
    let p = structure.positions[atom]
    position.append(SIMD3(Float(p.x), Float(p.y), Float(p.z)))
    for m in 0..<5 {
      components[m].append(Float(tensor[m]))
      self.reference[m].append(Float(reference[m]))
    }
    quadrupolarCoupling.append(Float(observables.quadrupolarCoupling))
    asymmetry.append(Float(observables.asymmetry))
    vzz.append(Float(observables.axes.vzz))
    uncertaintyAcross.append(Float(noise[0].magnitude))
    uncertaintyAlong.append(Float(noise[1].magnitude))
    nearest.append(NearestEnvironment(structure: 12, atom: 5, similarity: 1 - 0.1 * novelty))
    self.novelty.append(novelty)
  }
}

let sampleModel = ModelSummary(
  name: "li-tensor", nucleus: .lithium, isotope: "7Li", spin: 1.5, quadrupoleMoment: -40.1,
  interval95: 2.1)

/// A table of random tensors; every hundredth site has no prediction.
func randomSites(_ count: Int, structures: Int = 10, seed: UInt64 = 1) -> SiteTable {
  var random = SplitMix64(seed: seed)
  var table = SiteTable()
  table.structure = (0..<count).map { Int32($0 * structures / max(1, count)) }
  table.atom = (0..<count).map { Int32($0) }
  table.element = Array(repeating: .lithium, count: count)
  table.siteType = (0..<count).map { $0 % 3 == 0 ? .site16d : .site8a }
  table.lithiumNeighbors = (0..<count).map { $0 % 3 == 0 ? -1 : Int8($0 % 5) }
  table.octahedralLithium = (0..<count).map { $0 % 3 == 0 ? Int8($0 % 4) - 1 : -1 }
  table.lithiumDistance = (0..<count).map { $0 % 5 == 0 ? .nan : 2.9 + 0.01 * Float($0 % 7) }
  table.bondLength = (0..<count).map { $0 % 11 == 0 ? .nan : 2 + 0.01 * Float($0 % 13) }
  table.position = (0..<count).map { SIMD3(Float($0 % 97), Float($0 % 89), Float($0 % 83)) }
  for m in 0..<5 {
    table.components[m] = (0..<count).map { site in
      site % 100 == 99 ? .nan : Float(random.uniform(-0.005...0.005)) * Float(1 + site % 3)
    }
  }
  let (vzz, asymmetry) = principalValues(components: table.components)
  table.vzz = vzz
  table.asymmetry = asymmetry
  table.quadrupolarCoupling = vzz.map { $0 * Float(Isotope.lithium7.couplingPerAtomicUnit) }
  table.uncertaintyAcross = (0..<count).map { _ in Float(random.uniform(0...0.0001)) }
  table.uncertaintyAlong = (0..<count).map { _ in Float(random.uniform(0...0.0002)) }
  table.nearest = Array(repeating: .none, count: count)
  table.novelty = (0..<count).map { _ in Float(random.uniform()) }
  return table
}

/// An explorer with events as the user and the engine would send them, and effects performed at
/// once: lists are arranged, what is written, copied or asked for is remembered.
final class Bench {
  var state: State
  var copied: [String] = []
  var written: [String: String] = [:]
  var files: [String: String] = [:]
  var effects: [Effect] = []

  /// Bins are 1 kHz wide unless a test lets them follow the values.
  init(columns: Int = 120, rows: Int = 40, look: Look = Look(), binWidth: Double? = 1) {
    state = State(columns: columns, rows: rows, look: look, themeNames: ["dark", "light", "mono"])
    state.settings.binWidths[.absoluteOmegaQ] = binWidth
  }

  /// With the sites of the DFT set.
  static func sample(columns: Int = 120, rows: Int = 40, look: Look = Look()) -> Bench {
    let bench = Bench(columns: columns, rows: rows, look: look)
    bench.send(.engine(.model(sampleModel, generation: 1)))
    bench.send(.engine(.structures(sampleStructures, firstIndex: 0, generation: 1)))
    bench.send(.engine(.sites(sampleSites, generation: 1)))
    bench.send(
      .engine(
        .progress(
          Progress(done: sampleSites.count, total: sampleSites.count, rate: 41_000, elapsed: 0.4),
          generation: 1)))
    bench.send(.engine(.finished(generation: 1)))
    return bench
  }

  /// With random sites.
  static func random(_ count: Int, columns: Int = 120, rows: Int = 40) -> Bench {
    let bench = Bench(columns: columns, rows: rows)
    bench.send(.engine(.sites(randomSites(count), generation: 1)))
    return bench
  }

  func send(_ events: Event...) { replay(events, into: &state, perform: perform) }

  /// Keys by name, `text:` and mouse lines as in scripts.
  func keys(_ lines: String...) throws { try keys(lines) }

  func keys(_ lines: [String]) throws {
    replay(try Script.events(lines.joined(separator: "\n")), into: &state, perform: perform)
  }

  /// Types a command line.
  func command(_ line: String) throws { try keys(":", "text:\(line)", "enter") }

  /// Types a command line and returns its effects without performing them.
  func line(_ text: String) -> [Effect] {
    var effects = reduce(&state, .key(.character(":")))
    for scalar in text.unicodeScalars { effects += reduce(&state, .key(.character(scalar))) }
    return effects + reduce(&state, .key(.enter))
  }

  var text: String { draw(state).text }
  var message: String { state.message?.text ?? "" }

  private func perform(_ effect: Effect) -> [Event] {
    effects.append(effect)
    switch effect {
    case .arrange(let request): return [.engine(.arranged(arrange(request), request: request.id))]
    case .compute(let computation):
      return computation.find({ false }).map { [.found($0, id: computation.id)] } ?? []
    case .copy(let text): copied.append(text)
    case .write(let export, let path, let overwrite, let contents):
      if written[path] != nil, !overwrite { return [.exists(export, path: path)] }
      do { written[path] = try contents() } catch {
        return [.message("\(error)", isError: true)]
      }
      return [.written(export, path: path)]
    case .read(let path, let adding):
      guard let text = files[path] ?? written[path] else {
        return [.message("\(path): no such file", isError: true)]
      }
      return text.hasPrefix("{")
        ? [.read(path: path, contents: text)] : [.structuresFound(path: path, adding: adding)]
    case .list(let folder):
      let names = files.keys.filter { FilePath.folderPrefix($0) == folder }
      return [.listed(folder: folder, names: names.map(FilePath.name).sorted())]
    case .loadTheme(let name):
      var theme = Theme.standard
      theme.name = name
      return [.theme(theme)]
    default: break
    }
    return []
  }
}
