extension Configuration {
  /// A configuration file that changes nothing: every entry with its standard value, commented out.
  ///
  /// `themes` are the names of the themes there are.
  public static func commented(themes: [String]) -> String {
    var text = """
      # Configuration of the explorer: $XDG_CONFIG_HOME/spinel/config.toml, by default
      # ~/.config/spinel/config.toml. Lines that begin with # are comments; the values shown are the
      # standard ones. Options of the command line go before this file. What is wrong in it is said
      # when the explorer starts, and keeps its standard value. Scripts (--script) do not read it.

      # The theme; without it, the one chosen last. There are:
      # \(themes.joined(separator: ", "))
      # theme = "dark"

      # Colours: auto, truecolor, 256, 16 or mono.
      # color = "auto"

      # What lines, bars and pictures are drawn with: unicode or ascii.
      # glyphs = "unicode"

      # false leaves the mouse to the terminal, for selecting text.
      # mouse = true

      # Direction of the magnetic field in the structures' Cartesian axes.
      # field = [0, 0, 1]

      # Least number of sites in a bin of a region.
      # threshold = 10

      # How many of the most prominent peaks become regions.
      # peaks = 5

      # Isotopes with their quadrupole moments in millibarn, in place of the usual ones.
      # isotopes = ["7Li=-40.1"]

      # Keys of commands: command = ["key", …]. A key is one character, space, enter, esc, tab,
      # btab, up, down, left, right, home, end, pageup, pagedown, backspace, delete, insert,
      # f1 to f24, or c-a to c-z with Ctrl. A key of another command in the same screen is refused
      # unless that command gets other keys too.
      [keys]

      """
    for command in Commands.all {
      let keys = command.keys.map { quoted($0.name) }.joined(separator: ", ")
      text += "# \(command.name) = [\(keys)]  # \(command.help)\n"
    }
    return text
  }

  private static func quoted(_ word: String) -> String {
    "\"" + word.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\""
  }
}
