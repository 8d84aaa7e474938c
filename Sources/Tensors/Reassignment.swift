/// The assignment of a tensor's principal axes that fits a reference best.
///
/// Where two principal values are nearly equal in magnitude, noise decides which is called V_zz;
/// comparing angles then compares different axes. Axes whose values differ by less than a tolerance
/// may change places, and the permutation with the largest quaternion alignment wins. The
/// correction uses the reference, so it serves to compare two data sets, never to predict.
public struct Reassignment: Sendable, Equatable {
  /// New axis i is the test tensor's axis `permutation[i]`; 0, 1, 2 are x, y, z.
  public let permutation: [Int]
  /// The frame with its axes permuted, right-handed.
  public let frame: Rotation
  /// The principal values V_xx, V_yy, V_zz so ordered, times the sign of the reference's V_zz.
  public let values: [Double]
  /// The quaternion alignment with the reference before and after.
  public let alignmentBefore: Double
  public let alignment: Double

  /// The largest relative gap that counts as near-equal unless told otherwise.
  public static let defaultTolerance = 0.05

  /// The best assignment of `test`, given the `reference`; as it is if either has no orientation.
  public init(
    of test: PrincipalAxes, reference: PrincipalAxes, tolerance: Double = defaultTolerance
  ) {
    var candidates = [[0, 1, 2]]
    let isComparable = test.hasOrientation && reference.hasOrientation
    let swapZY = isComparable && test.gapZY < tolerance
    let swapYX = isComparable && test.gapYX < tolerance
    if swapZY { candidates.append([0, 2, 1]) }
    if swapYX { candidates.append([1, 0, 2]) }
    // In order of the swaps needed, so that a tie goes to the fewest.
    if swapZY && swapYX { candidates += [[2, 1, 0], [1, 2, 0], [2, 0, 1]] }

    let target = reference.quaternion
    let axes = [test.frame.x, test.frame.y, test.frame.z]
    var best: (permutation: [Int], frame: Rotation, alignment: Double)?
    var before = 0.0
    for permutation in candidates {
      let (x, z) = (axes[permutation[0]], axes[permutation[2]])
      let frame = Rotation(x: x, y: z.cross(x), z: z)
      let alignment = target.alignment(with: Quaternion(frame))
      if best == nil { before = alignment }
      if alignment > (best?.alignment ?? -1) + 1e-12 { best = (permutation, frame, alignment) }
    }
    let values = [test.vxx, test.vyy, test.vzz]
    permutation = best?.permutation ?? [0, 1, 2]
    frame = best?.frame ?? test.frame
    alignment = best?.alignment ?? before
    alignmentBefore = before
    self.values = permutation.map { reference.sign * values[$0] }
  }

  /// Whether any axis changed places.
  public var isSwapped: Bool { permutation != [0, 1, 2] }

  /// η by eq. 4 with the permuted values; slightly above 1 where y and z changed places.
  public var asymmetry: Double { values[2] == 0 ? 0 : (values[0] - values[1]) / values[2] }

  /// Principal axes with the permuted values and frame.
  public var axes: PrincipalAxes {
    PrincipalAxes(vxx: values[0], vyy: values[1], vzz: values[2], frame: frame)
  }
}
