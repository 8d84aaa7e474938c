/// What a computation answered and what it was asked, with the question asked since, if any.
///
/// The last answer stays on screen while a newer one is awaited. Contents are shared, not copied: the
/// state that holds them stays small.
struct Awaited<Question: Sendable & Equatable, Answer: Sendable>: Sendable {
  private final class Contents: Sendable {
    let answer: Answer?
    let answered: Question?
    let pending: (id: Int, question: Question)?

    init(_ answer: Answer?, _ answered: Question?, _ pending: (id: Int, question: Question)?) {
      (self.answer, self.answered, self.pending) = (answer, answered, pending)
    }
  }
  private var contents = Contents(nil, nil, nil)

  var answer: Answer? { contents.answer }
  /// The question the answer belongs to.
  var answered: Question? { contents.answered }
  var pending: (id: Int, question: Question)? { contents.pending }
  var isPending: Bool { pending != nil }

  mutating func ask(_ question: Question, id: Int) {
    contents = Contents(answer, answered, (id, question))
  }

  /// Awaits nothing any more: the answer there is still holds.
  mutating func forget() {
    if isPending { contents = Contents(answer, answered, nil) }
  }

  /// Takes an answer; one that is not awaited is dropped.
  mutating func take(_ answer: Answer, id: Int) {
    guard let pending, pending.id == id else { return }
    contents = Contents(answer, pending.question, nil)
  }
}
