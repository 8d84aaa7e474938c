import Glibc

/// Finds the folders of read-only data that come with the program: Themes and SampleData.
public struct DataFolders: Sendable {
  /// What `--data-dir` names, if it was given.
  public var override: String?

  public init(override: String? = nil) { self.override = override }

  /// The path of a folder such as `Themes`; nil when it is nowhere.
  public func find(_ name: String) -> String? {
    candidates(name).first { access($0, R_OK | X_OK) == 0 }
  }

  /// The places looked at, in this order: `--data-dir`, `$SPINEL_DATA`, the folders above the
  /// program (a build inside the source tree), `share/spinel` beside its `bin`, the XDG data
  /// folders, and the source tree it was built from.
  public func candidates(_ name: String) -> [String] {
    candidates(
      name, executable: DataFolders.executable, variable: environment, source: #filePath)
  }

  func candidates(
    _ name: String, executable: String, variable: (String) -> String?, source: String
  ) -> [String] {
    var roots: [String] = []
    if let override { roots.append(override) }
    if let data = variable("SPINEL_DATA") { roots.append(data) }
    for level in 1...5 {
      if let folder = DataFolders.parent(executable, level) { roots.append(folder) }
    }
    if let prefix = DataFolders.parent(executable, 2) { roots.append(prefix + "/share/spinel") }
    if let data = variable("XDG_DATA_HOME") {
      roots.append(data + "/spinel")
    } else if let home = variable("HOME") {
      roots.append(home + "/.local/share/spinel")
    }
    let shared = variable("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share"
    roots += shared.split(separator: ":").map { $0 + "/spinel" }
    if let tree = DataFolders.parent(source, 3) { roots.append(tree) }
    var seen: Set<String> = []
    return roots.map { ($0.hasSuffix("/") ? String($0.dropLast()) : $0) + "/" + name }
      .filter { seen.insert($0).inserted }
  }

  /// The path of the running program; empty when the system does not tell.
  static var executable: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return "" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The folder so many levels above a file; nil above the root.
  static func parent(_ path: String, _ levels: Int) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count >= levels, path.hasPrefix("/") else { return nil }
    return parts.dropLast(levels).map { "/" + $0 }.joined()
  }
}
