import Numbers
import Screen
import Tensors

/// The numbers of the Site screen: tensor, principal axes, observables, orientation.
extension SiteView {
  func drawTensor(_ inspection: SiteInspection, into frame: inout Frame) {
    let unit = state.settings.tensorUnit
    let inside = frame.box(
      tensorBox, look.text("EFG tensor / \(unit.label)"), look: look
    ).inset(left: 1, right: 1)
    let dim = look.style(.dim)
    let half = inside.columns / 2 + 1
    let wide = inside.columns >= 50
    let isSplit = wide && inspection.reference != nil
    let rows = TensorText.rows(
      inspection.predicted.tensor, unit, columns: isSplit ? half - 1 : inside.columns - 2)
    if let reference = inspection.reference, wide {
      let second = inside.inset(left: half)
      frame.draw("predicted", in: inside, style: dim)
      frame.draw(
        look.text(referenceTitle), in: second, style: look.style(.reference),
        ellipsis: look.glyphs.ellipsis)
      let lines = TensorText.rows(reference.tensor, unit, columns: second.columns)
      for (row, line) in lines.enumerated() {
        frame.draw(
          line.joined(separator: " "), in: second, row: row + 1, style: look.style(.reference))
      }
    }
    for (row, line) in rows.enumerated() {
      frame.draw(
        line.joined(separator: isSplit ? " " : "  "), in: inside, row: row + 1,
        style: look.style(.foreground))
    }
    let axes = inspection.predicted.axes
    let room = (inside.columns - 15) / 3
    let places = room >= 8 ? 4 : room >= 7 ? 3 : 2
    let heading =
      room >= 8 ? "principal value     axis in the lab frame" : "value           axis (lab)"
    frame.draw(heading, in: inside, row: 5, style: dim)
    let lines = [
      ("x", axes.vxx, axes.frame.x), ("y", axes.vyy, axes.frame.y), ("z", axes.vzz, axes.frame.z),
    ]
    for (row, (name, value, axis)) in lines.enumerated() {
      let parts = [axis.x, axis.y, axis.z].map {
        padded(decimal($0, places: places), min(room, places + 4))
      }
      let direction = axes.hasOrientation ? parts.joined() : look.text("    –")
      frame.draw(
        [
          Span("V_\(name)\(name)", dim),
          Span(padded(TensorText.converted(value, unit), 11), look.style(.foreground)),
          Span((room >= 8 ? "  " : "") + direction, look.style(.foreground)),
        ], in: inside, row: 6 + row)
    }
  }

  /// Whose tensor stands beside the predicted one.
  private var referenceTitle: String { state.comparedName.map { "by \($0)" } ?? "in the file" }

