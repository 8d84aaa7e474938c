import Formats
import Numbers

/// What is kept beside choices, tags, notes and marks; when it changes there is something to keep.
struct Kept: Equatable {
  var place: Place
  var theme: String
  var lastLines: [String?]
}

extension State {
  var kept: Kept {
    Kept(
      place: place, theme: look.theme.name, lastLines: [commandHistory.last, filterHistory.last])
  }

  /// Takes up what a file holds: a session, whose choices replace those in use, regions, or a learning
  /// curve; this can be undone.
  mutating func open(_ path: String, _ contents: String) -> [Effect] {
    if let curve = LearningCurveReading(parsing: contents) { return take(curve, path) }
    let session: Session
    do {
      if let document = try? JSON.parse(Array(contents.utf8), file: path),
        let regions = try RegionsFile(document, file: path)
      {
        take(regions, from: path)
        return []
      }
      session = try Session(parsing: contents, file: path, workingFolder: workingFolder)
    } catch {
      say(error.description, .error)
      return []
    }
    changeName = "opening \(path)"
    let effects = take(session)
    saved = Saved(annotations: annotations, handRegions: settings.handRegions)
    sessionPath = path
    knownSession = path
    if let difference = session.inputs?.difference(from: inputs), !inputs.isEmpty {
      say(
        "session \(path) opened; \(difference), so tags and notes may stand at other sites; "
          + "u goes back", .warning)
    } else {
      say("session \(path) opened; u goes back")
    }
    return effects
  }

  /// Takes up what an explorer on the same files kept last, and says so where it differs from a
  /// fresh start; this can be undone.
  mutating func restore(_ session: Session, time: String, remark: String) -> [Effect] {
    changeName = "restoring what was left at \(time)"
    let before = Session(of: self)
    let snapshotBefore = snapshot
    let effects = take(session)
    if let path = session.savedAs {
      saved = Saved(annotations: annotations, handRegions: settings.handRegions)
      sessionPath = path
      knownSession = path
    }
    let remark = remark.isEmpty ? "" : "; \(remark)"
    if let what = session.difference(from: before) {
      // Where one is, undo leaves alone.
      let back = snapshot == snapshotBefore ? "" : "u goes back, "
      let text = "restored \(what) of \(time); \(back):forget starts fresh\(remark)"
      // What went wrong before must not go unread.
      let isError = message?.kind == .error
      say(isError ? "\(text) · \(message?.text ?? "")" : text, isError ? .error : .information)
    } else if !remark.isEmpty {
      say(String(remark.dropFirst(2)), .warning)
    }
    return effects
  }

  /// Marks of sites that are not predicted yet wait for them.
  private mutating func take(_ session: Session) -> [Effect] {
    settings = session.settings
    sights = session.sights
    fieldPane.choosing += 1
    if let field = fixed.field { settings.field = field }
    annotations.tags = session.tags
    annotations.notes = session.notes
    annotations.forgetMarks()
    showChosenSites()
    (marksAwaited, areAwaitedMarksSaved) = ([], true)
    mark(session.marks)
    go(to: session.place)
    let isKnown = themeNames.contains(session.theme) && session.theme != look.theme.name
    return isKnown && !fixed.theme ? [.loadTheme(session.theme)] : []
  }

  /// Starts fresh: choices as at the first start on these files, no tags, notes or marks; this can
  /// be undone.
  mutating func forget() {
    changeName = "fresh start"
    settings = standardSettings
    sights = Sights()
    annotations = Annotations()
    marksAwaited = []
    saved = Saved()
    knownSession = nil
    go(to: Place())
    say("fresh start: choices, regions, tags, notes and marks forgotten; u brings them back")
  }

  /// Marks the sites a session waits for, as far as they are on screen now.
  mutating func markAwaited() {
    guard !marksAwaited.isEmpty else { return }
    let waiting = marksAwaited
    marksAwaited = []
    mark(waiting)
    if areAwaitedMarksSaved { saved.annotations.marks = annotations.marks }
  }

  /// Puts all marks away until their sites come.
  mutating func awaitMarks() {
    areAwaitedMarksSaved = saved.annotations.marks == annotations.marks
    marksAwaited = marked + marksAwaited
    annotations.forgetMarks()
    if areAwaitedMarksSaved { saved.annotations.marks = annotations.marks }
  }

  /// Marks sites, now or when they come.
  mutating func mark(_ sites: [SiteKey]) {
    for site in sites {
      if let row = table.row(of: site) {
        annotations.marks.set(row, true)
      } else {
        marksAwaited.append(site)
      }
    }
  }
}

extension Session {
  /// What this session brings that `other` does not have, in words; nil where that is nothing.
  fileprivate func difference(from other: Session) -> String? {
    var parts: [String] = []
    func count(_ number: Int, _ word: String, _ isNew: Bool) {
      if number > 0, isNew { parts.append("\(grouped(number)) \(word)\(number == 1 ? "" : "s")") }
    }
    count(tags.count, "tag", tags != other.tags)
    count(notes.count, "note", notes != other.notes)
    count(marks.count, "mark", Set(marks) != Set(other.marks))
    let regions = settings.handRegions.values.reduce(0) { $0 + $1.count }
    count(regions, "region", settings.handRegions != other.settings.handRegions)
    var (ours, theirs) = (settings, other.settings)
    (ours.handRegions, theirs.handRegions) = ([:], [:])
    if ours != theirs || sights != other.sights { parts.append("choices") }
    if parts.isEmpty, place != other.place { parts.append("the screen") }
    guard let last = parts.popLast() else { return nil }
    return parts.isEmpty ? last : parts.joined(separator: ", ") + " and " + last
  }
}
