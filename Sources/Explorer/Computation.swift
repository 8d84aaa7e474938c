/// Something to find out off the drawing thread: the answer comes as an event.
///
/// A newer computation of the same subject makes an older one pointless: the older is told so by
/// `isStale` and its answer, if there is one, is dropped.
public struct Computation: Sendable {
  public enum Subject: Hashable, Sendable, CaseIterable {
    case fieldMap, powderPattern, clusters, scores, modelReport
  }

  public let subject: Subject
  /// Counts up; the answer carries it.
  public let id: Int
  /// Finds the answer; nil where `isStale` said to stop.
  public let find: @Sendable (_ isStale: () -> Bool) -> Finding?

  init(
    _ subject: Subject, id: Int, find: @escaping @Sendable (_ isStale: () -> Bool) -> Finding?
  ) {
    self.subject = subject
    self.id = id
    self.find = find
  }
}

/// What a computation found.
public enum Finding: Sendable {
  /// The computation failed; what to say.
  case nothing(String)
  /// The mean |ω_Q| of some sites for all directions of the field.
  case fieldMap(MeanMap)
  /// The powder pattern of some sites.
  case powderPattern(SitePattern)
  /// How each score of oddness is distributed over the sites.
  case scores([OutlierScore: ColumnStatistics])
  /// How the predictions of some models, by place, compare with the files' own tensors or another
  /// model's; none where there is nothing to compare with.
  case modelReports([Int: ModelReport])
  /// Clusters of a region on the Structure screen.
  case clusters(RegionClusters)
}
