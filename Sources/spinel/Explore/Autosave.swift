import Explorer
import Formats
import Glibc

/// The file that keeps the explorer's state while it runs: one for each set of data.
///
/// Explorers that show the same data at the same time take a file each, held by a lock that ends
/// with its process, however that ends. The next one takes the newest file that is free. So none
/// overwrites what another keeps, and what a killed one kept is found again.
final class Autosave: Sendable {
  let path: String
  private let inputs: Inputs
  private let lock: Int32
  /// Processes that have the same data open.
  private let others: [String]
  private static let mostFiles = 20

  /// Takes the newest free file for some data opened with a session, or without one.
  /// - Parameter isFresh: whether to take a new one, and to leave what others hold as it is.
  /// - Throws: `FormatError` (`cannotCreate`) where the folder cannot be written to.
  init(
    _ inputs: Inputs, session: String?, in folder: String, isFresh: Bool = false
  ) throws(FormatError) {
    try UserFolders.create(folder)
    let stem = "\(folder)/\(Self.name(inputs, session: session))"
    var taken: (lock: Int32, path: String, modified: Double)?
    var others: [String] = []
    for number in 1...Self.mostFiles {
      let (path, lockPath) = ("\(stem)-\(number).json", "\(stem)-\(number).lock")
      let isNew = access(lockPath, F_OK) != 0
      if isFresh, access(path, F_OK) == 0 { continue }
      let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard lock >= 0 else {
        throw FormatError(
          .cannotCreate, file: lockPath, found: String(cString: strerror(errno)),
          expected: "a file to lock")
      }
      // File systems without locks are used as if no other explorer ran.
      if flock(lock, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        others.append(Self.owner(lock))
        close(lock)
        continue
      }
      let modified = UserFolders.modified(path) ?? 0
      if let best = taken, best.modified >= modified {
        close(lock)
      } else {
        if let taken { close(taken.lock) }
        taken = (lock, path, modified)
      }
      if isNew { break }
    }
    guard let taken else {
      throw FormatError(
        .cannotCreate, file: stem, found: "\(Self.mostFiles) explorers on the same files",
        expected: "fewer")
    }
    (lock, path, self.inputs, self.others) = (taken.lock, taken.path, inputs, others)
    let owner = Array("\(getpid())\n".utf8)
    ftruncate(lock, 0)
    pwrite(lock, owner, owner.count, 0)
  }

  deinit { close(lock) }

  /// Replaces what is kept by a session; the file is never half of it.
  /// - Throws: `FormatError`.
  func write(_ session: Session) throws(FormatError) {
    // One of the data shown before.
    guard session.inputs == inputs else { return }
    try AtomicFile.write(Array(session.text().utf8), to: path)
  }

  /// What was kept, to be taken up; what cannot be used is put aside, and said.
  /// - Parameter start: when the session opened with the data was written; older states are left.
  func restored(newerThan start: Double?) -> Event? {
    var remark = ""
    if !others.isEmpty {
      remark =
        "process \(others.joined(separator: ", ")) shows the same files; its tags, notes and "
        + "choices are not shown here and stay its own"
    }
    guard let modified = UserFolders.modified(path), modified > start ?? 0 else {
      return remark.isEmpty ? nil : .message(remark, isError: false)
    }
    do throws(FormatError) {
      let bytes = try FileBytes.read(path, limit: 1 << 26)
      let session: Session
      do throws(SessionError) {
        session = try Session(parsing: String(decoding: bytes, as: UTF8.self), file: path)
      } catch {
        throw FormatError(file: path, found: error.description)
      }
      guard session.inputs == inputs else {
        throw FormatError(file: path, found: "the state of other files")
      }
      return .restored(session, time: Self.timeText(modified), remark: remark)
    } catch {
      let aside = path + ".damaged"
      rename(path, aside)
      return .message(
        "the state kept last is damaged and was not used (\(error.found)); it is in \(aside)",
        isError: true)
    }
  }

  /// A file name that differs for different data: FNV-1a, 64 bits.
  private static func name(_ inputs: Inputs, session: String?) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = hash &* 0x100_0000_01b3
    }
    let files = inputs.structures + [nil] + inputs.models + [nil, inputs.results]
    for file in files {
      add(file.map { "\($0.path)\n\($0.size)\n\($0.modified)" } ?? "-")
    }
    add(session ?? "")
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func owner(_ lock: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 24)
    let count = pread(lock, &buffer, buffer.count, 0)
    let digits = buffer.prefix(max(0, count)).prefix { (48...57).contains($0) }
    return digits.isEmpty ? "of another explorer" : String(decoding: digits, as: UTF8.self)
  }

  /// The time of day where it was today, else with the date.
  private static func timeText(_ seconds: Double) -> String {
    func parts(_ seconds: time_t) -> tm {
      var (seconds, parts) = (seconds, tm())
      localtime_r(&seconds, &parts)
      return parts
    }
    let (then, now) = (parts(time_t(seconds)), parts(time(nil)))
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(then.tm_hour)):\(two(then.tm_min))"
    if then.tm_yday == now.tm_yday, then.tm_year == now.tm_year { return clock }
    return "\(then.tm_year + 1900)-\(two(then.tm_mon + 1))-\(two(then.tm_mday)) \(clock)"
  }
}
