import Crystals
import Engine
import Explorer
import Formats
import Sampling
import Screen

/// How long the explorer takes from a key to the frame that answers it, with many sites, and what it
/// computes off the drawing thread.
struct ExplorerBenchmark {
  private let sites: Int
  /// Median milliseconds inside `reduce` and `draw` together, by what is done.
  private var actions: [(name: String, milliseconds: Double)] = []

  /// Fills a table with made-up sites and presses keys on a screen of 120 × 40.
  init(sites: Int, repeats: Int) {
    self.sites = sites
    var state = State(columns: 120, rows: 40)
    _ = reduce(&state, .engine(.sites(Self.table(sites), generation: state.generation)))
    _ = reduce(&state, .engine(.finished(generation: state.generation)))
    _ = draw(state)
    actions += Self.changes(of: &state, repeats: max(5, repeats))
    do {
      // With tensors of the files' own, whose histogram is an outline over the bars.
      var state = State(columns: 120, rows: 40)
      var table = Self.table(sites)
      table.reference = table.components
      _ = reduce(&state, .engine(.sites(table, generation: state.generation)))
      _ = reduce(&state, .engine(.finished(generation: state.generation)))
      actions += Self.changes(of: &state, repeats: max(5, repeats))
        .filter { ["bin width", "field direction"].contains($0.name) }
        .map { ("\($0.name), with an outline", $0.milliseconds) }
    }
    actions += Self.listings(of: state, repeats: max(5, repeats))
    actions += Self.computations(of: state, repeats: max(3, repeats))
    for n in [3, 12] { turnCell(Self.cell(n), repeats: repeats) }
  }

  /// What is chosen on the Regions screen.
  private static func changes(
    of state: inout State, repeats: Int
  ) -> [(name: String, milliseconds: Double)] {
    let keys: [(String, [String])] = [
      ("threshold", ["+", "-"]), ("peak count", ["K", "k"]), ("bin width", ["]", "["]),
      ("cursor", ["right", "left"]),
    ]
    var found: [(name: String, milliseconds: Double)] = []
    for (name, keys) in keys {
      var times: [Double] = []
      for _ in 0..<repeats {
        for key in keys.compactMap({ Key(name: $0) }) { times.append(press([key], &state)) }
      }
      found.append((name, 1e3 * median(times)))
    }
    var times: [Double] = []
    for run in 0..<repeats {
      let field = run.isMultiple(of: 2) ? "1 1 0" : "0 0 1"
      let keys = ["b", "c-u"] + field.map { $0 == " " ? "space" : String($0) }
      for key in keys.compactMap({ Key(name: $0) }) { _ = reduce(&state, .key(key)) }
      times.append(press([.enter], &state))
    }
    return found + [("field direction", 1e3 * median(times))]
  }

  /// Sorting and filtering the list of all sites: how long the keys keep the screen, and how long the
  /// rows take off the drawing thread.
  private static func listings(
    of state: State, repeats: Int
  ) -> [(name: String, milliseconds: Double)] {
    var state = state
    _ = reduce(&state, .key(.character("2")))
    let keys: [(String, [String])] = [
      ("sort", ["right", "s"]), ("filter", ["/", "c-u"] + "eta>0.5".map(String.init) + ["enter"]),
    ]
    return keys.flatMap { name, keys in
      var (screen, rows): ([Double], [Double]) = ([], [])
      for _ in 0..<repeats {
        _ = reduce(&state, .key(.character("x")))
        var waiting: [Effect] = []
        let start = monotonicSeconds()
        for key in keys.compactMap({ Key(name: $0) }) { waiting += reduce(&state, .key(key)) }
        _ = draw(state)
        screen.append(1e3 * (monotonicSeconds() - start))
        // A newer request of the same list makes an older one pointless.
        guard case .arrange(let request) = waiting.last(where: { $0.isArranging }) else { continue }
        let begin = monotonicSeconds()
        let found = arrange(request)
        rows.append(1e3 * (monotonicSeconds() - begin))
        _ = reduce(&state, .engine(.arranged(found, request: request.id)))
      }
      return [
        ("\(name), keys to frame", median(screen)),
        ("\(name), all rows (in the background)", median(rows)),
      ]
    }
  }

