import Formats

extension JSON {
  /// The document as text, indented for readers.
  var indentedText: String { String(decoding: bytes(indented: true), as: UTF8.self) + "\n" }
}
