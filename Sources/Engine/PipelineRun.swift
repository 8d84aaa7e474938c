import Crystals
import Descriptors
import Glibc
import Regression

/// One run of a prediction pipeline, shared by the threads that work on it.
final class PipelineRun: Sendable {
  /// Sites of one structure for one model.
  struct Batch: Sendable {
    let structure: OpenStructure
    let predictor: Predictor
    /// Its place among the pipeline's.
    let model: Int
    /// The fields of charges at all atoms, where the model needs them.
    let fields: Polarization.Fields?
    let centers: ArraySlice<Int>
    /// Its place among the batches of the structure.
    let index: Int
  }

  /// What a batch became.
  private struct Predicted {
    let sites: SiteTable
    let model: Int
  }

  private struct State {
    var sequencer = Sequencer<(Structure, Int), Predicted>()
    var done = 0
    var total = 0
    var failure: (structure: Int, error: any Error)?
  }

  private let pipeline: PredictionPipeline
  private let job: Job
  private let deliver: @Sendable (PredictionPipeline.Delivery) -> Void
  private let progress: @Sendable (Progress) -> Void
  private let pool: WorkPool<StructureSource.Item, Batch>
  private let state = Locked(State())
  private let start = monotonicSeconds()

  init(
    _ pipeline: PredictionPipeline, job: Job,
    deliver: @escaping @Sendable (PredictionPipeline.Delivery) -> Void,
    progress: @escaping @Sendable (Progress) -> Void
  ) {
    self.pipeline = pipeline
    self.job = job
    self.deliver = deliver
    self.progress = progress
    let source = StructureSource(pipeline.inputs, isWanted: pipeline.isWanted)
    pool = WorkPool { try source.next() }
  }

  /// What went wrong first, in file order.
  var failure: (any Error)? { state.withLock { $0.failure?.error } }

  /// Takes work until there is none.
  func work() {
    let workspace = Predictor.Workspace()
    while let item = next() {
      guard job.mayContinue() else {
        pool.close()
        return
      }
      switch item {
      case .structure(let source, let index): attempt(index) { try open(source, ticket: index) }
      case .batch(let batch): attempt(batch.structure.ticket) { try predict(batch, workspace) }
      }
      pool.finish()
    }
  }

  private func next() -> WorkPool<StructureSource.Item, Batch>.Item? {
    do { return try pool.next() } catch {
      // What could not be read comes after all that was read.
      fail(error, structure: .max)
      return next()
    }
  }

  /// Works on a structure, unless one before it failed.
  private func attempt(_ structure: Int, _ body: () throws -> Void) {
    guard state.withLock({ structure < $0.failure?.structure ?? .max }) else { return }
    do { try body() } catch { fail(error, structure: structure) }
  }

  /// Keeps the failure that comes first in file order. Structures are opened ahead of the work on
  /// those before, so that these still have to be finished: one of them may fail as well.
  private func fail(_ error: any Error, structure: Int) {
    state.withLock { state in
      if structure < state.failure?.structure ?? .max || state.failure == nil {
        state.failure = (structure, error)
      }
    }
    pool.stopReading()
  }

  private func open(_ source: StructureSource.Item, ticket: Int) throws {
    let structure = try OpenStructure(
      source.frame.structure(), index: source.index, ticket: ticket,
      cutoff: pipeline.predictors.map(\.searchRadius).max() ?? 0, property: pipeline.property)
    var batches: [Batch] = []
    let fields = try fields(structure)
    for (model, (predictor, fields)) in zip(pipeline.predictors, fields).enumerated() {
      var rest = predictor.centers(in: structure.structure)[...]
      while !rest.isEmpty {
        let centers = rest.prefix(Predictor.batchSize)
        rest = rest.dropFirst(centers.count)
        batches.append(
          Batch(
            structure: structure, predictor: predictor, model: model, fields: fields,
            centers: centers, index: batches.count))
      }
    }
    state.withLock { state in
      state.total += batches.reduce(0) { $0 + $1.centers.count }
      hand(
        state.sequencer.open(
          (structure.structure, source.index), structure: ticket, batchCount: batches.count))
    }
    pool.add(batches)
  }

  /// The fields that each predictor needs; predictors that need the same share them.
  private func fields(_ structure: OpenStructure) throws -> [Polarization.Fields?] {
    var known: [(polarization: Polarization, fields: Polarization.Fields)] = []
    return try pipeline.predictors.map { predictor in
      guard let polarization = predictor.polarization else { return nil }
      if let same = known.first(where: { $0.polarization == polarization }) { return same.fields }
      let job = job
      let fields = try polarization.fields(
        of: structure.structure, finder: structure.finder, threads: pipeline.threads,
        mayContinue: { !job.isCancelled })
      known.append((polarization, fields))
      return fields
    }
  }

  private func predict(_ batch: Batch, _ workspace: Predictor.Workspace) throws {
    let centers = Array(batch.centers)
    let predicted = try batch.predictor.predictSites(
      batch.structure.structure, centers: centers, finder: batch.structure.finder,
      fields: batch.fields, workspace: workspace)
    let sites = batch.structure.sites(
      centers, predicted: predicted,
      isotope: pipeline.conventions.isotope(
        of: batch.predictor.model.description.nucleus))
    let now = state.withLock { state in
      state.done += centers.count
      hand(
        state.sequencer.add(
          Predicted(sites: sites, model: batch.model), structure: batch.structure.ticket,
          index: batch.index))
      let elapsed = monotonicSeconds() - start
      return Progress(
        done: state.done, total: state.total, rate: Double(state.done) / max(elapsed, 1e-3),
        elapsed: elapsed)
    }
    progress(now)
  }

  /// Delivers under the lock, for order.
  private func hand(_ due: [Sequencer<(Structure, Int), Predicted>.Delivery]) {
    for delivery in due {
      switch delivery {
      case .opening(let (structure, index), _): deliver(.structure(structure, index: index))
      case .batch(let batch): deliver(.sites(batch.sites, model: batch.model))
      }
    }
  }
}

/// Seconds of a clock that never goes back.
public func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// The number of processors this process may run on.
public func activeProcessorCount() -> Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
