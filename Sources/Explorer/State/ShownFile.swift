import Crystals
import Engine
import Screen

extension State {
  /// The name of a file, as short as tells it from the others.
  func fileName(_ place: Int) -> String {
    guard structures.files.indices.contains(place) else { return "file \(place + 1)" }
    let name = structures.name(ofFile: place)
    return name.isEmpty ? "made here" : visible(name)
  }

  /// The file a name or a number from 1 means; nil where there is none, or several.
  func filePlace(named name: String) -> Int? {
    let files = structures.files
    let names = [
      files.map(\.file), files.map { FilePath.name(of: $0.file) }, files.map(\.name),
      files.indices.map(fileName),
    ]
    for names in names {
      let same = names.indices.filter { names[$0] == name }
      if !same.isEmpty { return same.count == 1 ? same[0] : nil }
    }
    if let number = Int(name), files.indices.contains(number - 1) { return number - 1 }
    return Commands.place(of: name, in: names[3])
  }

  /// The structures whose sites the histogram counts; nil for all.
  var structuresShown: Range<Int>? {
    if let one = settings.structureShown { return one..<one + 1 }
    return settings.fileShown.map(structures(ofFile:))
  }

  /// The structures of a file: of the last one, also those still to be read.
  func structures(ofFile place: Int) -> Range<Int> {
    let files = structures.files
    let most = Int(Int32.max)
    guard files.indices.contains(place) else { return most..<most }
    let range = files[place].structures
    return place == files.count - 1 ? range.lowerBound..<most : range
  }

  /// The rows of some structures: rows are in file order.
  func rows(of structures: Range<Int>, among rows: Range<Int>) -> Range<Int> {
    func first(from structure: Int) -> Int {
      var (low, high) = (rows.lowerBound, rows.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if Int(table.structure[middle]) < structure { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(from: structures.lowerBound)..<first(from: structures.upperBound)
  }

  mutating func setFile(_ text: String) throws(CommandError) -> [Effect] {
    let count = structures.files.count
    if text.isEmpty {
      // −1 stands for all files together.
      let next = (settings.fileShown ?? -1) + 1
      show(file: next < count ? next : nil)
    } else if ["all", "pooled"].contains(text.lowercased()) {
      show(file: nil)
    } else if let place = filePlace(named: text) {
      show(file: place)
    } else {
      let known = structures.files.indices.prefix(6).map(fileName).joined(separator: ", ")
      throw CommandError(
        "no file '\(text)', or several; all, a number from 1 to \(count) or a name is expected: "
          + known + (count > 6 ? ", …" : ""))
    }
    return []
  }

  private mutating func show(file place: Int?) {
    settings.structureShown = nil
    settings.fileShown = place
    say(
      place.map { "\(fileName($0)): file \($0 + 1) of \(structures.files.count)" }
        ?? "all files together")
  }
}

extension Commands {
  /// Which of several files is looked at.
  static let shownFile: [Command] = [
    Command(
      "file", [Key("F")], "show the structures of the next file, of the one named, or of all",
      argument: "NAME|all", in: [.regions], when: .hasSeveralFiles
    ) { (state, name) throws(CommandError) in try state.setFile(name) }
  ]
}

extension Command.Condition {
  fileprivate static let hasSeveralFiles = Command.Condition(
    "there is one file; explore A B or :add brings more"
  ) { $0.structures.files.count > 1 }
}
