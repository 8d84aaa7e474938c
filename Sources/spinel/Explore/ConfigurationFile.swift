import Explorer
import Formats

/// The user's configuration file.
enum ConfigurationFile {
  /// Reads it; a missing file asks for nothing, one that cannot be read is a problem to be told.
  static func read() -> Configuration {
    guard let path = UserFolders.configuration.map({ $0 + "/config.toml" }) else {
      return Configuration()
    }
    do {
      let bytes = try FileBytes.read(path, limit: 1 << 20)
      return Configuration(String(decoding: bytes, as: UTF8.self), file: path)
    } catch {
      var configuration = Configuration()
      if UserFolders.exists(path) {
        configuration.problems = [ConfigurationError(file: path, line: 1, problem: error.found)]
      }
      return configuration
    }
  }
}
