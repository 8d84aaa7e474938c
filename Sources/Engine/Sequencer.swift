/// Puts the batches of many structures, finished in any order, back into file order.
///
/// Structures are numbered 0, 1, 2, … and each has a number of batches, known once it is opened.
/// What `open` and `add` return may be delivered now; nothing is ever returned twice.
struct Sequencer<Opening, Batch> {
  enum Delivery {
    case opening(Opening, structure: Int)
    case batch(Batch)
  }

  private struct Pending {
    var opening: Opening?
    var batchCount: Int
    var batches: [Int: Batch] = [:]
    var delivered = 0
  }

  private var pending: [Int: Pending] = [:]
  private var current = 0

  /// Announces a structure and the number of batches that will follow.
  mutating func open(_ opening: Opening, structure: Int, batchCount: Int) -> [Delivery] {
    pending[structure] = Pending(opening: opening, batchCount: batchCount)
    return due()
  }

  /// Takes a finished batch of an opened structure.
  mutating func add(_ batch: Batch, structure: Int, index: Int) -> [Delivery] {
    pending[structure]?.batches[index] = batch
    return structure == current ? due() : []
  }

  private mutating func due() -> [Delivery] {
    var list: [Delivery] = []
    while var first = pending[current] {
      if let opening = first.opening {
        list.append(.opening(opening, structure: current))
        first.opening = nil
      }
      while let batch = first.batches.removeValue(forKey: first.delivered) {
        list.append(.batch(batch))
        first.delivered += 1
      }
      if first.delivered < first.batchCount {
        pending[current] = first
        break
      }
      pending[current] = nil
      current += 1
    }
    return list
  }
}
