/// What a computation answered and what it was asked, with the question asked since, if any.
///
/// The last answer stays on screen while a newer one is awaited.
struct Awaited<Question: Sendable & Equatable, Answer: Sendable>: Sendable {
  private(set) var answer: Answer?
  /// The question the answer belongs to.
  private(set) var answered: Question?
  private(set) var pending: (id: Int, question: Question)?

  var isPending: Bool { pending != nil }

  mutating func ask(_ question: Question, id: Int) { pending = (id, question) }

  /// Awaits nothing any more: the answer there is still holds.
  mutating func forget() { pending = nil }

  /// Takes an answer; one that is not awaited is dropped.
  mutating func take(_ answer: Answer, id: Int) {
    guard let pending, pending.id == id else { return }
    self.answer = answer
    answered = pending.question
    self.pending = nil
  }
}
