import Crystals
import Glibc

/// Half of the wave vectors 2π(n₁a* + n₂b* + n₃c*) other than 0 within a cutoff: of k and −k one.
struct WaveVectors: Sequence, IteratorProtocol {
  struct Wave {
    var indices: SIMD3<Int>
    /// 1/Å.
    var vector: Vector
  }

  private let reciprocal: [Vector]
  private let limit: Double
  private let bounds: SIMD3<Int>
  private var next3 = SIMD3<Int>(0, 0, 0)

  init(_ basis: Basis, cutoff: Double) {
    reciprocal = basis.inverse.map { 2 * .pi * $0 }
    limit = cutoff * cutoff
    bounds = Self.bounds(basis, cutoff: cutoff)
  }

  /// The largest index along each direction: n_i = k · a_i / 2π.
  static func bounds(_ basis: Basis, cutoff: Double) -> SIMD3<Int> {
    func bound(_ a: Vector) -> Int { Int(cutoff * length(a) / (2 * .pi)) }
    return SIMD3(bound(basis.a), bound(basis.b), bound(basis.c))
  }

  /// Runs through n₁ ≥ 0 with (n₂, n₃) in the upper half where the leading indices are 0.
  mutating func next() -> Wave? {
    while true {
      next3.z += 1
      if next3.z > bounds.z {
        next3.z = -bounds.z
        next3.y += 1
        if next3.y > bounds.y {
          next3.y = -bounds.y
          next3.x += 1
          if next3.x > bounds.x { return nil }
        }
      }
      let vector =
        Double(next3.x) * reciprocal[0] + Double(next3.y) * reciprocal[1]
        + Double(next3.z) * reciprocal[2]
      if (vector * vector).sum() <= limit { return Wave(indices: next3, vector: vector) }
    }
  }
}

/// e^{2πi n s} of every atom and every index n ≥ 0 along each direction.
struct WavePhases {
  let count: Int
  /// [direction][index · count + atom].
  let cosines: [[Double]]
  let sines: [[Double]]

  init(_ structure: Structure, _ basis: Basis, cutoff: Double) {
    count = structure.count
    let bounds = WaveVectors.bounds(basis, cutoff: cutoff)
    let fractions = structure.positions.map { r in
      let s = basis.fractional(r)
      return Vector(wrappedFraction(s.x), wrappedFraction(s.y), wrappedFraction(s.z))
    }
    var cosines: [[Double]] = []
    var sines: [[Double]] = []
    for direction in 0..<3 {
      let rows = bounds[direction] + 1
      var c = [Double](repeating: 0, count: rows * count)
      var s = [Double](repeating: 0, count: rows * count)
      for n in 0..<rows {
        for atom in 0..<count {
          // Taken anew for each index, so that no rounding adds up.
          let turns = Double(n) * fractions[atom][direction]
          let angle = 2 * .pi * (turns - turns.rounded())
          c[n * count + atom] = cos(angle)
          s[n * count + atom] = sin(angle)
        }
      }
      cosines.append(c)
      sines.append(s)
    }
    self.cosines = cosines
    self.sines = sines
  }
}

/// Adds up what waves of charge make at atoms.
struct WaveSum {
  private let phases: WavePhases
  private let weights: [Double]
  private let kinds: [Int]
  private let kindCount: Int
  private let atoms: [Int]
  /// [atom][kind], e/Å and e/Å³.
  private(set) var potentials: [Double]
  private(set) var components: [SIMD8<Double>]
  private var cosine: [Double]
  private var sine: [Double]
  /// e^{i(n₁,n₂)·r} of the pair of indices in use.
  private var rowCosine: [Double]
  private var rowSine: [Double]
  private var row: SIMD2<Int>?
  private var factorCosine: [Double]
  private var factorSine: [Double]

  init(phases: WavePhases, weights: [Double], kinds: [Int], kindCount: Int, atoms: [Int]) {
    self.phases = phases
    self.weights = weights
    self.kinds = kinds
    self.kindCount = kindCount
    self.atoms = atoms
    potentials = Array(repeating: 0, count: atoms.count * kindCount)
    components = Array(repeating: .zero, count: atoms.count * kindCount)
    cosine = Array(repeating: 0, count: phases.count)
    sine = cosine
    rowCosine = cosine
    rowSine = cosine
    factorCosine = Array(repeating: 0, count: kindCount)
    factorSine = factorCosine
  }

  /// Adds one wave, weighted for the potential and for the components of the gradient.
  mutating func add(_ n: SIMD3<Int>, potential: Double, gradient: SIMD8<Double>) {
    setPhases(n)
    for kind in 0..<kindCount {
      factorCosine[kind] = 0
      factorSine[kind] = 0
    }
    for atom in weights.indices {
      factorCosine[kinds[atom]] += weights[atom] * cosine[atom]
      factorSine[kinds[atom]] += weights[atom] * sine[atom]
    }
    for (place, atom) in atoms.enumerated() {
      for kind in 0..<kindCount {
        let value = factorCosine[kind] * cosine[atom] + factorSine[kind] * sine[atom]
        potentials[place * kindCount + kind] += value * potential
        components[place * kindCount + kind] += value * gradient
      }
    }
  }

  private mutating func setPhases(_ n: SIMD3<Int>) {
    let count = phases.count
    if row != SIMD2(n.x, n.y) {
      row = SIMD2(n.x, n.y)
      Self.multiply(
        phases.cosines[0][(n.x * count)...], phases.sines[0][(n.x * count)...],
        phases, direction: 1, index: n.y, &rowCosine, &rowSine)
    }
    Self.multiply(
      rowCosine[...], rowSine[...], phases, direction: 2, index: n.z, &cosine, &sine)
  }

  /// Phases times those of an index along a direction; a negative index takes the conjugate.
  private static func multiply(
    _ c: ArraySlice<Double>, _ s: ArraySlice<Double>, _ phases: WavePhases, direction: Int,
    index: Int, _ cosine: inout [Double], _ sine: inout [Double]
  ) {
    let sign: Double = index < 0 ? -1 : 1
    let start = abs(index) * phases.count
    c.withUnsafeBufferPointer { c in
      s.withUnsafeBufferPointer { s in
        phases.cosines[direction].withUnsafeBufferPointer { otherC in
          phases.sines[direction].withUnsafeBufferPointer { otherS in
            for atom in 0..<phases.count {
              let (a, b) = (otherC[start + atom], sign * otherS[start + atom])
              cosine[atom] = c[atom] * a - s[atom] * b
              sine[atom] = c[atom] * b + s[atom] * a
            }
          }
        }
      }
    }
  }
}
