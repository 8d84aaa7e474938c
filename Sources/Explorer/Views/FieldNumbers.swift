import Glibc
import Numbers
import Screen
import Spectra
import Tensors

/// What the Field screen says in numbers.
extension FieldView {
  func drawNumbers(into frame: inout Frame) {
    let inside = frame.box(numbersBox, "Field", look: look).inset(left: 1)
    let isNarrow = inside.columns < 24
    var lines = isNarrow ? shortLines : directionLines + meanLines
    let more = isNarrow ? [] : exchangeLines
    if lines.count + more.count < inside.rows { lines.append(("", "")) }
    lines += more
    let width = inside.columns >= 34 ? 11 : isNarrow ? 8 : 9
    for (row, line) in lines.prefix(inside.rows).enumerated() {
      let isHeading = line.value.isEmpty
      frame.draw(
        look.text(line.label), in: inside.inset(right: isHeading ? 0 : inside.columns - width),
        row: row, style: look.style(.dim), ellipsis: look.glyphs.ellipsis)
      frame.draw(
        look.text(line.value), in: inside.inset(left: width), row: row,
        style: look.style(.foreground), ellipsis: look.glyphs.ellipsis)
    }
  }

  private typealias Line = (label: String, value: String)

  /// Polar and azimuthal angle of the field in degrees.
  private var angles: (polar: String, azimuth: String) {
    let b = state.settings.field.unit
    let degrees = 180 / Double.pi
    let polar = acos(min(max(b.z, -1), 1)) * degrees
    let azimuth = b.x == 0 && b.y == 0 ? 0 : atan2(b.y, b.x) * degrees
    return (decimal(polar, places: 1), decimal(azimuth, places: 1))
  }

  /// What a narrow box has room for, uncut.
  private var shortLines: [Line] {
    let b = state.settings.field.unit
    let direction = [b.x, b.y, b.z].map { decimal($0, places: 2) }.joined(separator: " ")
    var lines: [Line] = [
      ("b \(direction)", ""), ("from z", "\(angles.polar)°"), ("from x", "\(angles.azimuth)°"),
    ]
    guard let map = state.shownMap?.map else { return lines }
    if let present = state.fieldPane.present {
      lines.append(("⟨|ω_Q|⟩", kilohertz(present.mean) + " kHz"))
    }
    lines.append(("lowest", kilohertz(map.lowest.value) + " kHz"))
    lines.append(("highest", kilohertz(map.highest.value) + " kHz"))
    return lines
  }

  private var directionLines: [Line] {
    let b = state.settings.field.unit
    var lines: [Line] = [
      ("b", [b.x, b.y, b.z].map { decimal($0, places: 4) }.joined(separator: " ")),
      ("polar", "\(angles.polar)° from z, \(angles.azimuth)° from x"),
    ]
    let shown = state.settings.structureShown ?? 0
    guard state.structures.indices.contains(shown) else { return lines }
    let axes = CrystalAxes(state.structures.cell(of: shown).vectors)
    if let direction = axes.direction(of: b), let plane = axes.plane(of: b) {
      lines.append(("[uvw]", "\(indexText(direction)) of structure \(shown)"))
      lines.append(("(hkl)", indexText(plane)))
    }
    return lines
  }

  /// Whole numbers where there are small ones, else decimals with 1 for the largest.
  private func indexText(_ indices: SIMD3<Double>) -> String {
    let largest = max(indices.x.magnitude, indices.y.magnitude, indices.z.magnitude)
    let text = directionText(indices)
    guard text.contains("."), largest > 0 else { return text }
    let scaled = indices / largest
    return [scaled.x, scaled.y, scaled.z].map { decimal($0, places: 3) }.joined(separator: " ")
  }

  private var meanLines: [Line] {
    guard let shown = state.shownMap, let map = shown.map else { return [] }
    var lines: [Line] = []
    if let present = state.fieldPane.present {
      lines.append(
        ("⟨|ω_Q|⟩", "\(kilohertz(present.mean)) kHz of \(grouped(present.siteCount)) sites"))
    }
    if shown.rows != nil {
      lines.append(
        (
          "region \(state.fieldPane.map.answered?.region?.number ?? 0)",
          "sites taken at b = \(directionText(shown.field.unit))"
        ))
    }
    lines.append(("lowest", extreme(map.lowest)))
    lines.append(("highest", extreme(map.highest)))
    return lines
  }

  private func extreme(_ found: (direction: SIMD3<Double>, value: Double)) -> String {
    let place = [found.direction.x, found.direction.y, found.direction.z]
      .map { decimal($0, places: 2) }.joined(separator: " ")
    return "\(kilohertz(found.value)) kHz along \(place)"
  }

  /// What fast exchange over the pattern's sites would leave.
  private var exchangeLines: [Line] {
    guard let pattern = state.shownPattern, let tensor = pattern.exchange, pattern.siteCount > 1
    else { return [] }
    let mean = Observables(of: tensor, isotope: state.isotope, field: state.settings.field)
    return [
      ("fast exchange over \(setText(pattern)):", ""),
      ("ω_Q left", "\(kilohertz(mean.omegaQ)) kHz"),
      (
        "C_Q, η",
        "\(kilohertz(mean.quadrupolarCoupling)) kHz, \(decimal(mean.asymmetry, places: 3))"
      ),
    ]
  }

  /// The sites of the pattern on screen.
  func setText(_ pattern: SitePattern) -> String {
    let question = state.fieldPane.pattern.answered
    let count = grouped(pattern.siteCount) + (pattern.siteCount == 1 ? " site" : " sites")
    switch question?.sites.set {
    case .region: return "\(count) of region \(question?.sites.region?.number ?? 0)"
    case .list: return "\(count) listed"
    case .marked: return "\(count) marked"
    case .site:
      guard let row = question?.sites.row, row < state.table.count else { return "no site" }
      return "structure \(state.table.structure[row]), atom \(state.table.atom[row])"
    case .all, nil: return "all \(count)"
    }
  }
}

/// A structure's lattice vectors, to say a direction in its terms.
struct CrystalAxes {
  private let a: SIMD3<Double>
  private let b: SIMD3<Double>
  private let c: SIMD3<Double>

  init(_ vectors: [SIMD3<Double>]) {
    (a, b, c) = vectors.count == 3 ? (vectors[0], vectors[1], vectors[2]) : (.zero, .zero, .zero)
  }

  /// u, v, w of a direction u a + v b + w c, up to a factor; nil for a cell without volume.
  func direction(of v: SIMD3<Double>) -> SIMD3<Double>? {
    func triple(_ x: SIMD3<Double>, _ y: SIMD3<Double>, _ z: SIMD3<Double>) -> Double {
      x.x * (y.y * z.z - y.z * z.y) + x.y * (y.z * z.x - y.x * z.z) + x.z * (y.x * z.y - y.y * z.x)
    }
    let volume = triple(a, b, c)
    guard volume.magnitude > 1e-10 else { return nil }
    return SIMD3(triple(v, b, c), triple(a, v, c), triple(a, b, v)) / volume
  }

  /// h, k, l of the planes across a direction, up to a factor.
  func plane(of v: SIMD3<Double>) -> SIMD3<Double>? {
    let indices = SIMD3((v * a).sum(), (v * b).sum(), (v * c).sum())
    return (indices * indices).sum() > 0 ? indices : nil
  }
}
