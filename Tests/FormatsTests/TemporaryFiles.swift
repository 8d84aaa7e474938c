import Glibc

/// A path in the temporary folder that no other test uses.
func temporaryPath(_ name: String) -> String {
  "/tmp/spinel-formats-\(getpid())-\(UInt32.random(in: .min ... .max))-\(name)"
}

/// Removes a file or an empty folder.
func remove(_ path: String) { _ = Glibc.remove(path) }
