/// A JSON document. Members of objects keep their order; whole numbers stay whole.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One name and value of an object.
  public struct Member: Sendable, Equatable {
    public var name: String
    public var value: JSON

    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// The value of an object's member; nil where there is none or this is no object.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The element of an array; nil outside it or where this is no array.
  public subscript(index: Int) -> JSON? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  public var logical: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// A whole number; nil for a real, even one without a fraction.
  public var integer: Int? {
    if case .int(let value) = self { value } else { nil }
  }

  /// Any number.
  public var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  public var text: String? {
    if case .string(let value) = self { value } else { nil }
  }

  public var items: [JSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  public var members: [Member]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// An array of numbers, flat; nil where any element is something else.
  public var numbers: [Double]? {
    guard let items else { return nil }
    let values = items.compactMap(\.number)
    return values.count == items.count ? values : nil
  }

  /// An array of whole numbers, flat; nil where any element is something else.
  public var integers: [Int]? {
    guard let items else { return nil }
    let values = items.compactMap(\.integer)
    return values.count == items.count ? values : nil
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0, $1) })
  }
  public init(nilLiteral: ()) { self = .null }
}

extension JSON {
  public init(_ values: [Double]) { self = .array(values.map { .double($0) }) }
  public init(_ values: [Int]) { self = .array(values.map { .int($0) }) }
  public init(_ values: [String]) { self = .array(values.map { .string($0) }) }
}
