import Engine
import Screen

/// Something that happened: the explorer's only input, so a list of events replays a session.
public enum Event: Sendable {
  case key(Key)
  case mouse(Mouse)
  case resize(columns: Int, rows: Int)
  case paste(String)
  /// SIGTERM, SIGHUP or SIGINT.
  case terminate
  case engine(EngineNews)
  /// What a computation found; answers `Effect.compute`.
  case found(Finding, id: Int)
  /// Something to say in the message line: what happened and what to do.
  case message(String, isError: Bool)
  /// A file was written; answers `Effect.write`.
  case written(Export, path: String)
  /// A file was not written since it exists; answers `Effect.write` without `overwrite`.
  case exists(Export, path: String)
  /// Other files are shown from now on; none where what is shown is in no file.
  case inputs(Inputs)
  /// A file holds structures; answers `Effect.read`.
  case structuresFound(path: String, adding: Bool)
  /// The contents of a session; answers `Effect.read`.
  case read(path: String, contents: String)
  /// The names in a folder, those of folders with a slash at the end, in alphabetical order; answers
  /// `Effect.list`.
  case listed(folder: String, names: [String])
  /// A theme was loaded or changed on disk; answers `Effect.loadTheme`.
  case theme(Theme)
  /// It is time to keep what changed; answers `Effect.keepSoon`.
  case keep
  /// What an explorer on the same files kept last, the time of day it did, and what else is to be
  /// said of it.
  case restored(Session, time: String, remark: String)
}

/// A mouse action at a cell, counted from the top left corner (0, 0).
public struct Mouse: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    case press, drag, release, doubleClick, wheelUp, wheelDown
  }
  public var action: Action
  public var x: Int
  public var y: Int

  public init(_ action: Action, x: Int, y: Int) {
    self.action = action
    self.x = x
    self.y = y
  }
}
