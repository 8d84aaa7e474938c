import Crystals

/// A safetensors file: named arrays and texts, readable by any safetensors library.
public struct Safetensors: Sendable, Equatable {
  /// The numbers of an array, by type.
  public enum Values: Sendable, Equatable {
    case float64([Double])
    case float32([Float])
    case int64([Int64])
    case int32([Int32])
    case int8([Int8])
    case uint8([UInt8])
    case bool([Bool])

    public var count: Int {
      switch self {
      case .float64(let values): values.count
      case .float32(let values): values.count
      case .int64(let values): values.count
      case .int32(let values): values.count
      case .int8(let values): values.count
      case .uint8(let values): values.count
      case .bool(let values): values.count
      }
    }
  }

  /// A named array in row-major order: the last index runs fastest.
  public struct Tensor: Sendable, Equatable {
    public var name: String
    /// Length along each index; empty for a single number.
    public var shape: [Int]
    public var values: Values

    public init(_ name: String, shape: [Int], _ values: Values) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  public var tensors: [Tensor]
  /// The file's `__metadata__`.
  public var metadata: [String: String]

  public init(tensors: [Tensor] = [], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The array of a name; nil where there is none.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// Headers longer than this, in bytes, are refused, as the format demands.
  public static let longestHeader = 100_000_000
}

extension Safetensors.Values {
  /// The format's name of the type.
  var typeName: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .int64: "I64"
    case .int32: "I32"
    case .int8: "I8"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }

  /// Bytes a number takes.
  var width: Int { Self.widths[typeName] ?? 1 }

  static let widths = ["F64": 8, "F32": 4, "I64": 8, "I32": 4, "I8": 1, "U8": 1, "BOOL": 1]

  /// Appends the numbers, little-endian.
  func append(to output: inout [UInt8]) {
    func append<Value>(_ values: [Value]) {
      values.withUnsafeBytes { output.append(contentsOf: $0) }
    }
    switch self {
    case .float64(let values): append(values.map(\.bitPattern.littleEndian))
    case .float32(let values): append(values.map(\.bitPattern.littleEndian))
    case .int64(let values): append(values.map(\.littleEndian))
    case .int32(let values): append(values.map(\.littleEndian))
    case .int8(let values): append(values)
    case .uint8(let values): append(values)
    case .bool(let values): append(values.map { $0 ? UInt8(1) : 0 })
    }
  }

  /// Takes numbers from little-endian bytes, as many as there are; nil for an unknown type or a
  /// logical that is neither 0 nor 1.
  init?(typeName: String, _ bytes: UnsafeRawBufferPointer) {
    func load<Value>(_ type: Value.Type) -> [Value] {
      let count = bytes.count / MemoryLayout<Value>.stride
      return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(
            rebasing: bytes[..<(count * MemoryLayout<Value>.stride)]))
        initialized = count
      }
    }
    switch typeName {
    case "F64":
      self = .float64(load(UInt64.self).map { Double(bitPattern: .init(littleEndian: $0)) })
    case "F32":
      self = .float32(load(UInt32.self).map { Float(bitPattern: .init(littleEndian: $0)) })
    case "I64": self = .int64(load(Int64.self).map { .init(littleEndian: $0) })
    case "I32": self = .int32(load(Int32.self).map { .init(littleEndian: $0) })
    case "I8": self = .int8(load(Int8.self))
    case "U8": self = .uint8(load(UInt8.self))
    case "BOOL":
      let values = load(UInt8.self)
      guard values.allSatisfy({ $0 <= 1 }) else { return nil }
      self = .bool(values.map { $0 == 1 })
    default: return nil
    }
  }
}
