import Formats
import Glibc
import Testing

@Suite struct AtomicFileTests {
  /// A folder of its own, with what is in it.
  private struct Folder: ~Copyable {
    let path = temporaryPath("folder")

    init() { mkdir(path, 0o755) }

    deinit {
      for name in names { remove(path + "/" + name) }
      remove(path)
    }

    var names: [String] {
      guard let folder = opendir(path) else { return [] }
      defer { closedir(folder) }
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      return names.sorted()
    }
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try FileBytes.read(path), as: UTF8.self)
  }

  @Test("writes a new file and replaces an old one, leaving nothing else behind")
  func replacing() throws {
    let folder = Folder()
    let path = folder.path + "/a"
    try AtomicFile.write(Array("old".utf8), to: path)
    #expect(try text(path) == "old")
    try AtomicFile.write(Array("new".utf8), to: path)
    #expect(try text(path) == "new")
    #expect(folder.names == ["a"])
  }

  @Test("the old file stays until the new one is whole")
  func untilCommit() throws {
    let folder = Folder()
    let path = folder.path + "/a"
    try AtomicFile.write(Array("old".utf8), to: path)
    let file = try AtomicFile(path)
    try file.append([UInt8](repeating: 65, count: 1 << 20))
    #expect(try text(path) == "old")
    try file.append(Array("B".utf8))
    try file.commit()
    #expect(try FileBytes.read(path).count == 1 << 20 + 1)
    #expect(folder.names == ["a"])
  }

  @Test("a file that is given up, or forgotten, leaves the old one and nothing else")
  func discarding() throws {
    let folder = Folder()
    let path = folder.path + "/a"
    try AtomicFile.write(Array("old".utf8), to: path)
    let file = try AtomicFile(path)
    try file.append(Array("new".utf8))
    file.discard()
    do {
      let forgotten = try AtomicFile(path)
      try forgotten.append(Array("new".utf8))
    }
    #expect(try text(path) == "old")
    #expect(folder.names == ["a"])
    #expect(throws: FormatError.self) { try file.commit() }
  }

  @Test("keeps the permissions of the file it replaces")
  func permissions() throws {
    let folder = Folder()
    let path = folder.path + "/a"
    try AtomicFile.write([1], to: path)
    chmod(path, 0o640)
    try AtomicFile.write([2], to: path)
    var status = stat()
    stat(path, &status)
    #expect(status.st_mode & 0o777 == 0o640)
  }

  @Test("writes through a link to the file it points to")
  func links() throws {
    let folder = Folder()
    try AtomicFile.write([1], to: folder.path + "/a")
    symlink(folder.path + "/a", folder.path + "/b")
    try AtomicFile.write([2], to: folder.path + "/b")
    #expect(try FileBytes.read(folder.path + "/a") == [2])
    var status = stat()
    lstat(folder.path + "/b", &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test(
    "a target that cannot be created is refused with exit code 73",
    arguments: ["/nowhere/at/all/x", "/tmp", "", "/dev/null/x", "/proc/x"])
  func cannotCreate(path: String) {
    let error = #expect(throws: FormatError.self) { try AtomicFile.write([1], to: path) }
    #expect(error?.kind == .cannotCreate)
    #expect(error?.kind.exitCode == 73)
  }

  @Test("a full device is an input/output error with exit code 74")
  func fullDevice() {
    let error = #expect(throws: FormatError.self) { try AtomicFile.write([1], to: "/dev/full") }
    #expect(error?.kind == .inputOutput)
    #expect(error?.kind.exitCode == 74)
    #expect(error?.found.contains("No space left") == true)
  }

  @Test("a device or a pipe is written straight through")
  func straightThrough() throws {
    try AtomicFile.write([1], to: "/dev/null")
    let folder = Folder()
    let pipe = folder.path + "/p"
    mkfifo(pipe, 0o600)
    // A reader that does not wait, so that opening for writing does not either.
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    let file = try AtomicFile(pipe)
    try file.append(Array("through".utf8))
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = read(reader, &buffer, 16)
    #expect(String(decoding: buffer[..<max(0, count)], as: UTF8.self) == "through")
    try file.commit()
    #expect(folder.names == ["p"])
  }

  @Test("an open descriptor's name is written to where it stands")
  func descriptors() throws {
    let path = temporaryPath("descriptor")
    defer { remove(path) }
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
    _ = "ab".withCString { write(descriptor, $0, 2) }
    try AtomicFile.write(Array("cd".utf8), to: "/dev/fd/\(descriptor)")
    close(descriptor)
    #expect(try text(path) == "abcd")
  }
}

@Suite struct FileBytesTests {
  @Test("reads files of any size, also ones whose size is not told")
  func sizes() throws {
    let path = temporaryPath("sizes")
    defer { remove(path) }
    for count in [0, 1, 65_536, 65_537, 300_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try AtomicFile.write(bytes, to: path)
      #expect(try FileBytes.read(path) == bytes)
    }
    #expect(try !FileBytes.read("/proc/self/status").isEmpty)
  }

  @Test("refuses files beyond the limit")
  func limit() {
    let error = #expect(throws: FormatError.self) {
      try FileBytes.read("/dev/zero", limit: 1000)
    }
    #expect(error?.kind == .badData)
  }

  @Test("an error names file and line, and shows neither escapes nor control characters")
  func message() {
    let error = FormatError(
      file: "a\u{1B}b", line: 3, found: "x", expected: "y", advice: "do z")
    #expect("\(error)" == "a\\u{1B}b:3: x; expected y; do z")
    #expect("\(FormatError(file: "f", found: "x"))" == "f: x")
  }
}
