import Formats

/// A JSON object read member by member, with errors that name the place.
struct JSONFields {
  private let json: JSON
  private let name: String

  init(text: String, name: String) throws(RegressionError) {
    self.name = name
    do { json = try JSON.parse(Array(text.utf8)) } catch {
      throw .modelFile(file: "", found: "\(name): \(error.found)", expected: error.expected)
    }
  }

  private init(json: JSON, name: String) {
    self.json = json
    self.name = name
  }

  /// Whether there is no such member, or null.
  func isNull(_ key: String) -> Bool { json[key] == nil || json[key] == .null }

  /// An object inside this one.
  func fields(_ key: String) throws(RegressionError) -> JSONFields {
    guard let value = json[key], value.members != nil else {
      throw refusal(key, "no object", "an object")
    }
    return JSONFields(json: value, name: "\(name).\(key)")
  }

  /// A finite number of any reasonable size.
  func number(_ key: String) throws(RegressionError) -> Double {
    guard let value = json[key]?.number, abs(value) <= ModelFile.largestNumber else {
      throw refusal(key, "no finite number", "a number")
    }
    return value
  }

  /// A number, or nil for null.
  func optionalNumber(_ key: String) throws(RegressionError) -> Double? {
    isNull(key) ? nil : try number(key)
  }

  func integer(_ key: String) throws(RegressionError) -> Int {
    guard let value = json[key]?.integer else {
      throw refusal(key, "no integer", "an integer")
    }
    return value
  }

  func text(_ key: String) throws(RegressionError) -> String {
    guard let value = json[key]?.text else { throw refusal(key, "no text", "a text") }
    return value
  }

  /// The texts of an array.
  func texts(_ key: String) throws(RegressionError) -> [String] {
    guard let items = json[key]?.items else { throw refusal(key, "no list", "a list of texts") }
    let texts = items.compactMap(\.text)
    guard texts.count == items.count else {
      throw refusal(key, "a list of other things", "a list of texts")
    }
    return texts
  }

  /// The objects of an array.
  func list(_ key: String) throws(RegressionError) -> [JSONFields] {
    guard let items = json[key]?.items, items.allSatisfy({ $0.members != nil }) else {
      throw refusal(key, "no list of objects", "a list of objects")
    }
    return items.map { JSONFields(json: $0, name: "\(name).\(key)") }
  }

  /// The finite numbers of an array.
  func numbers(_ key: String) throws(RegressionError) -> [Double] {
    guard let numbers = json[key]?.numbers,
      numbers.allSatisfy({ abs($0) <= ModelFile.largestNumber })
    else { throw refusal(key, "no list of finite numbers", "a list of numbers") }
    return numbers
  }

  func refusal(_ key: String, _ found: String, _ expected: String) -> RegressionError {
    .modelFile(file: "", found: "\(found) in metadata \(name).\(key)", expected: expected)
  }
}
