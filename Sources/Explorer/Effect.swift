import Engine

/// What the explorer asks of the world; the executable performs it and answers with events.
public enum Effect: Sendable {
  /// Predict structures; news carries this generation.
  case predict(Opening, generation: Int)
  /// Make structures; `EngineNews.making`, `made` or `notMade` answer.
  case make(StructureRecipe, request: Int)
  /// End the making; what is ready comes as `EngineNews.made`.
  case stopMaking
  case cancelPrediction
  case pausePrediction(Bool)
  /// Find the rows of a list off the drawing thread: `EngineNews.arranged(arrange(request), …)`.
  /// A newer request of the same list makes an older one pointless.
  case arrange(ArrangeRequest)
  /// Find something out off the drawing thread; `Event.found` answers.
  case compute(Computation)
  /// Put text on the user's clipboard (OSC 52).
  case copy(String)
  /// Write a file by way of a temporary one; contents are made off the drawing thread. Without
  /// `overwrite` an existing file stays and `Event.exists` answers; else `Event.written`.
  case write(
    Export, path: String, overwrite: Bool, contents: @Sendable () throws -> String)
  /// Open a file: `Event.read` answers with the contents of a session, `Event.structuresFound` where
  /// the file holds structures.
  case read(path: String, adding: Bool)
  /// List the names in a folder, for completion; `Event.listed` answers.
  case list(folder: String)
  /// Whether mouse events are wanted; without, the terminal selects text.
  case setMouse(Bool)
  /// Give the terminal back and stop, as ^Z does.
  case suspend
  case quit
  /// Load a theme; `Event.theme` answers.
  case loadTheme(String)
  /// Something worth keeping changed: `Event.keep` is due in a moment. One at a time is enough.
  case keepSoon
  /// Keep the state, so that the next start on the same files can go on from it, and the lines
  /// entered; done off the drawing thread.
  case keep(Session, Memory)
}

/// Which structures a prediction is about.
public enum Opening: Sendable {
  /// Those that are open.
  case again
  case replacing([StructureInput])
  case adding([StructureInput])
}

/// What a file written by the explorer holds.
public enum Export: Sendable, Equatable {
  /// Structures that were made, as extended XYZ.
  case structures
  /// The rows of the list shown, as CSV.
  case rows
  /// Histogram and regions as JSON.
  case regions
  /// The site inspected as JSON.
  case site
  /// Choices, regions, tags, notes and marks, to be opened again.
  case session
  /// The screen as text, as text with ANSI colours, or as a picture.
  case screenText, screenANSI, screenSVG
  /// The histogram as a figure.
  case histogramSVG
  /// The powder pattern as CSV, and with the map of field directions as a figure.
  case patternCSV, fieldSVG
  /// Structures or clusters around sites, as extended XYZ.
  case cutOuts
  /// Predicted against reference values as figures.
  case paritySVG
  /// The cell of the Structure screen as a figure.
  case structureSVG

  /// The word messages use.
  var label: String {
    switch self {
    case .structures: "structures"
    case .rows: "table"
    case .regions: "regions"
    case .site: "site"
    case .session: "session"
    case .screenText, .screenANSI, .screenSVG: "screen"
    case .histogramSVG: "histogram"
    case .patternCSV: "powder pattern"
    case .fieldSVG: "map and powder pattern"
    case .cutOuts: "cut-outs"
    case .paritySVG: "parity figures"
    case .structureSVG: "structure"
    }
  }
}
