/// A structure repeated along its lattice vectors.
public enum Supercell {
  /// More atoms than this are refused.
  public static let largestCount = 50_000_000

  /// Repeats a structure `counts[0]` × `counts[1]` × `counts[2]` times; a copy's atoms stay
  /// together and in order, the last direction running fastest over the copies.
  ///
  /// Per-atom arrays are repeated, info and origin carried over.
  /// Throws `unusableRepetition`, and what `Cell.basis` throws.
  public static func repeating(_ structure: Structure, _ counts: [Int]) throws(CrystalError)
    -> Structure
  {
    let refusal = CrystalError(
      .unusableRepetition(counts, atoms: structure.count), origin: structure.origin)
    guard counts.count == 3, counts.allSatisfy({ $0 >= 1 }) else { throw refusal }
    for direction in 0..<3 where counts[direction] > 1 && !structure.cell.periodic[direction] {
      throw refusal
    }
    var copies = 1
    for count in counts {
      let (product, overflow) = copies.multipliedReportingOverflow(by: count)
      guard !overflow else { throw refusal }
      copies = product
    }
    let (atoms, overflow) = copies.multipliedReportingOverflow(by: max(1, structure.count))
    guard !overflow, atoms <= largestCount else { throw refusal }
    do throws(CrystalError) {
      _ = try structure.cell.basis()
    } catch {
      throw CrystalError(error.kind, origin: structure.origin)
    }

    let vectors = structure.cell.vectors
    var result = structure
    result.cell.vectors = (0..<3).map { vectors[$0] * Double(counts[$0]) }
    result.elements = repeated(structure.elements, copies)
    result.arrays = structure.arrays.mapValues { array in
      switch array {
      case .real(let values, let columns): .real(repeated(values, copies), columns: columns)
      case .integer(let values, let columns): .integer(repeated(values, copies), columns: columns)
      case .logical(let values, let columns): .logical(repeated(values, copies), columns: columns)
      case .text(let values, let columns): .text(repeated(values, copies), columns: columns)
      }
    }
    result.positions = []
    result.positions.reserveCapacity(atoms)
    for i in 0..<counts[0] {
      for j in 0..<counts[1] {
        for k in 0..<counts[2] {
          let shift = Double(i) * vectors[0] + Double(j) * vectors[1] + Double(k) * vectors[2]
          for position in structure.positions { result.positions.append(position + shift) }
        }
      }
    }
    return result
  }

  private static func repeated<Value>(_ values: [Value], _ copies: Int) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(values.count * copies)
    for _ in 0..<copies { result += values }
    return result
  }
}