  /// What the Field screen computes, on all cores: the map from a sample of the sites, from all of
  /// them, and the powder pattern.
  private static func computations(
    of state: State, repeats: Int
  ) -> [(name: String, milliseconds: Double)] {
    var (sample, map, pattern): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<repeats {
      var state = state
      var waiting = reduce(&state, .key(.character("5")))
      var maps = 0
      while !waiting.isEmpty {
        guard case .compute(let computation) = waiting.removeFirst() else { continue }
        let start = monotonicSeconds()
        guard let found = computation.find({ false }) else { continue }
        let elapsed = 1e3 * (monotonicSeconds() - start)
        switch computation.subject {
        case .fieldMap where maps == 0:
          sample.append(elapsed)
          maps += 1
        case .fieldMap: map.append(elapsed)
        case .powderPattern: pattern.append(elapsed)
        default: break
        }
        waiting += reduce(&state, .found(found, id: computation.id))
      }
    }
    let all = [
      ("field map, first answer", sample), ("field map, all sites", map),
      ("powder pattern", pattern),
    ]
    return all.filter { !$0.1.isEmpty }.map { ("\($0.0) (in the background)", median($0.1)) }
  }

  /// Turns a cell of lithium titanate on the Structure screen: Li alone, then all atoms.
  private mutating func turnCell(_ cell: Structure, repeats: Int) {
    var state = State(columns: 120, rows: 40)
    let sites = cell.elements.indices.filter { cell.elements[$0] == .lithium }
    _ = reduce(
      &state, .engine(.structures([cell], firstIndex: 0, generation: state.generation)))
    _ = reduce(
      &state,
      .engine(
        .sites(Self.table(sites.count, atoms: sites), generation: state.generation)))
    _ = reduce(&state, .key(.character("4")))
    for (name, key) in [("Li", nil), ("all", Key.character("a"))] {
      if let key { _ = reduce(&state, .key(key)) }
      var times: [Double] = []
      for _ in 0..<max(5, repeats) {
        for key in [Key.left, .up] { times.append(Self.press([key], &state)) }
      }
      actions.append(("turn \(cell.count) atoms, \(name) shown", 1e3 * median(times)))
    }
  }

  /// n × n × n cubic cells of Li₄Ti₅O₁₂, every sixth octahedral site with Li.
  private static func cell(_ n: Int) -> Structure {
    let lattice = SpinelLattice.standard.cubicCells(n)
    return Structure(
      cell: lattice.cell,
      elements: lattice.tetrahedral.map { _ in .lithium }
        + lattice.octahedral.indices.map { $0.isMultiple(of: 6) ? .lithium : .titanium }
        + lattice.oxygen.map { _ in .oxygen },
      positions: lattice.tetrahedral + lattice.octahedral + lattice.oxygen)
  }

  private static func press(_ keys: [Key], _ state: inout State) -> Double {
    let start = monotonicSeconds()
    for key in keys { _ = reduce(&state, .key(key)) }
    let frame = draw(state)
    precondition(frame.columns == 120)
    return monotonicSeconds() - start
  }

  /// Sites whose couplings have several maxima, from a fixed sequence of random numbers.
  /// - Parameter atoms: The atoms the sites are in one structure; nil for many structures.
  private static func table(_ count: Int, atoms: [Int]? = nil) -> SiteTable {
    var seed: UInt64 = 1
    func uniform() -> Float {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(seed >> 40) / Float(1 << 24)
    }
    var sites: [ResultSite] = []
    sites.reserveCapacity(count)
    for site in 0..<count {
      let size = 0.001 * Float(1 + site % 5) * (0.8 + 0.4 * uniform())
      let parts = (0..<5).map { _ in Double(size * (uniform() - 0.5)) }
      sites.append(
        ResultSite(
          structure: atoms == nil ? site / 288 : 0, atom: atoms?[site] ?? site % 288,
          element: .lithium,
          siteType: site.isMultiple(of: 4) ? .site16d : .site8a, lithiumNeighbors: site % 5,
          lithiumDistance: 3, bondLength: 2, position: .zero,
          tensor: .init(parts[0], parts[1], parts[2], parts[3], parts[4])))
    }
    return SiteTable(sites, ResultConventions())
  }

  var text: String {
    var rows = [["explorer, \(sites) sites, key to frame", "ms"]]
    for (name, milliseconds) in actions { rows.append([name, fixed(milliseconds, 2)]) }
    return aligned(rows) + "\n"
  }

  var json: JSON {
    .object(
      [.init("sites", .int(sites))]
        + actions.map { .init("\($0.name) (ms)", .double($0.milliseconds)) })
  }
}

extension Effect {
  fileprivate var isArranging: Bool { if case .arrange = self { true } else { false } }
}
