import Glibc

/// A path as typed into the explorer, with a leading `~` as a shell would read it.
func expandingHome(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME"), home.pointee != 0
  else {
    return path
  }
  return String(cString: home) + path.dropFirst()
}
