import Crystals
import Regression

/// What the explorer shows of a model: all that its file says of it but the arrays.
public struct ModelSummary: Sendable, Equatable {
  public var name: String
  public var nucleus: Element
  public var isotope: String
  /// Nuclear spin I.
  public var spin: Double
  /// Quadrupole moment in millibarn.
  public var quadrupoleMoment: Double
  /// The half-width of the interval that holds 95 % of errors in units of σ; nil where not known.
  public var interval95: Double?
  /// What the model is and how it was made.
  public var sections: [Section]
  /// The data trained on; nil where there is no model, as for results.
  public var training: TrainingSummary?
  /// Agreement on the test set; nil where the file stores none.
  public var metrics: ModelMetrics?
  /// Intervals, and how often they held the reference in cross-validation; nil where not known.
  public var uncertainty: UncertaintyModel?
  /// What the sites read are to the model, once all are read.
  public var relation = Relation.unknown

  /// What data are to a model.
  public enum Relation: Sendable, Equatable {
    /// Not yet known, or without labels to tell by.
    case unknown
    /// Not the set the model was made from, though single structures may be in common.
    case otherData
    /// The set the model was made from; `heldOut` are the sites not trained on, in file order.
    case ownData(heldOut: [Site])
  }

  /// A site by its structure and atom, both counted from 0.
  public struct Site: Sendable, Hashable {
    public var structure: Int32
    public var atom: Int32

    public init(structure: Int32, atom: Int32) {
      self.structure = structure
      self.atom = atom
    }
  }

  /// Facts that belong together.
  public struct Section: Sendable, Equatable {
    public var title: String
    public var facts: [Fact]

    public init(_ title: String, _ facts: [Fact]) {
      self.title = title
      self.facts = facts
    }
  }

  /// A name and what it is.
  public struct Fact: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    name: String, nucleus: Element, isotope: String, spin: Double, quadrupoleMoment: Double,
    interval95: Double? = nil, sections: [Section] = [], training: TrainingSummary? = nil,
    metrics: ModelMetrics? = nil, uncertainty: UncertaintyModel? = nil
  ) {
    self.name = name
    self.nucleus = nucleus
    self.isotope = isotope
    self.spin = spin
    self.quadrupoleMoment = quadrupoleMoment
    self.interval95 = interval95
    self.sections = sections
    self.training = training
    self.metrics = metrics
    self.uncertainty = uncertainty
  }
}
