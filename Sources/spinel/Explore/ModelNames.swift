/// What models are called on screen: by their files, so that no two have one name.
enum ModelNames {
  /// The names of the files without folders and `.safetensors`; files that would share one keep
  /// their folders, and a file named twice gets a number.
  static func distinct(_ files: [String]) -> [String] {
    let short = files.map { bare($0.split(separator: "/").last.map(String.init) ?? $0) }
    let long = files.indices.map { place in
      short.count { $0 == short[place] } > 1 ? bare(files[place]) : short[place]
    }
    var names: [String] = []
    for (place, name) in long.enumerated() {
      var number = 1
      var candidate = name
      // A number must not make the name of a file that has it as its own.
      while names.contains(candidate) || number > 1 && long.contains(candidate) {
        number += 1
        candidate = "\(long[place]) (\(number))"
      }
      names.append(candidate)
    }
    return names
  }

  private static func bare(_ file: String) -> String {
    file.hasSuffix(".safetensors") ? String(file.dropLast(12)) : file
  }
}
