import Crystals
import Engine
import Explorer
import Formats
import Glibc
import Regression
import Tensors
import Terminal

/// What the explorer is to show: structures with models to predict them, or a result.
struct ExplorerSource: Sendable {
  var structures: [StructureInput]
  var models: [String]
  var results: String?
  var conventions: ResultConventions
  var threads: Int

  /// Fills in the sample structures and the sample model where nothing was asked for.
  init(
    structures: [String], models: [String], results: String?, conventions: ResultConventions,
    threads: Int
  ) {
    self.results = results
    self.conventions = conventions
    self.threads = threads
    let needsSamples = structures.isEmpty && results == nil
    self.structures = (needsSamples ? [ProgramData.structures] : structures).map { .file($0) }
    self.models = models.isEmpty && results == nil ? [ProgramData.model] : models
  }

  /// Refuses what certainly cannot be used, without reading it.
  /// - Throws: `FormatError` for a file that is missing, empty or may not be read.
  func checkInputs() throws(FormatError) {
    let files = structures.compactMap { if case .file(let file) = $0 { file } else { nil } }
    for file in files + models + [results].compactMap({ $0 }) {
      var status = stat()
      // A pipe opened for a look would be empty afterwards.
      if stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFIFO { continue }
      if try FileSource(file).size == 0 {
        throw FormatError(
          file: file, found: "an empty file", expected: "structures, a model or a result")
      }
    }
  }

  /// Takes other structures, or more, to be predicted next.
  mutating func open(_ opening: Opening) {
    switch opening {
    case .again: return
    case .replacing(let inputs): structures = inputs
    case .adding(let inputs): structures += inputs
    }
    // A result says nothing of structures that were not part of it.
    if results != nil, models.isEmpty { models = [ProgramData.model] }
    results = nil
  }

  /// Reads, predicts and tells; returns at the end of the work or when the job is cancelled.
  func run(_ job: Job, post: @escaping @Sendable (EngineNews) -> Void) {
    let generation = job.generation
    do {
      if let results {
        try show(results, generation: generation, post: post)
      } else {
        try predict(job, post: post)
      }
      if !job.isCancelled { post(.finished(generation: generation)) }
    } catch {
      let reason = Failure(describing: error)?.message ?? "\(error)"
      post(.failed(reason, generation: generation))
    }
  }

  private func predict(_ job: Job, post: @escaping @Sendable (EngineNews) -> Void) throws {
    let generation = job.generation
    let found = try models.map { try ModelFile.readFieldGradientModel($0) }
    var conventions = conventions
    for model in found where conventions.isotopes[model.description.nucleus] == nil {
      conventions.isotopes[model.description.nucleus] = model.description.isotope
    }
    let names = ModelNames.distinct(models)
    for (model, name) in zip(found, names) {
      post(.model(ModelSummary(model, name: name, conventions), generation: generation))
    }
    var pipeline = PredictionPipeline(
      structures, predictors: try found.map { try Predictor($0) },
      conventions: conventions, threads: threads)
    pipeline.isInBackground = true
    let overlap = TrainingOverlap(found.map(\.description))
    try pipeline.run(
      job: job,
      deliver: { delivery in
        switch delivery {
        case .structure(var structure, let index):
          overlap.add(structure, at: index)
          // The explorer looks at atoms only; a million sites' labels would take the memory.
          structure.arrays = [:]
          post(.structures([structure], firstIndex: index, generation: generation))
        case .sites(let sites, let model):
          post(.sites(sites, model: model, generation: generation))
        }
      },
      progress: { post(.progress($0, generation: generation)) })
    for (model, name) in zip(found, names) where !job.isCancelled {
      let relation = overlap.relation(to: model.description)
      guard relation != .unknown else { continue }
      var summary = ModelSummary(model, name: name, conventions)
      summary.relation = relation
      post(.model(summary, generation: generation))
    }
  }

  private func show(
    _ results: String, generation: Int, post: (EngineNews) -> Void
  ) throws {
    let start = monotonicSeconds()
    let sites = try ResultReader.read(results)
    var index = 0
    for case .file(let file) in structures {
      let reader = try StructureReader(file)
      while var structure = try reader.next() {
        structure.arrays = [:]
        post(.structures([structure], firstIndex: index, generation: generation))
        index += 1
      }
    }
    var elements: [Element] = []
    for site in sites where elements.last != site.element && !elements.contains(site.element) {
      elements.append(site.element)
    }
    for element in elements {
      guard let isotope = conventions.isotope(of: element) else { continue }
      post(
        .model(
          ModelSummary(
            name: results, nucleus: element, isotope: isotope.name, spin: isotope.spin,
            quadrupoleMoment: isotope.quadrupoleMoment), generation: generation))
    }
    post(.sites(SiteTable(sites, conventions), generation: generation))
    let elapsed = monotonicSeconds() - start
    post(
      .progress(
        Progress(
          done: sites.count, total: sites.count, rate: Double(sites.count) / max(elapsed, 1e-3),
          elapsed: elapsed), generation: generation))
  }
}

extension ModelSummary {
  /// What the explorer shows of a model read from a file.
  init(_ model: TensorModel, name: String, _ conventions: ResultConventions) {
    let description = model.description
    let isotope = conventions.isotope(of: description.nucleus) ?? description.isotope
    self.init(
      name: name, nucleus: description.nucleus, isotope: isotope.name, spin: isotope.spin,
      quadrupoleMoment: isotope.quadrupoleMoment,
      interval95: model.uncertainty?.factors.ninetyFivePercent,
      sections: Self.sections(of: model), training: description.training,
      metrics: description.metrics, uncertainty: model.uncertainty)
  }
}
