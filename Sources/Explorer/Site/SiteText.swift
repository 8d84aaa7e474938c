import Formats
import Numbers
import Screen
import Tensors

extension SiteInspection {
  /// The site as lines of text, for the clipboard.
  func text(unit: TensorUnit) -> String {
    let o = predicted
    var lines = [
      "structure \(key.structure)  atom \(key.atom)  \(element.symbol) \(siteType.label)",
      "file \(visible(origin.file)) frame \(origin.frame)",
      "V / \(unit.label)",
    ]
    for row in TensorText.rows(o.tensor, unit) { lines.append("  " + row.joined(separator: "  ")) }
    let b = basis.field.unit
    lines += [
      "C_Q \(decimal(o.quadrupolarCoupling, places: 3)) kHz  (\(o.isotope.name), "
        + "Q \(number(o.isotope.quadrupoleMoment)) mb)",
      "eta \(decimal(o.asymmetry, places: 4))",
      "P_Q \(decimal(o.quadrupolarProduct, places: 3)) kHz",
      "omega_Q \(decimal(o.omegaQ, places: 3)) kHz  (b = \(directionText(b)))",
      "theta \(degrees(o.theta)) deg  phi \(degrees(o.phi)) deg",
      "quaternion wxyz "
        + o.axes.quaternion.array.map { decimal($0, places: 5) }.joined(separator: " "),
    ]
    if !uncertainty.isNaN {
      lines.append("sigma(omega_Q) \(decimal(uncertainty, places: 3)) kHz")
    }
    if !novelty.isNaN { lines.append("novelty \(decimal(Double(novelty), places: 4))") }
    if o.axes.isAmbiguous { lines.append("ambiguous axes") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func degrees(_ radians: Double) -> String { decimal(radians * 180 / .pi, places: 2) }

  /// The site as JSON with the keys that `spinel predict` uses.
  var json: String {
    let o = predicted
    let euler = EulerAngles(of: o.axes.frame)
    func real(_ value: Double) -> JSON { value.isFinite ? .double(value) : .null }
    var members: [JSON.Member] = [
      .init("structure", .int(Int(key.structure))), .init("atom", .int(Int(key.atom))),
      .init("species", .string(element.symbol)), .init("isotope", .string(o.isotope.name)),
      .init("siteType", .string(siteType.label)),
      .init("position", JSON([position.x, position.y, position.z].map(Double.init))),
      .init("efg", .array(SymmetricTensor(o.tensor).elements.map(real))),
      .init("Vzz", real(o.axes.vzz)), .init("Vyy", real(o.axes.vyy)),
      .init("Vxx", real(o.axes.vxx)), .init("CQ_kHz", real(o.quadrupolarCoupling)),
      .init("eta", real(o.asymmetry)), .init("omegaQ_kHz", real(o.omegaQ)),
      .init("theta_rad", real(o.theta)), .init("phi_rad", real(o.phi)),
      .init("quaternion_wxyz", JSON(o.axes.quaternion.array)),
      .init("euler_zyz_active_deg", JSON(euler.degrees)),
      .init("ambiguousAxes", .bool(o.axes.isAmbiguous)),
    ]
    if !uncertainty.isNaN { members.append(.init("sigma_omegaQ_kHz", real(uncertainty))) }
    if !novelty.isNaN { members.append(.init("novelty", real(Double(novelty)))) }
    return JSON.object(members).indentedText
  }
}

/// Numbers of a tensor as text.
enum TensorText {
  /// The three rows of the 3 × 3 tensor, right-aligned to one width, with fewer decimals where so
  /// many columns have no room for all.
  static func rows(
    _ tensor: SphericalTensor, _ unit: TensorUnit, columns: Int = .max
  ) -> [[String]] {
    let matrix = matrix(tensor, unit).rowMajor
    func texts(_ places: Int) -> (values: [String], width: Int) {
      let values = matrix.map { decimal($0, places: places) }
      return (values, values.map(\.count).max() ?? 0)
    }
    var places = places(unit)
    while places > 1, 3 * texts(places).width + 2 > columns { places -= 1 }
    let (values, width) = texts(places)
    let padded = values.map { String(repeating: " ", count: width - $0.count) + $0 }
    return [Array(padded[0..<3]), Array(padded[3..<6]), Array(padded[6..<9])]
  }

  static func matrix(_ tensor: SphericalTensor, _ unit: TensorUnit) -> SymmetricTensor {
    let tensor = SymmetricTensor(tensor)
    return unit == .atomic ? tensor : tensor.inVoltPerSquareAngstrom
  }

  static func value(_ value: Double, _ unit: TensorUnit) -> String {
    decimal(value, places: places(unit))
  }

  private static func places(_ unit: TensorUnit) -> Int { unit == .atomic ? 6 : 4 }

  /// A number in atomic units, shown in a unit.
  static func converted(_ value: Double, _ unit: TensorUnit) -> String {
    self.value(
      unit == .atomic ? value : value * Constants.fieldGradientInVoltPerSquareAngstrom, unit)
  }
}
