import Glibc
import Screen

/// The themes in folders of TOML files; of two with one name that of the earlier folder counts.
public struct ThemeFolders: Sendable {
  public var paths: [String]

  public init(_ paths: [String]) { self.paths = paths }

  /// The names of the themes, in alphabetical order; none of folders that cannot be read.
  public var names: [String] { Set(paths.flatMap(Self.names)).sorted() }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".toml"), !name.hasPrefix(".") { names.append(String(name.dropLast(5))) }
    }
    return names
  }

  /// Reads a theme; nil when there is none of that name.
  public func theme(_ name: String) -> ThemeFile? {
    guard !name.isEmpty, !name.contains("/") else { return nil }
    for path in paths {
      let file = "\(path)/\(name).toml"
      if let bytes = fileBytes(file, atMost: Self.longest) {
        return ThemeFile(String(decoding: bytes, as: UTF8.self), file: file)
      }
    }
    return nil
  }

  /// The longest theme file read, in bytes.
  private static let longest = 1 << 20
}

/// Tells which files of some folders were written, without looking at them over and over.
public final class FolderWatch {
  /// Readable when something changed.
  let descriptor: Int32

  /// Folders that cannot be watched are left out.
  public init(_ folders: [String]) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return }
    for folder in folders {
      inotify_add_watch(
        descriptor, folder, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO))
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The names, without their folders, of files written since the last call.
  public func changes() -> Set<String> {
    var names: Set<String> = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return names }
      // Each record is 16 bytes, the last four the length of the name that follows, padded by 0.
      var start = 0
      while start + 16 <= count {
        let length = (0..<4).reduce(0) { $0 | Int(buffer[start + 12 + $1]) << (8 * $1) }
        let end = min(start + 16 + length, count)
        let name = buffer[start + 16..<end].prefix { $0 != 0 }
        if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
        start += 16 + length
      }
    }
  }
}
