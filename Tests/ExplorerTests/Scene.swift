import Screen
import Support

@testable import Explorer

/// The screens, each as a user has it after a few keys.
enum Scene: String, CaseIterable, Sendable {
  case regions, composition, sites, site, structure, field, outliers, model, help

  /// The sizes every screen is made for.
  static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)]

  /// An explorer that shows it.
  func bench(_ columns: Int, _ rows: Int, _ look: Look = Look()) throws -> Bench {
    if self == .structure {
      let bench = Bench.largeCell(columns: columns, rows: rows, look: look)
      try bench.command("peaks 4")
      try bench.command("threshold 5")
      try bench.keys("4", "n", "n", "J")
      return bench
    }
    let bench = Bench.sample(columns: columns, rows: rows, look: look)
    if self == .model { bench.send(.engine(.model(fullModel, generation: 1))) }
    try bench.command("threshold 3")
    switch self {
    case .regions: try bench.keys("down")
    case .composition: try bench.keys("down", "i")
    case .sites:
      try bench.keys(
        "2", "right", "right", "right", "s", "s", "down", "space", "t", "text:suspect", "enter")
    case .site:
      try bench.command("field 1 1 0")
      try bench.keys("2", "down", "down", "enter", "esc", "enter")
    case .structure: break
    case .field: try bench.keys("5", "right", "right", "right", "up", "up")
    case .outliers:
      try bench.keys("6", "K", "s", "r", "down", "N", "text:two Li close by", "enter")
    case .model: try bench.keys("7")
    case .help: try bench.keys("?")
    }
    // The footer is part of the scene.
    bench.state.message = nil
    return bench
  }

  /// Keys that each change something a user must see, with or without colours.
  var steps: [String] {
    switch self {
    case .regions: ["right", "down", "+", "k", "L", "x"]
    case .composition: ["down"]
    case .sites: ["down", "right", "space"]
    case .site: ["n", "space", "left"]
    case .structure: ["J", "n", "c", "left", "space"]
    case .field: ["right", "o", "s", "c"]
    case .outliers: ["down", "K", "space", "right"]
    case .model: ["right"]
    case .help: ["down"]
    }
  }
}
