import Crystals
import Formats

/// The structures of some files, one after the other, numbered over all of them.
final class StructureSource: Sendable {
  /// A frame cut out of a file, still to be parsed, and its number.
  struct Item: Sendable {
    let frame: StructureFrame
    let index: Int
  }

  private struct State {
    var files: ArraySlice<String>
    var reader: StructureReader?
    var count = 0
  }

  private let state: Locked<State>
  private let isWanted: @Sendable (Int) -> Bool

  /// Passes over the structures whose number is not wanted.
  init(_ files: [String], isWanted: @escaping @Sendable (Int) -> Bool) {
    state = Locked(State(files: files[...]))
    self.isWanted = isWanted
  }

  /// The next structure; nil after the last of the last file.
  /// - Throws: `FormatError`.
  func next() throws -> Item? {
    try state.withLock { state in
      while true {
        if state.reader == nil {
          guard let file = state.files.popFirst() else { return nil }
          state.reader = try StructureReader(file)
        }
        while let frame = try state.reader?.nextFrame() {
          defer { state.count += 1 }
          if isWanted(state.count) { return Item(frame: frame, index: state.count) }
        }
        state.reader = nil
      }
    }
  }
}
