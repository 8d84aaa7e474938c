import Crystals
import Dispatch
import Formats
import Glibc
import Regression
import Tensors

/// Reads structures and predicts the tensors of all sites that its models cover.
///
/// Structures and batches of sites are spread over threads of a Dispatch queue; what is delivered
/// comes in file order whatever the number of threads. Memory is bounded by the batches that wait.
public struct PredictionPipeline: Sendable {
  public var inputs: [StructureInput]
  public var predictors: [Predictor]
  public var conventions: ResultConventions
  public var threads: Int
  /// The per-atom array that holds reference tensors, where a file has one.
  public var property = "efg"
  /// Whether the threads step back for others, such as the one that answers keys.
  public var isInBackground = false
  /// Which structures to predict, by their number over all files.
  public var isWanted: @Sendable (Int) -> Bool = { _ in true }

  public init(
    _ inputs: [StructureInput], predictors: [Predictor],
    conventions: ResultConventions = ResultConventions(),
    threads: Int = activeProcessorCount()
  ) {
    self.inputs = inputs
    self.predictors = predictors
    self.conventions = conventions
    self.threads = threads
  }

  /// A pipeline over files.
  public init(
    files: [String], predictors: [Predictor], conventions: ResultConventions = ResultConventions(),
    threads: Int = activeProcessorCount()
  ) {
    self.init(
      files.map { .file($0) }, predictors: predictors, conventions: conventions, threads: threads)
  }

  /// Something to take in, in order.
  public enum Delivery: Sendable {
    /// A structure, before any of its sites.
    case structure(Structure, index: Int)
    /// Sites that follow the ones before of the same model; `model` is the place of its predictor.
    case sites(SiteTable, model: Int)
  }

  /// Works until everything is predicted, the job is cancelled or something fails; structures before
  /// the one that fails are delivered whole.
  ///
  /// - Parameters:
  ///   - deliver: called by one thread at a time, in file order.
  ///   - progress: called by any thread after each batch.
  /// - Returns: whether all was done, rather than cancelled.
  /// - Throws: `FormatError`, `CrystalError`, `RegressionError`: of the first structure that fails.
  @discardableResult
  public func run(
    job: Job = Job(), deliver: @escaping @Sendable (Delivery) -> Void,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> Bool {
    let run = PipelineRun(self, job: job, deliver: deliver, progress: progress)
    DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
      if isInBackground { stepBack() }
      run.work()
    }
    if let failure = run.failure { throw failure }
    return !job.isCancelled
  }
}

/// Lets other threads go first on a busy processor; holds for the calling thread.
private func stepBack() {
  // On Linux 0 is the calling thread, not the whole process.
  setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
}
