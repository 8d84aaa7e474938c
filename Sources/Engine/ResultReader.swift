import Crystals
import Formats
import Spectra
import Tensors

/// Reads the result files that `predict` writes, whatever their form.
public enum ResultReader {
  /// Sites of a result file, recognised by its content: safetensors, JSON, CSV or extended XYZ.
  ///
  /// - Throws: `FormatError` for files that cannot be read or are no result.
  public static func read(_ file: String) throws(FormatError) -> [ResultSite] {
    let bytes = try FileBytes.read(file)
    let start = bytes.prefix(16)
    if start.count > 8, start[8] == UInt8(ascii: "{") {
      let found = try Safetensors.parse(bytes, file: file)
      return try fieldGradients(sites(found, file), properties(of: found), file)
    }
    if start.first == UInt8(ascii: "{") {
      let found = try JSON.parse(bytes, file: file)
      return try fieldGradients(
        sites(found, file), ResultConventions.propertyNames(found), file)
    }
    if bytes.starts(with: "structure,atom,".utf8) { return try sites(csv: bytes, file) }
    return try FileTensors([file], recognizesSites: true).sites
  }

  /// The properties that a result holds besides field gradients.
  private static func properties(of found: Safetensors) -> [Element: String] {
    ResultConventions.propertyNames(
      found.metadata["conventions"].flatMap { try? JSON.parse(Array($0.utf8)) })
  }

  /// The sites of a result whose tensors are field gradients.
  private static func fieldGradients(
    _ sites: [ResultSite], _ properties: [Element: String], _ file: String
  ) throws(FormatError) -> [ResultSite] {
    guard !properties.isEmpty else { return sites }
    let left = sites.filter { properties[$0.element] == nil }
    guard !left.isEmpty else {
      let names = Set(properties.values).sorted().map { escaped($0) }.joined(separator: ", ")
      throw noFieldGradients(file, "tensors of the property \(names)")
    }
    return left
  }

  private static func noFieldGradients(_ file: String, _ found: String) -> FormatError {
    FormatError(
      file: file, found: found, expected: "EFG tensors",
      advice: "predict with a model trained with --property efg")
  }

  /// All sites, of whatever property.
  static func sites(_ found: Safetensors, _ file: String) throws(FormatError)
    -> [ResultSite]
  {
    func refusal(_ what: String) -> FormatError {
      FormatError(
        file: file, found: what, expected: "a result of spinel predict",
        advice: "write one with spinel predict -o results.safetensors")
    }
    guard found.metadata["format"] == Results.format else {
      throw refusal("a safetensors file of another kind")
    }
    guard case .int32(let structure)? = found["structure"]?.values,
      case .int32(let atom)? = found["atom"]?.values,
      case .uint8(let number)? = found["atomic_number"]?.values,
      case .uint8(let siteType)? = found["site_type"]?.values,
      case .int8(let lithium)? = found["lithium_neighbors"]?.values,
      case .float32(let position)? = found["position"]?.values,
      atom.count == structure.count, number.count == structure.count,
      siteType.count == structure.count, lithium.count == structure.count,
      position.count == 3 * structure.count
    else { throw refusal("arrays that are missing or of unequal length") }
    let tensors = try Tensors(found, properties(of: found), count: structure.count, refusal)
    let extras = try Extras(found, count: structure.count, refusal)
    let around = try Surroundings(found, count: structure.count, refusal)
    var sites: [ResultSite] = []
    sites.reserveCapacity(structure.count)
    for row in structure.indices {
      guard let element = Element(rawValue: number[row]) else {
        throw refusal("atomic number \(number[row])")
      }
      let v = tensors[row, element]
      sites.append(
        ResultSite(
          structure: Int(structure[row]), atom: Int(atom[row]), element: element,
          siteType: SiteType(rawValue: siteType[row]) ?? .other,
          lithiumNeighbors: lithium[row] < 0 ? nil : Int(lithium[row]),
          octahedralLithium: around.octahedralLithium(row),
          lithiumDistance: known(around.lithiumDistance[row]),
          bondLength: known(around.bondLength[row]),
          position: Vector(
            Double(position[3 * row]), Double(position[3 * row + 1]), Double(position[3 * row + 2])),
          tensor: SphericalTensor(
            SymmetricTensor(xx: v[0], xy: v[1], xz: v[2], yy: v[3], yz: v[4], zz: v[5])),
          isotropic: tensors.isotropic(row),
          uncertainty: extras.uncertainty(row), novelty: known(extras.novelty[row]),
          region: Int(extras.region[row])))
    }
    return sites
  }

  /// The tensors of a safetensors result.
  private struct Tensors {
    private var efg: [Double]?
    private var others: [Element: [Double]] = [:]
    private var isotropic: [Double]?

