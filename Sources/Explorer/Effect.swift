/// What the explorer asks of the world; the executable performs it and answers with events.
public enum Effect: Sendable {
  /// Predict all structures anew; news carries this generation.
  case predict(generation: Int)
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
  case write(Export, path: String, overwrite: Bool, contents: @Sendable () -> String)
  /// Read a text file; `Event.read` answers.
  case read(path: String)
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

/// What a file written by the explorer holds.
public enum Export: Sendable, Equatable {
  /// The rows of the list shown, as CSV.
  case rows
  /// Histogram and regions as JSON.
  case regions
  /// Choices, regions, tags, notes and marks, to be opened again.
  case session
  /// The screen as text, as text with ANSI colours, or as a picture.
  case screenText, screenANSI, screenSVG
  /// The histogram as a figure.
  case histogramSVG

  /// The word messages use.
  var label: String {
    switch self {
    case .rows: "table"
    case .regions: "regions"
    case .session: "session"
    case .screenText, .screenANSI, .screenSVG: "screen"
    case .histogramSVG: "histogram"
    }
  }
}
