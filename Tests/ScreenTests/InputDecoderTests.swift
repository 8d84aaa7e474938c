import Explorer
import Terminal
import Testing

@Suite("Keys and mouse from bytes")
struct InputDecoderTests {
  private func decoded(_ text: String, flush: Bool = true) -> [String] {
    var decoder = InputDecoder()
    var events = decoder.decode(Array(text.utf8), time: 0)
    if flush, decoder.delay != nil { events += decoder.flush(time: 1) }
    return events.map { "\($0)" }
  }
  private func keys(_ keys: Key...) -> [String] { keys.map { "\(Event.key($0))" } }

  @Test("plain keys, control keys and UTF-8")
  func plain() {
    #expect(
      decoded("aé日😀") == keys(.character("a"), .character("é"), .character("日"), .character("😀")))
    #expect(decoded("\r\n\t\u{7F}\u{8}") == keys(.enter, .enter, .tab, .backspace, .backspace))
    #expect(
      decoded("\u{1}\u{1A}\u{0}\u{1C}")
        == keys(.control("a"), .control("z"), .control(" "), .control("\\")))
  }

  @Test(
    "sequences of xterm, rxvt, screen and the Linux console",
    arguments: [
      ("[A", Key.up), ("OA", .up), ("[B", .down), ("[C", .right), ("[D", .left), ("[1;5C", .right),
      ("[H", .home), ("OH", .home), ("[1~", .home), ("[7~", .home), ("[F", .end), ("[4~", .end),
      ("[8~", .end),
      ("[2~", .insert), ("[3~", .delete), ("[5~", .pageUp), ("[6~", .pageDown), ("[Z", .backTab),
      ("OP", .function(1)), ("[11~", .function(1)), ("[[A", .function(1)), ("[15~", .function(5)),
      ("[[E", .function(5)),
      ("[17~", .function(6)), ("[21~", .function(10)), ("[24~", .function(12)),
      ("[24;2~", .function(12)),
      ("OM", .enter), ("Oq", .character("1")), ("Ok", .character("+")),
    ])
  func sequences(sequence: String, key: Key) {
    #expect(decoded("\u{1B}" + sequence, flush: false) == keys(key))
  }

  @Test("a lone Escape is a key once nothing follows it")
  func escape() {
    var decoder = InputDecoder()
    #expect(decoder.decode([0x1B], time: 0).isEmpty)
    #expect(decoder.delay == 0.025)
    #expect(decoder.flush(time: 0.03).map { "\($0)" } == keys(.escape))
    #expect(decoder.delay == nil)
    #expect(decoded("\u{1B}q") == keys(.escape, .character("q")))
    #expect(decoded("\u{1B}\u{1B}[A") == keys(.escape, .up))
    #expect(decoded("\u{1B}[") == keys(.escape, .character("[")))
  }

  @Test("sequences may come byte by byte")
  func portions() {
    var decoder = InputDecoder()
    var events: [String] = []
    for byte in Array("\u{1B}[15~日\u{1B}[<0;3;4M".utf8) {
      events += decoder.decode([byte], time: 0).map { "\($0)" }
    }
    #expect(
      events == keys(.function(5), .character("日")) + ["\(Event.mouse(Mouse(.press, x: 2, y: 3)))"])
  }

  @Test(
    "mouse reports",
    arguments: [
      ("[<0;1;1M", Mouse(.press, x: 0, y: 0)), ("[<0;10;5m", Mouse(.release, x: 9, y: 4)),
      ("[<32;7;8M", Mouse(.drag, x: 6, y: 7)), ("[<64;2;2M", Mouse(.wheelUp, x: 1, y: 1)),
      ("[<65;2;2M", Mouse(.wheelDown, x: 1, y: 1)), ("[<16;3;3M", Mouse(.press, x: 2, y: 2)),
      ("[M !!", Mouse(.press, x: 0, y: 0)), ("[M#!!", Mouse(.release, x: 0, y: 0)),
      ("[M`##", Mouse(.wheelUp, x: 2, y: 2)),
    ])
  func mouse(sequence: String, mouse: Mouse) {
    #expect(decoded("\u{1B}" + sequence, flush: false) == ["\(Event.mouse(mouse))"])
  }

  @Test(
    "other buttons, moves without a button and places that do not exist are ignored",
    arguments: [
      "[<2;1;1M", "[<1;1;1M", "[<35;1;1M", "[<0;0;1M", "[<0;99999999999;1M", "[<0;1M", "[<;;M",
      "[<0;1;1;1M",
    ])
  func ignoredMouse(sequence: String) {
    #expect(decoded("\u{1B}" + sequence, flush: false) == [])
  }

  @Test("two quick presses in one cell are a double click, slow or apart they are not")
  func doubleClick() {
    func actions(_ second: String, after: Double) -> [String] {
      var decoder = InputDecoder()
      _ = decoder.decode(Array("\u{1B}[<0;3;3M\u{1B}[<0;3;3m".utf8), time: 0)
      return decoder.decode(Array(second.utf8), time: after).map { "\($0)" }
    }
    #expect(
      actions("\u{1B}[<0;3;3M", after: 0.2) == ["\(Event.mouse(Mouse(.doubleClick, x: 2, y: 2)))"])
    #expect(actions("\u{1B}[<0;3;3M", after: 0.9) == ["\(Event.mouse(Mouse(.press, x: 2, y: 2)))"])
    #expect(actions("\u{1B}[<0;4;3M", after: 0.2) == ["\(Event.mouse(Mouse(.press, x: 3, y: 2)))"])
  }

  @Test("pasted text comes as one event, whatever it holds")
  func paste() {
    #expect(
      decoded("\u{1B}[200~q\u{1B}[A\nx\u{1B}[201~z") == ["\(Event.paste("q\u{1B}[A\nx"))"]
        + keys(.character("z")))
    var decoder = InputDecoder()
    var events: [String] = []
    for byte in Array("\u{1B}[200~ab\u{1B}c\u{1B}[201~".utf8) {
      events += decoder.decode([byte], time: 0).map { "\($0)" }
    }
    #expect(events == ["\(Event.paste("ab\u{1B}c"))"])
  }

  @Test("a paste without an end is given out after a while, and its length is bounded")
  func endlessPaste() {
    #expect(decoded("\u{1B}[200~abc") == ["\(Event.paste("abc"))"])
    var decoder = InputDecoder()
    _ = decoder.decode(Array("\u{1B}[200~".utf8), time: 0)
    _ = decoder.decode([UInt8](repeating: 0x61, count: InputDecoder.longestPaste + 500), time: 0)
    guard case .paste(let text)? = decoder.flush(time: 9).first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == InputDecoder.longestPaste)
  }

  @Test(
    "answers of the terminal and unknown sequences are swallowed whole",
    arguments: [
      "[?62;22c", "]11;rgb:0000/0000/0000\u{1B}\\", "]52;c;AAAA\u{7}", "P1$r0m\u{1B}\\", "[12;40R",
      "[99~", "[I", "[>0;1;2c",
    ])
  func answers(sequence: String) {
    #expect(decoded("\u{1B}" + sequence + "x") == keys(.character("x")))
  }

  @Test("bytes that are not UTF-8 become replacement characters, and all bytes are used up")
  func invalid() {
    var decoder = InputDecoder()
    let events = decoder.decode([0xFF, 0x61, 0xE6, 0x97, 0x62, 0xED, 0xA0, 0x80], time: 0).map {
      "\($0)"
    }
    #expect(
      events
        == keys(
          .character("\u{FFFD}"), .character("a"), .character("\u{FFFD}"), .character("b"),
          .character("\u{FFFD}")))
  }

  @Test("random bytes never stall the decoder", arguments: 0..<20)
  func noise(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let letters = Array("\u{1B}\u{1B}[[<M~;0123O]P\\m\u{7}q200~".utf8)
    var decoder = InputDecoder()
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      let choice = Int(state >> 33)
      _ = decoder.decode(
        [
          choice % 7 == 0 ? UInt8(truncatingIfNeeded: choice >> 3) : letters[choice % letters.count]
        ], time: 0)
    }
    _ = decoder.flush(time: 1)
    #expect(decoder.delay == nil)
    #expect(decoder.decode(Array("x".utf8), time: 2).map { "\($0)" } == keys(.character("x")))
  }
}
