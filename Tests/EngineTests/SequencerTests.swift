import Testing

@testable import Engine

@Suite struct SequencerTests {
  typealias Order = Sequencer<String, String>

  private func text(_ deliveries: [Order.Delivery]) -> [String] {
    deliveries.map { delivery in
      switch delivery {
      case .opening(let name, let structure): "open \(name) \(structure)"
      case .batch(let batch): batch
      }
    }
  }

  @Test("batches wait for their structure's turn and come out in file order")
  func order() {
    var order = Order()
    #expect(text(order.open("b", structure: 1, batchCount: 1)) == [])
    #expect(text(order.add("b0", structure: 1, index: 0)) == [])
    #expect(text(order.open("a", structure: 0, batchCount: 2)) == ["open a 0"])
    #expect(text(order.add("a1", structure: 0, index: 1)) == [])
    #expect(text(order.add("a0", structure: 0, index: 0)) == ["a0", "a1", "open b 1", "b0"])
  }

  @Test("a structure without a batch is passed over")
  func empty() {
    var order = Order()
    #expect(text(order.open("a", structure: 0, batchCount: 0)) == ["open a 0"])
    #expect(text(order.open("b", structure: 1, batchCount: 1)) == ["open b 1"])
    #expect(text(order.add("b0", structure: 1, index: 0)) == ["b0"])
  }
}
