import Dispatch
import Engine
import Explorer
import Formats

/// Keeps what changes in the explorer: its state for these files, and the lines entered.
///
/// Files are read and written on a queue of its own; nothing is done, and no timer runs, while
/// nothing changes.
final class Keeper: @unchecked Sendable {
  /// At most so long after a change it is on the disk, but for the time of writing.
  private static let delay = DispatchTimeInterval.milliseconds(1500)

  private let queue = DispatchQueue(label: "spinel.keeper")
  private let answers: EventBox
  private let folder: String
  // Used on the drawing thread only.
  private var isScheduled = false
  // Used on the queue only.
  private var autosave: Autosave?
  private var written: (session: Session, memory: Memory)?
  private var hasFailed = false

  init(folder: String, answers: EventBox) {
    self.folder = folder
    self.answers = answers
  }

  /// Where lines entered and the last theme are remembered.
  static func memoryPath(_ folder: String) -> String { folder + "/history.json" }

  /// What was remembered; nothing where the file is missing or damaged.
  static func memory(_ folder: String) -> Memory {
    guard let bytes = try? FileBytes.read(memoryPath(folder), limit: 1 << 24) else {
      return Memory()
    }
    return Memory(parsing: String(decoding: bytes, as: UTF8.self)) ?? Memory()
  }

  /// Takes the file of some data, nil for data that cannot be told again, and tells what it holds.
  func begin(_ inputs: Inputs?, session: String?, restoring: Bool = true) {
    queue.async { [self] in
      (autosave, written) = (nil, nil)
      guard let inputs else { return }
      do throws(FormatError) {
        let found = try Autosave(
          inputs, session: session, in: folder + "/autosave", isFresh: !restoring)
        autosave = found
        if restoring, let event = found.restored(newerThan: session.flatMap(UserFolders.modified)) {
          answers.post(event)
        }
      } catch { complain(error) }
    }
  }

  /// Asks to be told in a moment what is to be kept.
  func keepSoon() {
    guard !isScheduled else { return }
    isScheduled = true
    queue.asyncAfter(deadline: .now() + Self.delay) { [answers] in answers.post(.keep) }
  }

  func keep(_ session: Session, _ memory: Memory) {
    isScheduled = false
    queue.async { [self] in write(session, memory) }
  }

  /// Keeps the last state, if it changed; returns when all is on the disk.
  func finish(_ state: State) {
    if isScheduled { keep(Session(of: state), Memory(of: state)) }
    queue.sync {}
  }

  private func write(_ session: Session, _ memory: Memory) {
    do throws(FormatError) {
      if written?.session != session { try autosave?.write(session) }
      if written?.memory != memory {
        try UserFolders.create(folder)
        let path = Self.memoryPath(folder)
        try AtomicFile.write(
          Array(memory.joining(Self.memory(folder)).text.utf8), to: path)
      }
      written = (session, memory)
    } catch { complain(error) }
  }

  /// Says once that nothing can be kept.
  private func complain(_ error: FormatError) {
    guard !hasFailed else { return }
    hasFailed = true
    answers.post(
      .message(
        "nothing is kept for the next start: \(error); :save writes a session", isError: true))
  }
}
