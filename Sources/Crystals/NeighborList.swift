/// The neighbours of some centres, in compressed rows.
///
/// The neighbours of the k-th centre are the entries `offsets[k] ..< offsets[k + 1]` of
/// `neighbors` and `displacements`. Every periodic image is an entry of its own, the centre's own
/// images included; the centre itself is not.
public struct NeighborList: Sendable {
  /// Atom indices of the centres, as asked for.
  public let centers: [Int32]
  /// Where each centre's entries begin; one more than centres.
  public let offsets: [Int32]
  /// Atom index of each neighbour.
  public let neighbors: [Int32]
  /// r_ij = x_j + T − x_i in Å, from the centre to each neighbour.
  public let displacements: [Vector]

  /// Number of pairs.
  public var count: Int { neighbors.count }

  /// The entries of the k-th centre.
  public func range(_ k: Int) -> Range<Int> { Int(offsets[k])..<Int(offsets[k + 1]) }
}
