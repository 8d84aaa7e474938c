import Dispatch
import LinearAlgebra

/// Products of the kernel matrix of some environments with vectors, without the matrix.
///
/// With u_j = B_jᵀ w_j, K w is B_i Σ_j (p⁰_i · p⁰_j)^(ζ−1) u_j. For ζ = 2 the sum is W p⁰_i with
/// W = Σ_j u_j p⁰_jᵀ, for ζ = 1 it is one vector, so a product costs two matrix products of
/// N × D × D₀; for ζ ≥ 3 the N × N scalar kernel passes by in parts. Nothing is held that grows with
/// N² .
struct KernelProduct: Sendable {
  let form: KernelForm
  let zeta: Int
  let features: Features
  /// The environments compared, as numbers of `features`.
  let environments: [Int]
  /// a_i of each environment with (p⁰_i · p⁰_j)^(ζ−1) = a_i · a_j for ζ ≤ 2: p⁰_i, or 1; for ζ ≥ 3
  /// p⁰_i.
  private let modulation: Matrix<Double>

  /// Environments worked on at once.
  static let batchSize = 1024
  /// Environments that one thread takes at once.
  private static let grain = 64

  init(_ form: KernelForm, of features: Features, environments: [Int], zeta: Int) {
    self.form = form
    self.zeta = zeta
    self.features = features
    self.environments = environments
    modulation =
      zeta == 1
      ? Matrix(rows: environments.count, columns: 1, repeating: 1)
      : features.scalar.selectingRows(environments)
  }

  /// Unknowns, and labels, of all environments.
  var unknowns: Int { form.components * environments.count }

  /// Parts of `environments`, of `batchSize` each.
  var batches: [Range<Int>] {
    stride(from: 0, to: environments.count, by: Self.batchSize).map {
      $0..<min(environments.count, $0 + Self.batchSize)
    }
  }

  /// K w, `[components * environment + component]` like w.
  func callAsFunction(_ weights: [Double]) -> [Double] {
    precondition(weights.count == unknowns, "one weight an unknown")
    let sum = zeta <= 2 ? contraction(weights) : vectors(weights, 0..<environments.count)
    var result = [Double](repeating: 0, count: unknowns)
    result.withUnsafeMutableBufferPointer { result in
      for part in batches {
        contract(
          zeta <= 2 ? modulated(part, transposed: sum) : similarities(part) * sum, part,
          into: result)
      }
    }
    return result
  }

  /// W = Σ_j u_j a_jᵀ, D × D₀ for ζ = 2 and D × 1 for ζ = 1.
  func contraction(_ weights: [Double]) -> Matrix<Double> {
    precondition(zeta <= 2, "above there is no such matrix")
    var sum = Matrix<Double>(rows: form.blocks(of: features).columns, columns: modulation.columns)
    for part in batches {
      let vectors = vectors(weights, part)
      sum.withMutableView { sum in
        vectors.withView { vectors in
          modulation.withView { modulation in
            multiply(
              vectors.transposed, Self.rows(part, of: modulation), into: sum, beta: 1)
          }
        }
      }
    }
    return sum
  }

  /// u_j = B_jᵀ w_j, one row an environment of the part.
  func vectors(_ weights: [Double], _ part: Range<Int>) -> Matrix<Double> {
    let (components, width) = (form.components, form.blocks(of: features).columns)
    var vectors = Matrix<Double>(rows: part.count, columns: width)
    vectors.withMutableView { target in
      form.blocks(of: features).withView { blocks in
        weights.withUnsafeBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return }
          nonisolated(unsafe) let (target, blocks, weights) = (target, blocks, base)
          forEach(part) { place in
            let block = Self.rows(
              components * environments[place]..<components * (environments[place] + 1), of: blocks)
            multiply(
              block.transposed, weights + components * place,
              into: target.base + (place - part.lowerBound) * width)
          }
        }
      }
    }
    return vectors
  }

  /// y_i = B_i g_i for the rows g_i of a part.
  private func contract(
    _ vectors: Matrix<Double>, _ part: Range<Int>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    let (components, width) = (form.components, vectors.columns)
    form.blocks(of: features).withView { blocks in
      vectors.withView { vectors in
        guard let base = result.baseAddress else { return }
        nonisolated(unsafe) let (result, blocks, vectors) = (base, blocks, vectors)
        forEach(part) { place in
          let block = Self.rows(
            components * environments[place]..<components * (environments[place] + 1), of: blocks)
          multiply(
            block, vectors.base + (place - part.lowerBound) * width,
            into: result + components * place)
        }
      }
    }
  }

  /// Rows (W a_i)ᵀ of a part.
  private func modulated(_ part: Range<Int>, transposed sum: Matrix<Double>) -> Matrix<Double> {
    var product = Matrix<Double>(rows: part.count, columns: sum.rows)
    product.withMutableView { product in
      modulation.withView { modulation in
        sum.withView { multiply(Self.rows(part, of: modulation), $0.transposed, into: product) }
      }
    }
    return product
  }

  /// (p⁰_i · p⁰_j)^(ζ−1) of a part with all environments.
  private func similarities(_ part: Range<Int>) -> Matrix<Double> {
    var product = Matrix<Double>(rows: part.count, columns: environments.count)
    product.withMutableView { product in
      modulation.withView { multiply(Self.rows(part, of: $0), $0.transposed, into: product) }
      nonisolated(unsafe) let product = product
      DispatchQueue.concurrentPerform(iterations: product.rows) { row in
        let start = product.base + row * product.stride
        for column in 0..<product.columns {
          start[column] = Kernel.power(start[column], zeta - 1)
        }
      }
    }
    return product
  }

  /// Calls `body` with every place of a part, on all cores.
  private func forEach(_ part: Range<Int>, _ body: @Sendable (Int) -> Void) {
    DispatchQueue.concurrentPerform(iterations: (part.count + Self.grain - 1) / Self.grain) {
      let start = part.lowerBound + $0 * Self.grain
      for place in start..<min(part.upperBound, start + Self.grain) { body(place) }
    }
  }

  private static func rows(_ rows: Range<Int>, of view: MatrixView<Double>) -> MatrixView<Double> {
    MatrixView(
      view.base + rows.lowerBound * view.stride, rows: rows.count, columns: view.columns,
      stride: view.stride)
  }
}
