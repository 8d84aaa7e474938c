import Engine

/// Something that happened: the explorer's only input, so a list of events replays a session.
public enum Event: Sendable {
  case key(Key)
  case mouse(Mouse)
  case resize(columns: Int, rows: Int)
  case paste(String)
  /// SIGTERM, SIGHUP or SIGINT.
  case terminate
  case engine(EngineNews)
}

/// A key stroke.
public enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  case control(Unicode.Scalar)
  case up, down, left, right, home, end, pageUp, pageDown
  case tab, backTab, enter, escape, backspace, delete, insert
  case function(Int)
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
