import Foundation
import Synchronization

/// Reads a file of reference numbers, `golden("nmr/tensor_goldens")`; each file is parsed once.
///
/// The path is relative to `Tests/Goldens`; the ending `.json` may be left out.
public func golden(_ path: String) throws -> Golden {
  let name = path.hasSuffix(".json") ? path : path + ".json"
  if let known = parsed.withLock({ $0[name] }) { return known }
  let data = try Data(contentsOf: URL(fileURLWithPath: goldensFolder + "/" + name))
  let json = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
  let value = Golden(path: name, content: Golden.Content(json))
  parsed.withLock { $0[name] = value }
  return value
}

/// The absolute path of `Tests/Goldens`.
public let goldensFolder: String = repositoryFolder + "/Tests/Goldens"

/// The absolute path of the repository, for tests that read `SampleData` or `Themes`.
public let repositoryFolder: String = {
  var url = URL(fileURLWithPath: #filePath)
  for _ in 0..<3 { url.deleteLastPathComponent() }
  return url.path
}()

private let parsed = Mutex<[String: Golden]>([:])

/// A value of a reference file that knows its own path, so that a failure names the place.
///
/// Subscripts never fail; reading a missing or differently typed value throws.
public struct Golden: Sendable {
  /// Where the value stands, such as `nmr/tensor_goldens.json.tensors[3].ref`.
  public let path: String
  let content: Content

  indirect enum Content: Sendable {
    case missing
    case null
    case number(Double)
    case text(String)
    case list([Content])
    case record([String: Content])
  }

  /// The value of a key; reading it throws if there is none.
  public subscript(key: String) -> Golden {
    guard case .record(let fields) = content else {
      return Golden(path: "\(path).\(key)", content: .missing)
    }
    return Golden(path: "\(path).\(key)", content: fields[key] ?? .missing)
  }

  /// The element of a list; reading it throws if there is none.
  public subscript(index: Int) -> Golden {
    guard case .list(let items) = content, items.indices.contains(index) else {
      return Golden(path: "\(path)[\(index)]", content: .missing)
    }
    return Golden(path: "\(path)[\(index)]", content: items[index])
  }

  /// Whether there is a value other than null.
  public var exists: Bool {
    switch content {
    case .missing, .null: false
    default: true
    }
  }

  public var number: Double {
    get throws {
      guard case .number(let value) = content else { throw mismatch("a number") }
      return value
    }
  }

  public var integer: Int {
    get throws {
      guard let value = Int(exactly: try number) else { throw mismatch("an integer") }
      return value
    }
  }

  /// A JSON true or false.
  public var flag: Bool {
    get throws { try number != 0 }
  }

  public var text: String {
    get throws {
      guard case .text(let value) = content else { throw mismatch("a string") }
      return value
    }
  }

  /// The elements of a list.
  public var list: [Golden] {
    get throws {
      guard case .list(let items) = content else { throw mismatch("a list") }
      return items.enumerated().map { Golden(path: "\(path)[\($0)]", content: $1) }
    }
  }

  /// The keys of a record, sorted.
  public var keys: [String] {
    get throws {
      guard case .record(let fields) = content else { throw mismatch("a record") }
      return fields.keys.sorted()
    }
  }

  /// All numbers of a nested list in row-major order; a single number gives one.
  public var numbers: [Double] {
    get throws {
      var flat: [Double] = []
      try collect(content, into: &flat)
      return flat
    }
  }

  /// All numbers of a nested list as integers.
  public var integers: [Int] {
    get throws {
      try numbers.map {
        guard let value = Int(exactly: $0) else { throw mismatch("integers") }
        return value
      }
    }
  }

  /// The lengths of a regular nested list, outermost first; empty for a single number.
  public var shape: [Int] {
    get throws {
      var lengths: [Int] = []
      var level = content
      while case .list(let items) = level {
        lengths.append(items.count)
        guard let first = items.first else { break }
        level = first
      }
      return lengths
    }
  }

  private func collect(_ content: Content, into flat: inout [Double]) throws {
    switch content {
    case .number(let value): flat.append(value)
    case .list(let items): for item in items { try collect(item, into: &flat) }
    default: throw mismatch("numbers")
    }
  }

  private func mismatch(_ expected: String) -> GoldenMismatch {
    let found =
      switch content {
      case .missing: "nothing"
      case .null: "null"
      case .number(let value): "the number \(value)"
      case .text(let text): "the string \"\(text)\""
      case .list(let items): "a list of \(items.count)"
      case .record(let fields): "a record with keys \(fields.keys.sorted())"
      }
    return GoldenMismatch(path: path, found: found, expected: expected)
  }
}

/// A reference file holds something else than the test reads from it.
public struct GoldenMismatch: Error, CustomStringConvertible {
  public var path: String
  public var found: String
  public var expected: String

  public var description: String { "\(path): found \(found); expected \(expected)" }
}

extension Golden.Content {
  fileprivate init(_ json: Any) {
    switch json {
    case let text as String: self = .text(text)
    case let number as NSNumber: self = .number(number.doubleValue)
    case let items as [Any]: self = .list(items.map(Golden.Content.init))
    case let fields as [String: Any]: self = .record(fields.mapValues(Golden.Content.init))
    default: self = .null
    }
  }
}
