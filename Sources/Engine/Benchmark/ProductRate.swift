import Dispatch
import LinearAlgebra

/// The rate at which this machine multiplies matrices in single precision.
public enum ProductRate {
  /// Floating-point operations a second of `threads` products at a time, the best of some runs.
  public static func measure(threads: Int, size: Int = 512, runs: Int = 20) -> Double {
    let a = Matrix<Float>(rows: size, columns: size, repeating: 0.5)
    let operations = 2 * Double(size) * Double(size) * Double(size) * Double(threads)
    var best = 0.0
    for _ in 0..<runs {
      let start = monotonicSeconds()
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        _ = Matrix.product(a, a)
      }
      best = max(best, operations / (monotonicSeconds() - start))
    }
    return best
  }
}
