import Testing

@testable import Figures

@Suite("The figure of a structure") struct StructureFigureTests {
  private let figure = StructureFigure(
    side: 100,
    balls: [
      .init(place: Place(50, 50), radius: 5, nearness: 1, ink: .blue),
      .init(place: Place(52, 50), radius: 5, nearness: -1, ink: .green),
    ],
    edges: [
      .init(from: Place(10, 10), to: Place(90, 10), isBehind: false),
      .init(from: Place(10, 20), to: Place(90, 20), isBehind: true),
    ],
    axes: [("a", Place(1, 0)), ("c", Place(0, -1)), ("B0", Place(0, -1))],
    legend: [.init(ink: .blue, text: "1: 0–3 kHz (104)"), .init(ink: .green, text: "a < b (2)")],
    caption: "structure 0")

  @Test("edges behind come first, then balls from far to near, then edges before them")
  func order() {
    let elements = Elements(figure.svg)
    let painted = elements.all.filter { $0.name == "line" || $0.attributes["fill"] != nil }
    func place(_ isWanted: (Elements.Element) -> Bool) -> Int {
      painted.firstIndex(where: isWanted) ?? -1
    }
    let behind = place { $0.attributes["stroke"] == Ink.gray.hex }
    let far = place { $0.attributes["fill"] == Ink.green.hex }
    let near = place { $0.attributes["fill"] == Ink.blue.hex }
    let front = place { $0.name == "line" && $0.attributes["stroke"] == Ink.black.hex }
    #expect(behind >= 0 && behind < far && far < near && near < front)
  }

  @Test("the legend and the axes are written, names of one direction side by side")
  func words() {
    let elements = Elements(figure.svg)
    #expect(Set(elements.texts) == ["a", "c", "B0", "1: 0–3 kHz (104)", "a < b (2)"])
    let labels = elements.named("text").filter { ["c", "B0"].contains($0.text) }
    #expect(labels[0].attributes["x"] != labels[1].attributes["x"])
  }

  @Test("without anything to draw it is still a document")
  func empty() {
    let nothing = StructureFigure(
      side: 0, balls: [], edges: [], axes: [], legend: [], caption: "nothing")
    #expect(Elements(nothing.svg).named("svg").count >= 1)
  }
}
