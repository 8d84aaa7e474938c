import Explorer
import Formats
import Glibc

/// The user's own folders, as the XDG base directory specification places them.
enum UserFolders {
  /// State: what is kept while the explorer runs, lines entered. Nil without a home.
  static var state: String? { folder("XDG_STATE_HOME", home: ".local/state") }
  /// Configuration. Nil without a home.
  static var configuration: String? { folder("XDG_CONFIG_HOME", home: ".config") }

  private static func folder(_ variable: String, home: String) -> String? {
    // A path that is not absolute is to be ignored.
    if let path = value(variable), path.hasPrefix("/") { return path + "/spinel" }
    return value("HOME").map { "\($0)/\(home)/spinel" }
  }

  private static func value(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The folder the program was started in; empty where it is gone.
  static var working: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }

  /// The names in a folder in alphabetical order, those of folders with a slash; none where it cannot
  /// be read. An empty path is the folder the program was started in.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path.isEmpty ? "." : path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var status = stat()
      let isFolder = stat(path + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      names.append(isFolder ? name + "/" : name)
    }
    return names.sorted()
  }

  /// Makes a folder, and those above it, for the user alone.
  /// - Throws: `FormatError` (`cannotCreate`).
  static func create(_ path: String) throws(FormatError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    let above = FilePath.folder(of: path)
    if !above.isEmpty, above != path { try create(above) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw FormatError(
        .cannotCreate, file: path, found: String(cString: strerror(errno)),
        expected: "a folder to keep the explorer's state in")
    }
  }

  /// Whether something of this name may be there; false only where surely nothing is.
  static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  /// When a file was written last, in seconds since the beginning of 1970; nil where there is none.
  static func modified(_ path: String) -> Double? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Double(status.st_mtim.tv_sec) + 1e-9 * Double(status.st_mtim.tv_nsec)
  }
}

extension Inputs {
  /// The files an explorer is to show, as they are now; nil where one is a pipe or structures are in
  /// no file, which cannot be read again.
  init?(_ source: ExplorerSource) {
    func input(_ path: String) -> InputFile? {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        let real = realpath(path, nil)
      else { return nil }
      defer { free(real) }
      return InputFile(
        path: String(cString: real), size: Int(status.st_size),
        modified: UserFolders.modified(path) ?? 0)
    }
    let structures = source.structures.compactMap { structures in
      if case .file(let file) = structures { input(file) } else { nil }
    }
    let models = source.models.compactMap(input)
    let results = source.results.flatMap(input)
    guard structures.count == source.structures.count, models.count == source.models.count,
      (results == nil) == (source.results == nil)
    else { return nil }
    self.init(structures: structures, models: models, results: results)
  }
}
