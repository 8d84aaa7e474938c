import Formats
import Glibc
import Regression

/// Finished work of an interrupted prediction, kept beside its output until it is done.
public struct Checkpoint: Sendable {
  /// `OUTPUT.partial`.
  public let path: String
  /// What the work is of: it may only be gone on with if this is the same.
  private let identity: String

  public init(
    beside output: String, models: [TensorModel], structures: [String], shard: String
  ) {
    path = output + ".partial"
    let files = structures.map { file -> String in
      var status = stat()
      let isThere = stat(file, &status) == 0
      let time = status.st_mtim
      return isThere ? "\(file) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)" : file
    }
    identity = (models.map(\.fingerprint.description) + files + [shard]).joined(separator: "\n")
  }

  /// Writes the rows of finished structures; returns where.
  public func save(_ results: Results) throws(FormatError) -> String {
    var file = results.safetensors()
    file.metadata["work"] = identity
    try AtomicFile.write(file.bytes(), to: path)
    return path
  }

  /// Reads what was kept; nil where there is nothing.
  ///
  /// - Throws: `FormatError` for a file that cannot be used, or is of other structures or models.
  public func load(_ conventions: ResultConventions) throws(FormatError) -> Results? {
    guard access(path, F_OK) == 0 else { return nil }
    let file = try Safetensors.read(path)
    guard file.metadata["work"] == identity else {
      throw FormatError(
        file: path, found: "finished work of other structures, models or another shard",
        expected: "work begun with the same command", advice: "delete the file to begin anew")
    }
    let sites = try ResultReader.sites(file, path)
    return Results(table: SiteTable(sites, conventions), conventions: conventions)
  }

  /// Deletes what was kept.
  public func remove() { unlink(path) }
}
