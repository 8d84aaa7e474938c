import Crystals
import Engine
import Formats
import Foundation
import Regression
import Support
import Synchronization
import Tensors

/// The shipped model and a few of the shipped structures, small enough for debug builds.
enum Sample {
  /// The 7Li model that comes with the program.
  static let model = Result { () throws in
    let file = repositoryFolder + "/SampleData/li-tensor.safetensors"
    guard case .tensor(let model) = try ModelFile.parse(FileBytes.read(file), file: file) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    return model
  }

  static let predictor = Result { try Predictor(model.get()) }

  /// The first structures of the sample data set, 42 atoms each, 8 of them lithium.
  static let structures = Result { () throws(FormatError) in
    let reader = try ExtendedXYZReader(repositoryFolder + "/SampleData/lto-dft.extxyz")
    var structures: [Structure] = []
    while structures.count < 6, let next = try reader.next() { structures.append(next) }
    return structures
  }

  /// Predicts structures by way of a file, as the program does.
  static func predict(_ structures: [Structure], threads: Int = 2) throws -> SiteTable {
    try Folder.with { folder in
      let file = try folder.write(structures)
      return try predict(file, threads: threads)
    }
  }

  static func predict(_ file: String, threads: Int = 2) throws -> SiteTable {
    let collector = SiteCollector()
    try pipeline([file], threads: threads).run(deliver: { collector.take($0) })
    return collector.table(includingLast: true)
  }

  static func pipeline(_ files: [String], threads: Int = 2) throws -> PredictionPipeline {
    PredictionPipeline(files: files, predictors: [try predictor.get()], threads: threads)
  }
}

/// A folder of its own for a test.
struct Folder {
  let url: URL

  static func with<Value>(_ body: (Folder) throws -> Value) throws -> Value {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("spinel-engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(Folder(url: url))
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes structures and returns the file's path.
  func write(_ structures: [Structure], as name: String = "in.extxyz") throws -> String {
    try write(ExtendedXYZWriter.bytes(structures), as: name)
  }

  func write(_ bytes: [UInt8], as name: String) throws -> String {
    try AtomicFile.write(bytes, to: path(name))
    return path(name)
  }
}

extension SiteTable {
  /// The components of all rows, row after row.
  var flat: [Double] { (0..<count).flatMap { tensor($0).array } }
}

extension Structure {
  /// Elements, positions and cell only.
  var bare: Structure { Structure(cell: cell, elements: elements, positions: positions) }

  /// The structure turned as a whole.
  func rotated(by rotation: Rotation) -> Structure {
    var turned = bare
    turned.positions = positions.map { rotation.apply($0) }
    turned.cell.vectors = cell.vectors.map { rotation.apply($0) }
    return turned
  }

  var lithium: [Int] { elements.indices.filter { elements[$0] == .lithium } }
}

/// A value that closures on several threads may change.
final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  var now: Value { value.withLock { $0 } }
  func change<Result: Sendable>(_ body: (inout sending Value) -> sending Result) -> Result {
    value.withLock(body)
  }
}
