import Engine
import Formats
import Numbers
import Screen

extension Commands {
  /// Files in and out.
  static let files: [Command] = [
    Command(
      "export", [Key("e")],
      "write what is shown: .csv rows or pattern, .json regions or site, .svg figure, .txt .ansi screen",
      hint: "export", argument: "FILE"
    ) { (state, path) throws(CommandError) in try state.export(path) },
    Command(
      "save", [.control("s")], "save files, choices, regions, tags, notes and marks as a session",
      argument: "FILE"
    ) { state, path in
      if path.isEmpty {
        state.openPrompt(.argument("save"), label: "save session as ", text: state.sessionPath)
        return []
      }
      // A session saved before, or opened from this very file, is replaced without a question.
      let known = path == state.knownSession
      state.sessionPath = path
      return state.write(.session, path, overwrite: known)
    },
    Command(
      "forget", [.function(12)], "start fresh on these files: no tags, notes, marks or own choices"
    ) { state, _ in
      state.forget()
      return []
    },
  ]
}

extension State {
  /// Writes by the ending of the path, or asks for it.
  mutating func export(_ path: String) throws(CommandError) -> [Effect] {
    if path.isEmpty {
      let name =
        switch view {
        case .regions: "regions.json"
        case .sites, .outliers: "sites.csv"
        case .structure: "structure.svg"
        case .field: "field.svg"
        case .model: "parity.svg"
        case .site: "site.txt"
        }
      openPrompt(.argument("export"), label: "export to (.csv .json .svg .txt .ansi) ", text: name)
      return []
    }
    let lowered = path.lowercased()
    let endings: [(String, Export)] = [
      (".csv", view == .field ? .patternCSV : .rows), (".json", view == .site ? .site : .regions),
      (".txt", .screenText),
      (".ansi", .screenANSI), (".svg", pictureExport),
    ]
    guard let export = endings.first(where: { lowered.hasSuffix($0.0) })?.1 else {
      throw CommandError("'\(path)': the ending says what to write; .csv .json .svg .txt .ansi")
    }
    if export == .paritySVG, modelReport == nil {
      throw CommandError("nothing to compare: \(reportAbsence)")
    }
    if export == .site, sitePane.inspection == nil { throw CommandError("no site is chosen") }
    if export == .rows, list.isPending {
      throw CommandError("the list is still being sorted; try again when it is")
    }
    if export == .patternCSV || export == .fieldSVG, shownPattern?.pattern == nil {
      throw CommandError("there is no powder pattern yet, or the set has no sites; s shows another")
    }
    return write(export, path, overwrite: false)
  }

  mutating func write(_ export: Export, _ path: String, overwrite: Bool) -> [Effect] {
    if export == .session {
      saving = Saved(annotations: annotations, handRegions: settings.handRegions)
    }
    if export == .rows {
      rowsWritten = "\(grouped(list.count)) of \(grouped(table.count)) sites"
    }
    return [.write(export, path: path, overwrite: overwrite, contents: contents(of: export, path))]
  }

  /// The observable whose regions a table's columns refer to; empty where none do.
  private func regionNote(_ fields: [SiteField]) -> String {
    guard !SiteField.ofRegions.isDisjoint(with: fields) else { return "" }
    let unit = settings.observable.unit
    return ", regions of \(settings.observable.rawValue)" + (unit.isEmpty ? "" : " in \(unit)")
  }

  /// The picture a screen is written as.
  private var pictureExport: Export {
    switch view {
    case .regions: .histogramSVG
    case .structure where cellShown != nil: .structureSVG
    case .field: .fieldSVG
    case .model: .paritySVG
    default: .screenSVG
    }
  }

  /// What makes the contents of a file, to be called off the drawing thread.
  func contents(
    of export: Export, _ path: String = ""
  ) -> @Sendable () throws -> String {
    switch export {
    case .structures:
      let structures = newStructures.latest
      return {
        String(decoding: ExtendedXYZWriter.bytes(structures), as: UTF8.self)
      }
    case .rows:
      let fields = listOwner == .outliers ? outlierColumns : settings.columns
      let table = RowsExport(
        fields: fields, list: list.rows, columns: columns(Set(fields)),
        title: conventions + comparisonNote(fields) + regionNote(fields))
      return { table.csv }
    case .regions:
      let text = regionsJSON
      return { text }
    case .site:
      let inspection = sitePane.inspection
      return { inspection?.json ?? "" }
    case .session:
      var session = Session(of: self)
      session.savedAs = nil
      let folder = FilePath.folder(of: FilePath.joined(workingFolder, path))
      return { [session] in session.text(folder: folder) }
    case .screenText, .screenANSI, .screenSVG:
      var bare = self
      bare.overlay = nil
      bare.message = nil
      let frame = draw(bare)
      let level = look.colors
      let theme = look.theme
      switch export {
      case .screenText: return { frame.text + "\n" }
      case .screenANSI: return { frame.ansi(level: level) }
      default: return { FramePicture(frame: frame, theme: theme).svg }
      }
    case .histogramSVG:
      let figure = histogramFigure
      return { figure.svg }
    case .fieldSVG:
      let figure = fieldFigure
      return { figure.svg }
    case .patternCSV:
      let table = patternTable
      return { table?.csv ?? "" }
    case .cutOuts:
      guard let cutOut = outliersPane.cutOut else { return { "" } }
      return { try cutOut.text() }
    case .paritySVG:
      guard let report = modelReport else { return { "" } }
      return { report.page.svg }
    case .structureSVG:
      let state = self
      return { state.structureFigure?.svg ?? "" }
    }
  }

  /// The model, the field and the isotope in use, for the head of files.
  var conventions: String { conventions(of: model) }

  func conventions(of model: ModelSummary?) -> String {
    "model \(model.map { visible($0.name) } ?? "unknown"), isotope \(isotope.name), "
      + "Q \(number(isotope.quadrupoleMoment)) mb, field "
      + "\(directionText(settings.field.unit)), omega_Q "
      + (settings.printedEquation5 ? "by eq. (5) as printed" : "= b.V.b invariant")
  }

  /// What the errors among some columns are against.
  private func comparisonNote(_ fields: [SiteField]) -> String {
    guard fields.contains(.error) else { return "" }
    return ", errors against " + (comparedName.map { "model \($0)" } ?? "the files' own tensors")
  }
}
