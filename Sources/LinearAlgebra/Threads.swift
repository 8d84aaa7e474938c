import CLinearAlgebra

/// The threads and the kernels of the BLAS library in use.
public enum Threads {
  /// Sets how many threads one call of the library may use. The setting is the process's.
  public static func set(_ count: Int) {
    openblas_set_num_threads(Int32(clamping: max(1, count)))
  }

  /// Threads that one call of the library may use at present.
  public static var count: Int { Int(openblas_get_num_threads()) }

  /// The processor the library has chosen its kernels for, such as `Haswell`.
  public static var kernel: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// The library's version and build options, on one line.
  public static var configuration: String {
    openblas_get_config().map { String(cString: $0) } ?? "unknown"
  }
}
