import Dispatch
import Engine
import Glibc

/// Turns ^C and SIGTERM into a cancelled job, so that a command can keep what is finished.
struct Interrupt {
  private let sources: [any DispatchSourceSignal]

  /// Watches until the value is released by `stop()`.
  init(cancelling job: Job) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: DispatchQueue(label: "spinel.interrupt"))
      source.setEventHandler { job.cancel() }
      source.resume()
      return source
    }
  }

  /// Gives the signals their usual meaning back.
  func stop() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
  }
}
