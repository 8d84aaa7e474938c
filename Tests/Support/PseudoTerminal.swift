import Glibc

/// Runs a program in a terminal of its own and plays the person in front of it.
public final class PseudoTerminal {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public let process: pid_t
  public private(set) var screen: VirtualScreen
  /// Every byte the program wrote.
  public private(set) var transcript: [UInt8] = []
  private let master: Int32
  private let slavePath: String
  private var status: Int32?

  /// Starts `program` on a terminal of the given size, with only the environment given.
  public init(
    _ program: String, _ arguments: [String], columns: Int, rows: Int,
    environment: [String: String] = [:]
  ) throws {
    // Glibc's module leaves unlockpt and ptsname_r out; these are what they do on Linux.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var number: Int32 = 0
    var locked: Int32 = 0
    let unlock: UInt = 0x4004_5431  // TIOCSPTLCK
    let getNumber: UInt = 0x8004_5430  // TIOCGPTN
    guard master >= 0, ioctl(master, unlock, &locked) == 0, ioctl(master, getNumber, &number) == 0
    else { throw Failure(description: "no pseudo-terminal: errno \(errno)") }
    self.master = master
    let slave = "/dev/pts/\(number)"
    slavePath = slave
    screen = VirtualScreen(columns: columns, rows: rows)
    Self.setSize(master, columns, rows)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // A session leader's first terminal becomes the one that controls it.
    posix_spawn_file_actions_addopen(&actions, 0, slave, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, also missing from the module
    posix_spawnattr_setflags(
      &attributes, Int16(newSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    // The threads that run tests block signals; a program a person starts has none blocked.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&attributes, &defaults)

    var environment = environment
    for inherited in [
      "PATH", "HOME", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "TSAN_OPTIONS", "ASAN_OPTIONS",
    ] {
      if let value = getenv(inherited), environment[inherited] == nil {
        environment[inherited] = String(cString: value)
      }
    }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer {
      for pointer in argv + envp { free(pointer) }
    }
    var process = pid_t()
    let result = posix_spawn(&process, program, &actions, &attributes, &argv, &envp)
    guard result == 0 else { throw Failure(description: "cannot start \(program): \(result)") }
    self.process = process
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(master)
  }

  /// Types text.
  public func type(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = write(master, rest.baseAddress, rest.count)
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Changes the window's size, which the program hears of by SIGWINCH.
  public func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    Self.setSize(master, columns, rows)
  }

  /// Reads until the screen satisfies a condition.
  /// - Throws: `Failure` with the screen when `seconds` pass or the program ends first.
  public func wait(
    _ what: String, seconds: Double = 60, until condition: (VirtualScreen) -> Bool
  ) throws {
    let deadline = now() + seconds
    while !condition(screen) {
      guard now() < deadline, readSome(seconds: deadline - now()) else {
        if condition(screen) { return }
        throw Failure(description: "waited for \(what); the screen:\n\(screen.text)")
      }
    }
  }

  /// Reads until nothing more comes for a moment: the frame on its way is whole.
  public func finishFrame() { while readSome(seconds: 0.1) {} }

  /// Waits for the program to end and returns its wait status.
  public func waitForExit(seconds: Double = 60) throws -> Int32 {
    let deadline = now() + seconds
    while now() < deadline {
      var found: Int32 = 0
      if waitpid(process, &found, WNOHANG) == process {
        while readSome(seconds: 0) {}
        status = found
        return found
      }
      if !readSome(seconds: 0.05) { usleep(2000) }
    }
    throw Failure(description: "still running; the screen:\n\(screen.text)")
  }

  /// The terminal's input and output modes, as the next program would find them.
  public var modes: [UInt32] {
    let descriptor = open(slavePath, O_RDWR | O_NOCTTY)
    defer { close(descriptor) }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return [] }
    return [settings.c_iflag, settings.c_oflag, settings.c_lflag]
  }

  /// Private modes (mouse, alternate screen, …) that were set and not taken back.
  public var modesLeftOn: [String] {
    var on: [String: Bool] = [:]
    let text = String(decoding: transcript, as: UTF8.self)
    for piece in text.components(after: "\u{1B}[?") {
      let digits = piece.prefix { $0.isNumber || $0 == ";" }
      guard let letter = piece.dropFirst(digits.count).first, letter == "h" || letter == "l" else {
        continue
      }
      for mode in digits.split(separator: ";") { on[String(mode)] = letter == "h" }
    }
    var left = on.filter { $0.value && !["7", "12", "25"].contains($0.key) }.map(\.key)
    if on["25"] == false { left.append("cursor hidden") }
    return left.sorted()
  }

  /// Reads what is there, waiting at most `seconds`; false at the end or when nothing came.
  @discardableResult
  private func readSome(seconds: Double) -> Bool {
    var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Int32(max(0, seconds) * 1000)) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return false }
    transcript += bytes[..<count]
    screen.feed(bytes[..<count])
    return true
  }

  private static func setSize(_ descriptor: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

extension String {
  /// The texts that follow each occurrence of a marker.
  fileprivate func components(after marker: String) -> [Substring] {
    var rest = self[...]
    var found: [Substring] = []
    while let range = rest.firstRange(of: marker) {
      rest = rest[range.upperBound...]
      found.append(rest)
    }
    return found
  }
}
