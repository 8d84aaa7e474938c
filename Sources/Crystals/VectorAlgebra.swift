@inlinable @inline(__always)
package func dot(_ u: Vector, _ v: Vector) -> Double { u.x * v.x + u.y * v.y + u.z * v.z }

@inlinable @inline(__always)
package func cross(_ u: Vector, _ v: Vector) -> Vector {
  Vector(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
}

@inlinable @inline(__always)
package func length(_ v: Vector) -> Double { dot(v, v).squareRoot() }

func abs(_ v: Vector) -> Vector { Vector(abs(v.x), abs(v.y), abs(v.z)) }

/// Whether up to three vectors are independent, judged by the volume of their unit vectors.
func spans(_ vectors: [Vector]) -> Bool {
  guard vectors.allSatisfy({ length($0) > 1e-9 }) else { return false }
  let units = vectors.map { $0 / length($0) }
  switch units.count {
  case 0, 1: return true
  case 2: return length(cross(units[0], units[1])) > 1e-8
  default: return abs(dot(units[0], cross(units[1], units[2]))) > 1e-8
  }
}

/// A unit vector orthogonal to none, one or two given independent vectors.
func orthogonal(to vectors: [Vector]) -> Vector {
  if vectors.count == 2 {
    let normal = cross(vectors[0], vectors[1])
    return normal / length(normal)
  }
  guard let first = vectors.first else { return Vector(1, 0, 0) }
  let size = abs(first)
  // The axis that is furthest from the vector.
  let axis: Vector =
    size.x <= size.y && size.x <= size.z
    ? Vector(1, 0, 0) : size.y <= size.z ? Vector(0, 1, 0) : Vector(0, 0, 1)
  let normal = cross(first, axis)
  return normal / length(normal)
}

/// Shorter vectors of the same lattice: pairwise and three-way reduction, so that a strongly skewed
/// cell needs no more periodic images than a compact one.
package func reducedLattice(_ vectors: [Vector]) -> [Vector] {
  var reduced = vectors
  for _ in 0..<200 {
    var changed = false
    for i in reduced.indices {
      for j in reduced.indices where i != j {
        let multiple = (dot(reduced[i], reduced[j]) / dot(reduced[j], reduced[j])).rounded()
        guard multiple != 0 else { continue }
        changed = replace(i, by: reduced[i] - multiple * reduced[j], in: &reduced) || changed
      }
    }
    if reduced.count == 3, !changed {
      for (s, t) in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)] {
        let sum = reduced[0] + s * reduced[1] + t * reduced[2]
        let longest = (0..<3).max { length(reduced[$0]) < length(reduced[$1]) } ?? 0
        changed = replace(longest, by: sum, in: &reduced) || changed
      }
    }
    if !changed { break }
  }
  return reduced
}

private func replace(_ i: Int, by candidate: Vector, in vectors: inout [Vector]) -> Bool {
  guard length(candidate) < length(vectors[i]) * (1 - 1e-9) else { return false }
  vectors[i] = candidate
  return true
}
