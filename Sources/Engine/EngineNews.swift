import Crystals

/// What the engine tells the explorer. Each piece names the generation of the request it answers;
/// the explorer drops what belongs to an older one.
public enum EngineNews: Sendable {
  /// Structures read, in order; `firstIndex` is the index of the first over all files.
  case structures([Structure], firstIndex: Int, generation: Int)
  /// Sites predicted by one model, in file order, following the ones of this model sent before;
  /// `model` is its place among those in use.
  case sites(SiteTable, model: Int = 0, generation: Int)
  case progress(Progress, generation: Int)
  /// A model in use, before any prediction made with it. Models come in order; one of a nucleus and a
  /// name known before takes that one's place.
  case model(ModelSummary, generation: Int)
  /// All work of this generation is done.
  case finished(generation: Int)
  /// Work of this generation ended early; what was found, what was expected, what to do.
  case failed(String, generation: Int)
  /// How far the making of structures is.
  case making(SamplingProgress, request: Int)
  /// Structures that were made.
  case made(MadeStructures, request: Int)
  /// Structures could not be made; what was found, what was expected, what to do.
  case notMade(String, request: Int)
  /// The rows of a table that pass a filter, in the order asked for.
  case arranged([Int32], request: Int)
}

/// How far a job is.
public struct Progress: Sendable, Equatable {
  public var done: Int
  /// Sites in all structures known so far.
  public var total: Int
  /// Sites a second since the job's start.
  public var rate: Double
  /// Seconds since the job's start.
  public var elapsed: Double

  public init(done: Int, total: Int, rate: Double, elapsed: Double) {
    self.done = done
    self.total = total
    self.rate = rate
    self.elapsed = elapsed
  }

  /// Seconds left at the present rate; nil before there is a rate.
  public var remaining: Double? { rate > 0 ? Double(total - done) / rate : nil }
}
