import CKernels
import Dispatch

/// ω_Q of every site: the dot product of five weights with the spherical components.
///
/// `components[m + 2][site]` in atomic units; `weights[m + 2]` as `FieldDirection.splittingWeights`
/// gives them, in kHz per atomic unit. NaN stays NaN. `modulus` gives |ω_Q|.
public func omegaQ(
  components: [[Float]], weights: [Double], modulus: Bool = false
) -> [Float] {
  let count = siteCount(components)
  return [Float](unsafeUninitializedCapacity: count) { result, initialized in
    if let start = result.baseAddress { project(components, weights, modulus, into: start) }
    initialized = count
  }
}

/// ω_Q of some sites as above.
public func omegaQ(
  components: [[Float]], rows: Range<Int>, weights: [Double], modulus: Bool = false
) -> [Float] {
  let count = siteCount(components)
  precondition(rows.clamped(to: 0..<count) == rows, "rows the columns do not have")
  precondition(weights.count == 5, "a field direction has five weights")
  return [Float](unsafeUninitializedCapacity: rows.count) { result, initialized in
    initialized = rows.count
    guard let start = result.baseAddress else { return }
    withColumns(components) { columns in
      project_components(
        columns.map { $0.map { $0 + rows.lowerBound } }, weights.map(Float.init), modulus,
        rows.count, start)
    }
  }
}

/// ω_Q of every site as above, into an array that is kept between calls.
public func omegaQ(
  components: [[Float]], weights: [Double], modulus: Bool = false, into result: inout [Float]
) {
  let count = siteCount(components)
  if result.count != count { result = Array(repeating: 0, count: count) }
  result.withUnsafeMutableBufferPointer { result in
    if let start = result.baseAddress { project(components, weights, modulus, into: start) }
  }
}

/// V_zz (a.u., signed) and η of every site, without axes.
///
/// The same conventions as `PrincipalAxes`: both 0 for a null tensor, NaN for one that is not
/// finite. η is good to 1e-7 and V_zz to the precision of a float.
public func principalValues(components: [[Float]]) -> (vzz: [Float], asymmetry: [Float]) {
  let count = siteCount(components)
  var asymmetry = [Float](repeating: 0, count: count)
  let vzz = [Float](unsafeUninitializedCapacity: count) { vzz, initialized in
    initialized = count
    guard let start = vzz.baseAddress else { return }
    withColumns(components) { principal_values($0.baseAddress, count, start, &asymmetry) }
  }
  return (vzz, asymmetry)
}

private func siteCount(_ components: [[Float]]) -> Int {
  precondition(components.count == 5, "a tensor column has five components")
  let count = components[0].count
  precondition(components.allSatisfy { $0.count == count }, "components must be of one length")
  return count
}

private func project(
  _ components: [[Float]], _ weights: [Double], _ modulus: Bool,
  into result: UnsafeMutablePointer<Float>
) {
  precondition(weights.count == 5, "a field direction has five weights")
  let count = components[0].count
  withColumns(components) { columns in
    let projection = Projection(
      columns: Array(columns), weights: weights.map(Float.init), modulus: modulus, result: result)
    // One core does not use all of the memory's speed.
    let parts = count < 1 << 17 ? 1 : 2
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      projection.fill(count * part / parts..<count * (part + 1) / parts)
    }
  }
}

/// Columns and where their projection goes; threads write sites of their own.
private struct Projection: @unchecked Sendable {
  let columns: [UnsafePointer<Float>?]
  let weights: [Float]
  let modulus: Bool
  let result: UnsafeMutablePointer<Float>

  func fill(_ sites: Range<Int>) {
    project_components(
      columns.map { $0.map { $0 + sites.lowerBound } }, weights, modulus, sites.count,
      result + sites.lowerBound)
  }
}

/// Hands five arrays to a kernel as five pointers.
func withColumns<Result>(
  _ components: [[Float]], _ body: (UnsafeBufferPointer<UnsafePointer<Float>?>) -> Result
) -> Result {
  components[0].withUnsafeBufferPointer { a in
    components[1].withUnsafeBufferPointer { b in
      components[2].withUnsafeBufferPointer { c in
        components[3].withUnsafeBufferPointer { d in
          components[4].withUnsafeBufferPointer { e in
            let columns = [
              a.baseAddress, b.baseAddress, c.baseAddress, d.baseAddress, e.baseAddress,
            ]
            return columns.withUnsafeBufferPointer(body)
          }
        }
      }
    }
  }
}
