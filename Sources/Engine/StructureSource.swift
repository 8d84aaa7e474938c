import Crystals
import Formats

/// The structures of some inputs, one after the other, numbered over all of them.
final class StructureSource: Sendable {
  /// A frame cut out of a file, still to be parsed, and its number.
  struct Item: Sendable {
    let frame: StructureFrame
    let index: Int
  }

  private enum Reading {
    case file(StructureReader)
    case made(ArraySlice<Structure>)

    /// The next structure; nil at the end.
    mutating func next() throws(FormatError) -> StructureFrame? {
      switch self {
      case .file(let reader): return try reader.nextFrame()
      case .made(var rest):
        let first = rest.popFirst()
        self = .made(rest)
        return first.map { .read($0) }
      }
    }
  }

  private struct State {
    var inputs: ArraySlice<StructureInput>
    var reading: Reading?
    var count = 0
  }

  private let state: Locked<State>
  private let isWanted: @Sendable (Int) -> Bool

  /// Passes over the structures whose number is not wanted.
  init(_ inputs: [StructureInput], isWanted: @escaping @Sendable (Int) -> Bool) {
    state = Locked(State(inputs: inputs[...]))
    self.isWanted = isWanted
  }

  /// The next structure; nil after the last of the last input.
  /// - Throws: `FormatError`.
  func next() throws -> Item? {
    try state.withLock { state in
      while true {
        if state.reading == nil {
          guard let input = state.inputs.popFirst() else { return nil }
          state.reading =
            switch input {
            case .file(let file): .file(try StructureReader(file))
            case .made(let structures): .made(structures[...])
            }
        }
        while let frame = try state.reading?.next() {
          defer { state.count += 1 }
          if isWanted(state.count) { return Item(frame: frame, index: state.count) }
        }
        state.reading = nil
      }
    }
  }
}
