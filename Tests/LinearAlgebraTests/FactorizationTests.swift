import LinearAlgebra
import Testing

@Suite("Factorisations")
struct FactorizationTests {
  @Test("a Cholesky solution satisfies its equations, for one and for many right-hand sides")
  func choleskySolves() throws {
    var numbers = Numbers(seed: 11)
    var a = numbers.matrix(8, 8).gram()
    a.addToDiagonal(0.1)
    let factor = try Cholesky(a)
    let b = numbers.vector(8)
    #expect(difference(a * factor.solve(b), b) < 1e-11)
    let many = numbers.matrix(8, 3)
    #expect(difference(a * factor.solve(many), many) < 1e-11)
    #expect(factor.jitter == 0)
  }

  @Test("an indefinite matrix is refused with the pivot that fails")
  func indefinite() {
    let a = Matrix<Double>([[1, 0, 0], [0, -1, 0], [0, 0, 1]])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(row: 1, size: 3)) { try Cholesky(a) }
    #expect(throws: LinearAlgebraError.self) { try Cholesky.jittered(a) }
  }

  @Test("a singular matrix is factored with the least jitter and says how much")
  func jitter() throws {
    let a = Matrix<Double>(rows: 3, columns: 3, repeating: 1)
    let factor = try Cholesky.jittered(a)
    #expect(factor.jitter > 0 && factor.jitter <= 1e-6)
    let x = factor.solve([1, 1, 1])
    #expect(difference(a * x, [1, 1, 1]) < 1e-5)
  }

  @Test("NaN is an error, never a result")
  func notANumber() {
    let a = Matrix<Double>([[1, .nan], [.nan, 1]])
    #expect(throws: LinearAlgebraError.self) { try Cholesky(a) }
    #expect(throws: LinearAlgebraError.self) { try SymmetricEigen(a) }
    #expect(throws: LinearAlgebraError.self) { try leastSquares(a, [1, 2]) }
    #expect(throws: LinearAlgebraError.self) { try Cholesky.jittered(a) }
  }

  @Test("least squares leaves a residual orthogonal to every column")
  func residual() throws {
    var numbers = Numbers(seed: 12)
    let a = numbers.matrix(9, 4)
    let b = numbers.vector(9)
    let x = try leastSquares(a, b)
    let residual = zip(a * x, b).map { $0 - $1 }
    #expect(difference(a.applied(to: residual, transposed: true), [0, 0, 0, 0]) < 1e-13)
  }

  @Test("least squares refuses columns that depend on one another")
  func dependentColumns() {
    let a = Matrix<Double>([[1, 2], [2, 4], [3, 6]])
    #expect(throws: LinearAlgebraError.rankDeficient(column: 1, columns: 2)) {
      try leastSquares(a, [1, 2, 4])
    }
  }

  @Test("eigenvectors are orthonormal rows and diagonalise the matrix")
  func eigen() throws {
    var numbers = Numbers(seed: 13)
    let a = numbers.matrix(7, 7).gram()
    let eigen = try SymmetricEigen(a)
    #expect(eigen.values == eigen.values.sorted())
    #expect(difference(eigen.vectors.gram(), .identity(7)) < 1e-13)
    for (k, value) in eigen.values.enumerated() {
      let vector = Array(eigen.vectors.row(k))
      #expect(difference(a * vector, vector.map { $0 * value }) < 1e-12)
    }
  }

  @Test("a function of a matrix: the inverse square root, squared, inverts it")
  func matrixFunction() throws {
    var numbers = Numbers(seed: 14)
    var a = numbers.matrix(5, 5).gram()
    a.addToDiagonal(1)
    let root = try SymmetricEigen(a).applying { 1 / $0.squareRoot() }
    #expect(difference(root * root * a, .identity(5)) < 1e-12)
  }

  @Test("triangular solves use the triangle asked for only")
  func triangles() {
    let full = Matrix<Double>([[2, 9], [1, 4]])
    var b = Matrix<Double>([[2], [9]])
    solveTriangular(full, into: &b)
    #expect(b.values == [1, 2])
    b = Matrix([[22], [8]])
    solveTriangular(full, lower: false, into: &b)
    #expect(b.values == [2, 2])
  }

  @Test("systems of no equations have empty solutions")
  func empty() throws {
    let none = Matrix<Double>(rows: 0, columns: 0)
    #expect(try Cholesky(none).solve([]) == [])
    #expect(try SymmetricEigen(none).values == [])
    #expect(try leastSquares(Matrix(rows: 3, columns: 0), [1, 2, 3]) == [])
  }

  @Test("the library names its kernels")
  func threads() {
    #expect(!Threads.kernel.isEmpty)
    #expect(Threads.configuration.contains("OpenBLAS"))
  }
}
