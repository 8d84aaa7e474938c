/// One of several panes that share a rectangle.
public struct Pane: Hashable, Sendable {
  public enum Extent: Hashable, Sendable {
    /// This many columns or rows.
    case fixed(Int)
    /// A share of what the fixed panes leave, in proportion to the weight.
    case weight(Double)
  }
  public var extent: Extent
  /// The least size worth showing.
  public var minimum: Int
  /// Panes of the lowest priority are dropped first when there is too little room.
  public var priority: Int

  public init(_ extent: Extent, minimum: Int = 1, priority: Int = 0) {
    self.extent = extent
    self.minimum = minimum
    self.priority = priority
  }

  public static func fixed(_ size: Int, priority: Int = 0) -> Pane {
    Pane(.fixed(size), minimum: size, priority: priority)
  }
  public static func weight(_ weight: Double, minimum: Int = 1, priority: Int = 0) -> Pane {
    Pane(.weight(weight), minimum: minimum, priority: priority)
  }

  fileprivate var needed: Int {
    switch extent {
    case .fixed(let size): max(0, size)
    case .weight: max(0, minimum)
    }
  }
}

extension Rect {
  /// Panes side by side, left to right.
  ///
  /// Returns one rectangle a pane. While the minima do not fit, the pane of lowest priority (the
  /// last of equals) is dropped: its rectangle is empty. The last pane left is clipped, not dropped.
  public func splitColumns(_ panes: [Pane], gap: Int = 0) -> [Rect] {
    var left = x
    return sizes(panes, total: columns, gap: gap).map { size in
      guard let size else { return Rect(x: left, y: y, columns: 0, rows: 0) }
      defer { left += size + gap }
      return Rect(x: left, y: y, columns: size, rows: rows)
    }
  }

  /// Panes stacked from top to bottom; drops panes as `splitColumns` does.
  public func splitRows(_ panes: [Pane], gap: Int = 0) -> [Rect] {
    var top = y
    return sizes(panes, total: rows, gap: gap).map { size in
      guard let size else { return Rect(x: x, y: top, columns: 0, rows: 0) }
      defer { top += size + gap }
      return Rect(x: x, y: top, columns: columns, rows: size)
    }
  }

  /// The size of each pane, nil for those dropped.
  private func sizes(_ panes: [Pane], total: Int, gap: Int) -> [Int?] {
    var kept = Array(panes.indices)
    func needed() -> Int {
      kept.reduce(gap * max(0, kept.count - 1)) { $0 + panes[$1].needed }
    }
    while kept.count > 1, needed() > total {
      let lowest = kept.indices.reversed().min {
        panes[kept[$0]].priority < panes[kept[$1]].priority
      }
      guard let lowest else { break }
      kept.remove(at: lowest)
    }
    var sizes = [Int?](repeating: nil, count: panes.count)
    let weighted = kept.filter { if case .weight = panes[$0].extent { true } else { false } }
    for index in kept { sizes[index] = min(panes[index].needed, max(0, total)) }
    share(max(0, total - needed()), among: weighted, of: panes, into: &sizes)
    return sizes
  }

  /// Grows weighted panes from their minima towards sizes in proportion to their weights.
  private func share(
    _ spare: Int, among weighted: [Int], of panes: [Pane], into sizes: inout [Int?]
  ) {
    var open = weighted
    var room = spare + weighted.reduce(0) { $0 + (sizes[$1] ?? 0) }
    func weight(_ index: Int) -> Double {
      if case .weight(let weight) = panes[index].extent { max(weight, 1e-9) } else { 0 }
    }
    // A pane whose share is below its minimum keeps the minimum; the rest share what is left.
    while true {
      let sum = open.reduce(0) { $0 + weight($1) }
      guard
        let short = open.first(where: {
          Double(room) * weight($0) / sum < Double(panes[$0].minimum)
        }), open.count > 1
      else { break }
      room -= sizes[short] ?? 0
      open.removeAll { $0 == short }
    }
    var (sum, left) = (open.reduce(0) { $0 + weight($1) }, room)
    for index in open {
      let size = Int((Double(left) * weight(index) / sum).rounded())
      sizes[index] = size
      left -= size
      sum -= weight(index)
    }
  }
}
