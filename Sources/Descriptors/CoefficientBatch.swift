import CKernels
import Crystals

/// Density coefficients of many sites in single precision, sixteen sites side by side.
///
/// Stored as blocks `[block][lm][channel][16]` with site = 16 · block + lane; lanes after the last
/// site hold zeros. The λ-SOAP features in single precision are made of it.
public struct CoefficientBatch: Sendable {
  /// The number of sites worked on together.
  public static let lanes = Int(DESCRIPTOR_LANES)

  public let siteCount: Int
  public let layout: FeatureLayout
  let storage: AlignedFloats

  public var channelCount: Int { layout.channelCount }
  public var maximumAngular: Int { layout.maximumAngular }
  /// The number of angular components, (l_max + 1)².
  public var componentCount: Int { (maximumAngular + 1) * (maximumAngular + 1) }
  public var blockCount: Int { (siteCount + Self.lanes - 1) / Self.lanes }
  /// The number of sites rounded up to whole blocks: the columns of feature-major matrices.
  public var columnCount: Int { blockCount * Self.lanes }

  var blockSize: Int { componentCount * channelCount * Self.lanes }
  func block(_ index: Int) -> UnsafePointer<Float> {
    UnsafePointer(storage.pointer + index * blockSize)
  }

  init(siteCount: Int, layout: FeatureLayout, storage: AlignedFloats) {
    self.siteCount = siteCount
    self.layout = layout
    self.storage = storage
  }

  /// Packs coefficients of any origin, rounding them to single precision.
  public init(_ coefficients: DensityCoefficients) {
    siteCount = coefficients.siteCount
    layout = FeatureLayout(
      channelCount: coefficients.channelCount, maximumAngular: coefficients.maximumAngular)
    let lanes = Self.lanes
    let size = coefficients.componentCount * coefficients.channelCount * lanes
    storage = AlignedFloats(count: (siteCount + lanes - 1) / lanes * size)
    for site in 0..<siteCount {
      for channel in 0..<channelCount {
        for component in 0..<componentCount {
          storage.pointer[offset(site, channel, component)] =
            Float(coefficients[site, channel, component])
        }
      }
    }
  }

  /// One coefficient; component = l² + l + m.
  public subscript(site: Int, channel: Int, component: Int) -> Float {
    precondition(site >= 0 && site < siteCount && channel >= 0 && channel < channelCount)
    precondition(component >= 0 && component < componentCount)
    return storage.pointer[offset(site, channel, component)]
  }

  /// The coefficients in double precision.
  public var coefficients: DensityCoefficients {
    var result = DensityCoefficients(
      siteCount: siteCount, channelCount: channelCount, maximumAngular: maximumAngular)
    for site in 0..<siteCount {
      for channel in 0..<channelCount {
        for component in 0..<componentCount {
          result[site, channel, component] =
            Double(storage.pointer[offset(site, channel, component)])
        }
      }
    }
    return result
  }

  private func offset(_ site: Int, _ channel: Int, _ component: Int) -> Int {
    site / Self.lanes * blockSize + (component * channelCount + channel) * Self.lanes
      + site % Self.lanes
  }
}

/// Fills a batch site by site, block after block.
struct BatchWriter {
  private let expansion: DensityExpansion
  private let siteCount: Int
  private let storage: AlignedFloats
  private let scratch: AlignedFloats
  /// One block of all channels, where they are to be reduced.
  private let unreduced: AlignedFloats?
  private let blockSize: Int
  private var written = 0

  init(_ expansion: DensityExpansion, siteCount: Int) {
    self.expansion = expansion
    self.siteCount = siteCount
    let lanes = CoefficientBatch.lanes
    let layout = expansion.layout
    let components = expansion.harmonics.componentCount
    blockSize = components * layout.channelCount * lanes
    storage = AlignedFloats(count: (siteCount + lanes - 1) / lanes * blockSize)
    var plan = expansion.plan.plan
    scratch = AlignedFloats(count: density_expansion_scratch(&plan))
    unreduced =
      expansion.reduction == nil
      ? nil
      : AlignedFloats(count: components * expansion.hyperparameters.channelCount * lanes)
  }

  /// Appends the centres of a list of neighbours.
  mutating func append(_ surroundings: Surroundings) {
    let list = surroundings.neighbors
    let own = surroundings.centerSpecies
    var plan = expansion.plan.plan
    var site = 0
    while site < own.count {
      let lane = written % CoefficientBatch.lanes
      let count = min(CoefficientBatch.lanes - lane, own.count - site)
      let target = storage.pointer + written / CoefficientBatch.lanes * blockSize
      list.displacements.withUnsafeBytes { displacements in
        list.offsets.withUnsafeBufferPointer { offsets in
          own.withUnsafeBufferPointer { own in
            density_expansion_block(
              &plan, Int32(lane), Int32(count), offsets.baseAddress.map { $0 + site },
              displacements.baseAddress?.assumingMemoryBound(to: Double.self),
              surroundings.neighborSpecies, own.baseAddress.map { $0 + site }, scratch.pointer,
              unreduced?.pointer ?? target)
          }
        }
      }
      site += count
      written += count
      if written % CoefficientBatch.lanes == 0 { reduce(into: target) }
    }
  }

  /// The batch, after all its sites were appended.
  mutating func finish() -> CoefficientBatch {
    precondition(written == siteCount, "a batch is complete when all its sites are written")
    let lane = written % CoefficientBatch.lanes
    if lane > 0 {
      if let unreduced {
        // What the block before left in the lanes without a site.
        for start in stride(from: 0, to: unreduced.count, by: CoefficientBatch.lanes) {
          for rest in lane..<CoefficientBatch.lanes { unreduced.pointer[start + rest] = 0 }
        }
      }
      reduce(into: storage.pointer + written / CoefficientBatch.lanes * blockSize)
    }
    return CoefficientBatch(siteCount: siteCount, layout: expansion.layout, storage: storage)
  }

  private func reduce(into target: UnsafeMutablePointer<Float>) {
    guard let unreduced, let reduction = expansion.reduction else { return }
    reduce_channels_block(
      Int32(reduction.maximumAngular), Int32(reduction.channelCount), Int32(reduction.keptCount),
      reduction.floats.pointer, unreduced.pointer, target)
  }
}