  func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - TextWidth.of(text))) + text
  }

  func drawObservables(_ inspection: SiteInspection, into frame: inout Frame) {
    let o = inspection.predicted
    let r = inspection.reference
    let isotope = isotopeText(o.isotope.name, ascii: look.glyphs == .ascii)
    let spin =
      o.isotope.spin.truncatingRemainder(dividingBy: 1) == 0
      ? "\(Int(o.isotope.spin))" : "\(Int(o.isotope.spin * 2))/2"
    let inside = frame.box(
      observablesBox, "Observables",
      note: look.text("\(isotope)  I \(spin)  Q \(number(o.isotope.quadrupoleMoment)) mb"),
      look: look
    ).inset(left: 1, right: 1)
    let dim = look.style(.dim)
    if r != nil {
      let name = state.comparedName.map {
        shortened($0, to: 8, ellipsis: look.glyphs.ellipsis)
      }
      let heads =
        padded("predicted", 19) + padded(look.text(name ?? "in file"), 9)
        + padded(name == nil ? "error" : "differs", 9)
      frame.draw(heads, in: inside, style: dim, ellipsis: look.glyphs.ellipsis)
    } else {
      frame.draw(padded("predicted", 19), in: inside, style: dim)
    }
    let printed = state.settings.printedEquation5
    let degrees = 180 / Double.pi
    let lines: [(String, Double, Double?, Int)] = [
      ("C_Q / kHz", o.quadrupolarCoupling, r?.quadrupolarCoupling, 2),
      ("η", o.asymmetry, r?.asymmetry, 3),
      (
        printed ? "ω_Q / kHz *" : "ω_Q / kHz", inspection.omegaQ(o, printed: printed),
        r.map { inspection.omegaQ($0, printed: printed) }, 2
      ),
      ("P_Q / kHz", o.quadrupolarProduct, r?.quadrupolarProduct, 2),
      ("θ / °", o.theta * degrees, r.map { $0.theta * degrees }, 1),
      ("φ / °", o.phi * degrees, r.map { $0.phi * degrees }, 1),
    ]
    for (row, (label, value, reference, places)) in lines.enumerated() {
      var spans = [
        Span(leftPadded(look.text(label), 10), dim),
        Span(padded(look.text(decimal(value, places: places)), 9), look.style(.foreground)),
      ]
      if let reference {
        spans.append(
          Span(padded(look.text(decimal(reference, places: places)), 9), look.style(.reference)))
        let error = decimal(value - reference, places: places)
        let sign = value > reference ? "+" : ""
        spans.append(Span(padded(look.text(sign + error), 9), look.style(.warning)))
      }
      frame.draw(spans, in: inside, row: row + 1)
    }
    drawTrust(inspection, into: &frame, inside)
    let b = "b = [\(directionText(inspection.basis.field.unit))]"
    frame.draw(
      look.text(printed ? "* \(b), eq. (5) as printed" : b + ", invariant b·V·b"), in: inside,
      row: 10, style: dim)
    if let r {
      let apart = o.axes.quaternion.misorientation(from: r.axes.quaternion) * degrees
      frame.draw(
        look.text(
          "axes \(decimal(apart, places: 1))° apart from \(state.comparedName ?? "the file")'s"),
        in: inside, row: 11, style: look.style(.reference), ellipsis: look.glyphs.ellipsis)
    }
  }

  /// How far to trust the prediction: uncertainty and novelty, on the rows after the observables.
  private func drawTrust(
    _ inspection: SiteInspection, into frame: inout Frame, _ inside: Rect
  ) {
    let dim = look.style(.dim)
    let foreground = look.style(.foreground)
    let sigma = inspection.uncertainty
    var first = [
      Span(leftPadded(look.text("σ(ω_Q)"), 10), dim),
      Span(padded(look.text(decimal(sigma, places: 2)), 9), foreground),
    ]
    if !sigma.isNaN {
      first.append(Span(" kHz", dim))
      if let factor = state.model?.interval95 {
        first.append(Span(look.text("   95 % ±"), dim))
        first.append(Span(decimal(factor * sigma, places: 2), foreground))
      }
    }
    frame.draw(first, in: inside, row: 8)
    var second = [
      Span(leftPadded("novelty", 10), dim),
      Span(padded(look.text(decimal(Double(inspection.novelty), places: 3)), 9), foreground),
    ]
    let nearest = inspection.nearest
    if nearest.structure >= 0 {
      // Places in the training set, not among the structures on screen.
      second.append(Span(inside.columns >= 47 ? "  like training " : "  as train ", dim))
      second.append(Span("\(nearest.structure):\(nearest.atom)", foreground))
      second.append(Span(" \(decimal(Double(nearest.similarity), places: 3))", dim))
    }
    frame.draw(second, in: inside, row: 9)
  }

  private func leftPadded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - TextWidth.of(text)))
  }

  func drawOrientation(_ inspection: SiteInspection, into frame: inout Frame) {
    let axes = inspection.predicted.axes
    let inside = frame.box(
      orientationBox, "Orientation of the axes", look: look
    ).inset(left: 1, right: 1)
    let dim = look.style(.dim)
    guard axes.hasOrientation else {
      frame.draw(
        "undefined: the tensor is null or unknown", in: inside, style: look.style(.warning))
      return
    }
    let isWide = inside.columns >= 47
    let lead = isWide ? 17 : 12
    let heads = ["α", "β", "γ"].map { padded(look.text($0), 8) }.joined()
    frame.draw(
      leftPadded(look.text(isWide ? "Euler angles / °" : "Euler / °"), lead) + heads, in: inside,
      style: dim)
    var row = 1
    for convention in EulerAngles.Convention.allCases {
      for sense in EulerAngles.Sense.allCases {
        let angles = EulerAngles(of: axes.frame, convention: convention, sense: sense).degrees
        let label = "\(convention.rawValue.uppercased()) \(sense.rawValue)"
        let text = angles.map { padded(decimal($0, places: 2), 8) }.joined()
        frame.draw(
          [Span(leftPadded(label, lead), dim), Span(text, look.style(.foreground))], in: inside,
          row: row)
        row += 1
      }
    }
    let name = isWide ? "quaternion wxyz" : "q wxyz"
    let width = min(8, (inside.columns - name.count) / 4)
    let q = axes.quaternion.array.map { padded(decimal($0, places: width < 8 ? 3 : 4), width) }
    frame.draw(
      [Span(name, dim), Span(q.joined(), look.style(.foreground))], in: inside, row: row)
    if axes.isAmbiguous {
      let pair = axes.gapZY < axes.gapYX ? "y and z" : "x and y"
      let gap = min(axes.gapZY, axes.gapYX)
      frame.draw(
        look.text("ambiguous axes: \(pair) within \(decimal(gap * 100, places: 1)) %"), in: inside,
        row: row + 1, style: look.style(.warning), ellipsis: look.glyphs.ellipsis)
    } else {
      frame.draw(
        look.text(
          "gaps zy \(decimal(axes.gapZY, places: 3))  yx \(decimal(axes.gapYX, places: 3))"),
        in: inside, row: row + 1, style: dim)
    }
  }
}
