import LinearAlgebra
import Testing

@Suite("Products")
struct ProductTests {
  @Test("a product equals its definition for every choice of transposes")
  func transposes() {
    var numbers = Numbers(seed: 1)
    let (a, b) = (numbers.matrix(5, 7), numbers.matrix(7, 4))
    let expected = naiveProduct(a, b)
    #expect(difference(a * b, expected) < 1e-14)
    #expect(difference(.product(a.transposed, transposeA: true, b), expected) < 1e-14)
    #expect(difference(.product(a, b.transposed, transposeB: true), expected) < 1e-14)
    #expect(
      difference(
        .product(a.transposed, transposeA: true, b.transposed, transposeB: true), expected) < 1e-14)
  }

  @Test("a product scales by alpha and adds beta times what was there")
  func alphaBeta() {
    var numbers = Numbers(seed: 2)
    let (a, b, old) = (numbers.matrix(3, 2), numbers.matrix(2, 3), numbers.matrix(3, 3))
    var c = old
    Matrix.multiply(a, b, into: &c, alpha: 2, beta: -0.5)
    let plain = naiveProduct(a, b)
    for index in c.values.indices {
      #expect(abs(c.values[index] - (2 * plain.values[index] - 0.5 * old.values[index])) < 1e-14)
    }
  }

  @Test("a product over no terms is zero and leaves no stale numbers")
  func empty() {
    let a = Matrix<Double>(rows: 2, columns: 0)
    let b = Matrix<Double>(rows: 0, columns: 3)
    var c = Matrix(rows: 2, columns: 3, repeating: 7.0)
    Matrix.multiply(a, b, into: &c)
    #expect(c.values == Array(repeating: 0, count: 6))
    #expect((Matrix<Double>(rows: 0, columns: 4) * Matrix<Double>(rows: 4, columns: 2)).rows == 0)
  }

  @Test("a view with a stride multiplies a block of a larger matrix")
  func strides() {
    var numbers = Numbers(seed: 3)
    let whole = numbers.matrix(6, 8)
    let b = numbers.matrix(3, 2)
    let block = Matrix(rows: 4, columns: 3) { whole[$0 + 1, $1 + 2] }
    var c = Matrix<Double>(rows: 4, columns: 2)
    c.withMutableView { target in
      whole.values.withUnsafeBufferPointer { values in
        b.withView { b in
          let view = MatrixView(values.baseAddress! + 8 + 2, rows: 4, columns: 3, stride: 8)
          multiply(view, b, into: target)
        }
      }
    }
    #expect(difference(c, naiveProduct(block, b)) < 1e-14)
  }

  @Test("a matrix and its transpose act on vectors as products do")
  func vectors() {
    var numbers = Numbers(seed: 4)
    let a = numbers.matrix(5, 3)
    let x = numbers.vector(3)
    let y = numbers.vector(5)
    #expect(
      difference(a * x, naiveProduct(a, Matrix(rows: 3, columns: 1, values: x)).values) < 1e-14)
    #expect(
      difference(
        a.applied(to: y, transposed: true),
        naiveProduct(a.transposed, Matrix(rows: 5, columns: 1, values: y)).values) < 1e-14)
  }

  @Test("gram matrices of rows and of columns are full and symmetric")
  func gram() {
    var numbers = Numbers(seed: 5)
    let a = numbers.matrix(6, 4)
    #expect(difference(a.gram(), naiveProduct(a, a.transposed)) < 1e-14)
    #expect(difference(a.gram(ofColumns: true), naiveProduct(a.transposed, a)) < 1e-14)
  }

  @Test("single precision agrees with double to its accuracy")
  func singlePrecision() {
    var numbers = Numbers(seed: 6)
    let (a, b) = (numbers.matrix(20, 30), numbers.matrix(30, 10))
    let single = a.converted(to: Float.self) * b.converted(to: Float.self)
    #expect(difference(single.converted(to: Double.self), naiveProduct(a, b)) < 1e-5)
  }

  @Test("rows are chosen in the order asked for")
  func selecting() {
    let a = Matrix<Double>([[1, 2], [3, 4], [5, 6]])
    #expect(a.selectingRows([2, 0, 2]) == Matrix([[5, 6], [1, 2], [5, 6]]))
  }
}
