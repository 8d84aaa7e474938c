import Crystals
import Formats

/// The log of a hyperparameter search: a line on the search, then one JSON object a line for each
/// evaluated point.
///
/// It holds nothing of when or where a search ran: an interrupted search that goes on ends with the
/// same bytes as one that was never interrupted.
public struct SearchLog: Sendable, Equatable {
  public let header: Header
  public private(set) var points: [EvaluatedPoint]

  /// What scores depend on; a search can go on only where all of it is the same.
  public struct Header: Sendable, Equatable {
    public var version: String
    public var data: Fingerprint
    public var structures: Int
    public var environments: Int
    public var nucleus: String
    public var isotope: String
    public var property: String
    public var folds: Int
    public var split: Split.Mode
    public var seed: UInt64
    public var space: SearchSpace

    /// Describes a search of a program's version.
    public init(version: String, validation: CrossValidation, space: SearchSpace) {
      let data = validation.data
      self.version = version
      self.data = data.fingerprint
      structures = data.structures.count
      environments = data.count
      nucleus = data.nucleus.symbol
      isotope = "\(validation.isotope.name)=\(validation.isotope.quadrupoleMoment)"
      property = data.property
      folds = validation.folds.count
      split = validation.split
      seed = validation.seed
      self.space = space
    }
  }

  /// Begins a log without points.
  public init(_ header: Header) {
    self.header = header
    points = []
  }

  /// Adds a point at the end.
  public mutating func add(_ point: EvaluatedPoint) { points.append(point) }

  /// The log as UTF-8 text.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for line in [header.json] + points.map({ $0.json(header.space) }) {
      line.write(to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Reads the log of a search with this header.
  ///
  /// A last line without its end was cut off while it was written, and is left out.
  /// - Throws: `searchLog` with the line of what cannot be used, or with the first setting that is
  ///   not that of the header.
  public init(_ bytes: [UInt8], file: String, header: Header) throws(RegressionError) {
    self.init(header)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (place, line) in lines.dropLast().enumerated() {
      let reader = SearchLogLine(line, file: file, number: place + 1)
      if place == 0 {
        try reader.demand(header)
      } else {
        points.append(try reader.point(header))
      }
    }
  }
}

extension SearchLog.Header {
  /// The settings by name.
  var json: JSON {
    .object([
      .init("spinel", .string(version)), .init("data", .string(data.description)),
      .init("structures", .int(structures)), .init("environments", .int(environments)),
      .init("nucleus", .string(nucleus)), .init("isotope", .string(isotope)),
      .init("property", .string(property)), .init("folds", .int(folds)),
      .init("split", .string(split.rawValue)), .init("seed", .string(String(seed))),
      .init(
        "bounds",
        .object(
          space.factors.map {
            .init($0.factor.rawValue, JSON([$0.lower, $0.upper]))
          })),
      .init("start", space.start.json),
    ])
  }
}

extension EvaluatedPoint {
  /// The point as a line of the log and as an element of reports.
  public func json(_ space: SearchSpace) -> JSON {
    .object([
      .init("round", .int(point.round)), .init("kind", .string(point.kind.rawValue)),
      .init("values", space.json(point.values)), .init("score", .double(score.mean)),
      .init("folds", JSON(score.folds)), .init("MAE_CQ~", .double(score.coupling)),
      .init("MAE_eta~", .double(score.asymmetry)), .init("MAE_q~", .double(score.alignment)),
      .init("omegaQ", .object([.init("MAE_kHz", .double(score.omegaQ))])),
    ])
  }
}

extension SearchSpace {
  /// Values by the names of the factors.
  public func json(_ values: [Double]) -> JSON {
    .object(
      zip(factors, values).map { bound, value in
        .init(bound.factor.rawValue, bound.factor.isInteger ? .int(Int(value)) : .double(value))
      })
  }
}

/// A line of a log being read.
private struct SearchLogLine {
  let file: String
  let number: Int
  private let bytes: [UInt8]

  init(_ bytes: some Sequence<UInt8>, file: String, number: Int) {
    self.bytes = Array(bytes)
    self.file = file
    self.number = number
  }

  /// Refuses settings other than the header's.
  func demand(_ header: SearchLog.Header) throws(RegressionError) {
    let found = try parse()
    guard let expected = header.json.members, found.members != nil, found["spinel"] != nil else {
      throw refusal("no settings of a search", "the log of spinel tune")
    }
    for member in expected where found[member.name] != member.value {
      func text(_ json: JSON?) -> String {
        json.map { escaped(bytes: $0.bytes(), limit: 300) } ?? "missing"
      }
      throw refusal(
        "a search with \(member.name) \(text(found[member.name]))",
        "\(text(member.value)) as in this command: repeat the command of the log, or choose another "
          + "output to search anew")
    }
  }

  func point(_ header: SearchLog.Header) throws(RegressionError) -> EvaluatedPoint {
    let json = try parse()
    let values = header.space.factors.compactMap { json["values"]?[$0.factor.rawValue]?.number }
    guard values.count == header.space.factors.count else {
      throw refusal("no values of all factors", "a number for each factor")
    }
    guard let folds = json["folds"]?.numbers, folds.count == header.folds,
      folds.allSatisfy(\.isFinite)
    else { throw refusal("no score of each fold", "\(header.folds) numbers") }
    guard let round = json["round"]?.integer,
      let kind = json["kind"]?.text.flatMap(SearchPoint.Kind.init)
    else { throw refusal("no round or kind", "a point of a search") }
    func number(_ value: JSON?, _ name: String) throws(RegressionError) -> Double {
      guard let number = value?.number else { throw refusal("no \(name)", "a number") }
      return number
    }
    return EvaluatedPoint(
      SearchPoint(values: values, round: round, kind: kind),
      PointScore(
        folds: folds, coupling: try number(json["MAE_CQ~"], "MAE_CQ~"),
        asymmetry: try number(json["MAE_eta~"], "MAE_eta~"),
        alignment: try number(json["MAE_q~"], "MAE_q~"),
        omegaQ: try number(json["omegaQ"]?["MAE_kHz"], "omegaQ")))
  }

  private func parse() throws(RegressionError) -> JSON {
    do { return try JSON.parse(bytes) } catch {
      throw refusal(error.found, "a JSON object on one line")
    }
  }

  private func refusal(_ found: String, _ expected: String) -> RegressionError {
    .searchLog(file: escaped(file, limit: 400), line: number, found: found, expected: expected)
  }
}