    init(
      _ found: Safetensors, _ properties: [Element: String], count: Int,
      _ refusal: (String) -> FormatError
    ) throws(FormatError) {
      func numbers(_ name: String, _ columns: Int) throws(FormatError) -> [Double] {
        guard case .float64(let values)? = found[name]?.values, values.count == columns * count
        else { throw refusal("no array \(escaped(name)) for all sites, or of another type") }
        return values
      }
      for (element, name) in properties { others[element] = try numbers(name, 6) }
      if !properties.isEmpty { isotropic = try numbers("isotropic", 1) }
      if properties.isEmpty || found["efg"] != nil { efg = try numbers("efg", 6) }
    }

    subscript(row: Int, element: Element) -> [Double] {
      guard let values = others[element] ?? efg else { return Array(repeating: .nan, count: 6) }
      return Array(values[6 * row..<6 * row + 6])
    }

    /// Nil where the property has no trace.
    func isotropic(_ row: Int) -> Double? {
      isotropic.flatMap { $0[row].isNaN ? nil : $0[row] }
    }
  }

  /// The arrays of a safetensors result that say more of a site.
  private struct Extras {
    var across: [Float]
    var along: [Float]
    var novelty: [Float]
    var region: [Int32]

    init(_ found: Safetensors, count: Int, _ refusal: (String) -> FormatError) throws(FormatError) {
      // Files of programs that knew no uncertainty lack both.
      var (across, along) = (
        [Float](repeating: .nan, count: count), [Float](repeating: .nan, count: count)
      )
      if found["sigma_across"] != nil || found["sigma_along"] != nil {
        guard case .float32(let first)? = found["sigma_across"]?.values,
          case .float32(let second)? = found["sigma_along"]?.values
        else { throw refusal("one of sigma_across and sigma_along only, or of another type") }
        (across, along) = (first, second)
      }
      guard case .float32(let novelty)? = found["novelty"]?.values,
        case .int32(let region) = found["region"]?.values
          ?? (found["efg"] == nil ? .int32(Array(repeating: 0, count: count)) : .uint8([])),
        across.count == count, along.count == count, novelty.count == count, region.count == count
      else { throw refusal("no sigma_across, novelty or region, or of unequal length") }
      (self.across, self.along, self.novelty, self.region) = (across, along, novelty, region)
    }

    func uncertainty(_ row: Int) -> TensorUncertainty? {
      guard !across[row].isNaN, !along[row].isNaN else { return nil }
      return TensorUncertainty(across: Double(across[row]), along: Double(along[row]))
    }
  }

  /// The arrays of a safetensors result that say what is around a site.
  private struct Surroundings {
    private var octahedral: [Int8]
    var lithiumDistance: [Float]
    var bondLength: [Float]

    init(_ found: Safetensors, count: Int, _ refusal: (String) -> FormatError) throws(FormatError) {
      // Files of programs that did not look around lack all three.
      let names = ["octahedral_lithium", "lithium_distance", "bond_length"]
      guard names.contains(where: { found[$0] != nil }) else {
        octahedral = Array(repeating: -1, count: count)
        lithiumDistance = Array(repeating: .nan, count: count)
        bondLength = lithiumDistance
        return
      }
      guard case .int8(let octahedral)? = found[names[0]]?.values,
        case .float32(let distance)? = found[names[1]]?.values,
        case .float32(let bond)? = found[names[2]]?.values,
        octahedral.count == count, distance.count == count, bond.count == count
      else { throw refusal("some of \(names.joined(separator: ", ")) only, or of unequal length") }
      (self.octahedral, lithiumDistance, bondLength) = (octahedral, distance, bond)
    }

    func octahedralLithium(_ row: Int) -> Int? {
      octahedral[row] < 0 ? nil : Int(octahedral[row])
    }
  }

  /// NaN stands for no value.
  private static func known(_ value: Float) -> Double? { value.isNaN ? nil : Double(value) }

  private static func sites(_ document: JSON, _ file: String) throws(FormatError) -> [ResultSite] {
    guard let items = document["sites"]?.items else {
      throw FormatError(
        file: file, found: "JSON without sites", expected: "a result of spinel predict --json")
    }
    var sites: [ResultSite] = []
    for (index, item) in items.enumerated() {
      let place = "site \(index)"
      guard let structure = item["structure"]?.integer, let atom = item["atom"]?.integer,
        let element = item["species"]?.text.flatMap({ Element(symbol: $0) })
      else {
        throw FormatError(
          file: file, found: "\(place) without structure, atom or species",
          expected: "the keys that spinel predict writes")
      }
      let position = item["position"]?.numbers ?? []
      let efg = item["efg"]?.numbers ?? []
      guard efg.isEmpty || efg.count == 6, position.isEmpty || position.count == 3 else {
        throw FormatError(
          file: file,
          found: "\(place) with \(efg.count) numbers in efg, \(position.count) in position",
          expected: "6 and 3")
      }
      var found = site(
        structure, atom, element, item["siteType"]?.text, position: position, efg: efg)
      found.uncertainty = (item["efg_sigma"]?.numbers).flatMap {
        TensorUncertainty(elements: $0, of: found.tensor)
      }
      found.novelty = item["novelty"]?.number
      found.region = item["region"]?.integer
      sites.append(found)
    }
    return sites
  }

