import Numbers

extension Commands {
  private static let here: Set<View> = [.outliers]
  private static let judging: Set<View> = [.outliers, .site]

  /// The Outliers screen: sites ranked by how odd they are, verdicts, cut-outs.
  static let outliersView: [Command] = [
    Command(
      "previous-score", [.left, Key("h")], "rank by the score before", hint: "score", in: here
    ) { state, _ in
      state.stepScore(by: -1)
      return []
    },
    Command(
      "score", [.right, Key("l")], "rank by the next score, or the one named", hint: "score",
      argument: "NAME", in: here
    ) { (state, name) throws(CommandError) in
      if name.isEmpty {
        state.stepScore(by: 1)
        return []
      }
      guard let score = SiteField(word: name).flatMap({ OutlierScore(rawValue: $0.rawValue) })
      else {
        let known = OutlierScore.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError("no score '\(name)'; there are \(known)")
      }
      state.settings.outlierScore = score
      return []
    },
    quick(.keep, "K", "tag the site keep: looked at and fine"),
    quick(.suspect, "s", "tag the site suspect: not to be trusted as it is"),
    quick(.recompute, "r", "tag the site recompute: wants a new DFT calculation"),
    Command(
      "cut-out", [Key("X")],
      "write sites tagged recompute for new DFT: whole cells, or spheres of a radius in Å",
      hint: "cut out", argument: "FILE [whole|RADIUS]", in: judging.union([.sites]), when: .hasRow
    ) { (state, text) throws(CommandError) in try state.cutOut(text) },
  ]

  private static func quick(
    _ tag: QuickTag, _ key: Unicode.Scalar, _ help: String
  ) -> Command {
    Command(tag.rawValue, [Key(key)], help, hint: tag.rawValue, in: judging, when: .hasRow) {
      state, _ in
      guard let row = state.selectedRow else { return [] }
      let marks = state.annotations.marks
      // Sites are gone through one by one: marks left elsewhere must not take the verdict.
      let isOfMarked = state.view == .outliers && marks.contains(row)
      let rows = isOfMarked ? marks.rows.filter { $0 < state.table.count } : [row]
      state.setTag(tag.rawValue, of: rows)
      // A list goes on to the next site, as it does for marks; the Site screen stays to be read.
      if state.view == .outliers { state.list.move(by: 1) }
      return []
    }
  }
}

extension State {
  mutating func stepScore(by step: Int) {
    let all = OutlierScore.allCases
    let place = all.firstIndex(of: settings.outlierScore) ?? 0
    settings.outlierScore = all[(place + step + all.count) % all.count]
  }

  /// Writes structures or clusters around the sites tagged recompute, else around the marked ones,
  /// else around the one at the cursor; asks for the file where none is named.
  mutating func cutOut(_ text: String) throws(CommandError) -> [Effect] {
    let (rows, reason) = cutOutRows
    guard let first = rows.first else { return [] }
    let structure = Int(table.structure[first])
    guard rows.allSatisfy({ structures.indices.contains(Int(table.structure[$0])) }) else {
      throw CommandError("the atoms are not known: open the structures beside the result")
    }
    let isSmall = structures.elements(of: structure).count <= CutOut.largestWholeCell
    let standard = isSmall ? "whole" : number(CutOut.standardRadius)
    if text.isEmpty {
      openPrompt(
        .argument("cut-out"), label: "cut out \(reason) to FILE whole|radius ",
        text: "recompute.extxyz \(standard)")
      return []
    }
    let (path, form) = try CutOut.parse(text, standard: standard)
    outliersPane.cutOut = CutOut(form, rows: rows, of: self)
    return write(.cutOuts, path, overwrite: false)
  }

  /// The rows to cut out, and why these.
  private var cutOutRows: (rows: [Int], reason: String) {
    let tagged = annotations.tags.filter { $0.value == QuickTag.recompute.rawValue }
      .compactMap { table.row(of: $0.key) }.sorted()
    func sites(_ count: Int) -> String { "\(grouped(count)) site\(count == 1 ? "" : "s")" }
    if !tagged.isEmpty { return (tagged, "\(sites(tagged.count)) tagged recompute") }
    let marked = annotations.marks.rows.filter { $0 < table.count }
    if !marked.isEmpty { return (marked, "\(sites(marked.count)) marked") }
    return (selectedRow.map { [$0] } ?? [], "this site")
  }
}
