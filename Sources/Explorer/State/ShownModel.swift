import Crystals
import Engine
import Screen

/// Whose sites a table holds: those of one nucleus, predicted by one model.
struct Prediction: Sendable, Hashable {
  var nucleus: Element
  /// The model's place among those in use.
  var model: Int
}

extension State {
  /// The places of the models of the nucleus on screen, in the order they were named.
  var rivals: [Int] {
    let shown = nucleus
    return models.indices.filter { models[$0].nucleus == shown }
  }

  /// The place of the model on screen: the one chosen, else the nucleus's first; nil before it is known.
  var modelPlace: Int? {
    let (places, name) = (rivals, nucleus.flatMap { settings.modelsShown[$0] })
    return places.first { models[$0].name == name } ?? places.first
  }

  /// The model of the nucleus on screen.
  public var model: ModelSummary? { modelPlace.map { models[$0] } }

  /// "1 of 2" where the nucleus has several models; else empty.
  var modelCount: String {
    let places = rivals
    guard places.count > 1, let place = modelPlace.flatMap(places.firstIndex(of:)) else {
      return ""
    }
    return "\(place + 1) of \(places.count)"
  }

  /// Shows the predictions of a model of the nucleus on screen; undone like any other choice.
  mutating func select(model place: Int) {
    guard let nucleus, let last = model, place != modelPlace, rivals.contains(place) else { return }
    settings.modelsShown[nucleus] = models[place].name
    // A model is not compared with itself: the two change places.
    if settings.comparison == .model(models[place].name) { settings.comparison = .model(last.name) }
  }

  /// Puts the sites of the nucleus and the model chosen on screen, and those there before away.
  mutating func showChosenSites() {
    guard let nucleus else { return }
    let chosen = Prediction(nucleus: nucleus, model: modelPlace ?? 0)
    guard chosen != shown else { return }
    let (last, place, count) = (shown, place, table.count)
    if let last, count > 0 { hiddenTables[last] = table }
    table = hiddenTables.removeValue(forKey: chosen) ?? SiteTable()
    shown = chosen
    modelPane.model = chosen.model
    predictionRevision += 1
    if last?.nucleus == nucleus {
      // The rows of two models are of the same sites, but the other model's may still be coming.
      if table.count < count { startLists(at: place) }
    } else {
      leaveNucleus()
    }
    sitePane.inspection = nil
    evaluateOmegaQ(from: 0)
    // The same sites are of the same classes, whoever predicts their tensors.
    classifySites(from: last?.nucleus == nucleus ? min(count, table.count) : 0)
    if last?.nucleus == nucleus {
      recountInPlace()
    } else {
      fieldRevision += 1
      recount()
      regionsPane.bin = spectrum.regions.first?.peakBin ?? 0
      annotationRevision += 1
    }
    markAwaited()
  }

  /// Starts the lists anew, for a table that lacks rows they hold; the cursor goes to its site when
  /// the row comes.
  private mutating func startLists(at place: Place) {
    let scope = sitesPane.list.scope
    (regionsPane.list, sitesPane.list, outliersPane) = (SiteList(), SiteList(), OutliersPane())
    sitesPane.list.scope = scope
    awaitedPlace = place
  }

  /// The sites of a nucleus, by the model that is farthest.
  func sites(of nucleus: Element) -> SiteTable? {
    let tables = hiddenTables.filter { $0.key.nucleus == nucleus }.map(\.value)
    return (tables + (shown?.nucleus == nucleus ? [table] : [])).max { $0.count < $1.count }
  }
}

extension Commands {
  /// Which model's predictions are looked at.
  static let models: [Command] = [
    Command(
      "model", [Key("V")], "show the predictions of the nucleus's next model, or of the one named",
      argument: "NAME", when: .hasSeveralModels
    ) { (state, name) throws(CommandError) in
      let places = state.rivals
      if name.isEmpty {
        let now = state.modelPlace.flatMap(places.firstIndex(of:)) ?? -1
        state.select(model: places[(now + 1) % places.count])
      } else {
        let names = places.map { state.models[$0].name }
        guard let found = place(of: name, in: names) else {
          let known = names.map { visible($0) }.joined(separator: ", ")
          throw CommandError("no model '\(name)' of this nucleus; there are \(known)")
        }
        state.select(model: places[found])
      }
      let name = state.model.map { visible($0.name) } ?? ""
      state.say("predictions of \(name), \(state.modelCount); V shows the next")
      return []
    }
  ]

  /// The place of a name among some, or of the only one that begins so.
  static func place(of name: String, in names: [String]) -> Int? {
    if let exact = names.firstIndex(of: name) { return exact }
    let fitting = names.indices.filter { names[$0].hasPrefix(name) }
    return fitting.count == 1 ? fitting[0] : nil
  }
}

extension Command.Condition {
  fileprivate static let hasSeveralModels = Command.Condition(
    "the nucleus has one model; explore --model A B shows several side by side"
  ) { $0.rivals.count > 1 }
}