  private static func sites(csv bytes: [UInt8], _ file: String) throws(FormatError) -> [ResultSite]
  {
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let header = lines.first.map(fields) ?? []
    let places = Dictionary(header.enumerated().map { ($1, $0) }) { first, _ in first }
    guard header.contains("efg_xx") else {
      throw noFieldGradients(file, "no column efg_xx")
    }
    let efgNames = ["efg_xx", "efg_xy", "efg_xz", "efg_yy", "efg_yz", "efg_zz"]
    var sites: [ResultSite] = []
    for (number, line) in lines.enumerated().dropFirst() {
      let row = fields(line)
      func text(_ name: String) -> String? {
        places[name].flatMap { $0 < row.count ? row[$0] : nil }
      }
      guard row.count == header.count, let structure = text("structure").flatMap({ Int($0) }),
        let atom = text("atom").flatMap({ Int($0) }),
        let element = text("species").flatMap({ Element(symbol: $0) })
      else {
        throw FormatError(
          file: file, line: number + 1, found: "'\(escaped(bytes: line))'",
          expected: "\(header.count) fields with structure, atom and species")
      }
      var found = site(
        structure, atom, element, text("siteType"),
        position: ["x", "y", "z"].compactMap { text($0).flatMap { Double($0) } },
        efg: efgNames.compactMap { text($0).flatMap { Double($0) } })
      let deviations = ["xx", "xy", "xz", "yy", "yz", "zz"].compactMap {
        text("efg_sigma_" + $0).flatMap { Double($0) }
      }
      found.uncertainty = TensorUncertainty(elements: deviations, of: found.tensor)
      found.novelty = text("novelty").flatMap { Double($0) }
      found.region = text("region").flatMap { Int($0) }
      sites.append(found)
    }
    return sites
  }

  private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
    line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func site(
    _ structure: Int, _ atom: Int, _ element: Element, _ siteType: String?, position: [Double],
    efg: [Double]
  ) -> ResultSite {
    let v = efg.count == 6 ? efg : Array(repeating: .nan, count: 6)
    let p = position.count == 3 ? position : [.nan, .nan, .nan]
    return ResultSite(
      structure: structure, atom: atom, element: element,
      siteType: siteType.flatMap { label in SiteType.allCases.first { $0.label == label } },
      position: Vector(p[0], p[1], p[2]),
      tensor: SphericalTensor(
        SymmetricTensor(xx: v[0], xy: v[1], xz: v[2], yy: v[3], yz: v[4], zz: v[5])))
  }
}

extension SiteTable {
  /// A table of result sites with their observables.
  public init(_ sites: [ResultSite], _ conventions: ResultConventions) {
    self.init()
    structure = sites.map { Int32(clamping: $0.structure) }
    atom = sites.map { Int32(clamping: $0.atom) }
    element = sites.map(\.element)
    siteType = sites.map { $0.siteType ?? .other }
    lithiumNeighbors = sites.map { $0.lithiumNeighbors.map { Int8(clamping: $0) } ?? -1 }
    octahedralLithium = sites.map { $0.octahedralLithium.map { Int8(clamping: $0) } ?? -1 }
    lithiumDistance = sites.map { Float($0.lithiumDistance ?? .nan) }
    bondLength = sites.map { Float($0.bondLength ?? .nan) }
    position = sites.map { SIMD3<Float>($0.position) }
    components = (0..<5).map { m in sites.map { Float($0.tensor[m]) } }
    (vzz, asymmetry) = principalValues(components: components)
    quadrupolarCoupling = zip(vzz, element).map { vzz, element in
      vzz * Float(conventions.isotope(of: element)?.couplingPerAtomicUnit ?? .nan)
    }
    uncertaintyAcross = sites.map { Float($0.uncertainty?.across ?? .nan) }
    uncertaintyAlong = sites.map { Float($0.uncertainty?.along ?? .nan) }
    if sites.contains(where: { $0.isotropic != nil }) {
      isotropic = sites.map { Float($0.isotropic ?? .nan) }
    }
    nearest = Array(repeating: .none, count: sites.count)
    novelty = sites.map { Float($0.novelty ?? .nan) }
  }
}
