import LinearAlgebra

/// Reproducible numbers between −1 and 1.
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 52) - 1
  }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<Double> {
    Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in next() })
  }

  mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }
}

/// The product by its definition.
func naiveProduct(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Matrix<Double> {
  Matrix(rows: a.rows, columns: b.columns) { row, column in
    (0..<a.columns).reduce(0) { $0 + a[row, $1] * b[$1, column] }
  }
}

func difference(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
}

func difference(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).map { abs($0 - $1) }.max() ?? 0
}
