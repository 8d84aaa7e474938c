import Glibc

/// The memory of this process.
public enum ResidentMemory {
  /// The largest resident size so far, in bytes; nil where the system does not tell.
  public static var peak: Int? {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
    return usage.ru_maxrss * 1024
  }
}
