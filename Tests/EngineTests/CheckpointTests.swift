import Crystals
import Engine
import Formats
import Foundation
import Regression
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  private func checkpoint(
    _ folder: Folder, _ files: [String], models: [TensorModel]? = nil, shard: String = ""
  ) throws -> Checkpoint {
    Checkpoint(
      beside: folder.path("out.csv"), models: try models ?? [Sample.model.get()],
      structures: files, shard: shard)
  }

  @Test("hold the rows of finished structures to the last bit")
  func roundTrip() throws {
    try Folder.with { folder in
      let structures = Array(try Sample.structures.get().prefix(2))
      let file = try folder.write(structures)
      let table = try Sample.predict(file)
      let kept = try checkpoint(folder, [file])
      #expect(try kept.load(ResultTests.conventions) == nil)
      _ = try kept.save(Results(table: table, conventions: ResultTests.conventions))
      let found = try #require(try kept.load(ResultTests.conventions)).table
      #expect(found.structure == table.structure && found.atom == table.atom)
      #expect(found.components == table.components)
      #expect(found.position == table.position)
      #expect(found.vzz == table.vzz && found.asymmetry == table.asymmetry)
      #expect(found.quadrupolarCoupling == table.quadrupolarCoupling)
      #expect(found.siteType == table.siteType)
      #expect(found.lithiumNeighbors == table.lithiumNeighbors)
      kept.remove()
      #expect(try kept.load(ResultTests.conventions) == nil)
    }
  }

  @Test("of other models, files or shards are refused")
  func otherWork() throws {
    try Folder.with { folder in
      let structures = Array(try Sample.structures.get().prefix(1))
      let (file, other) = (
        try folder.write(structures), try folder.write(structures, as: "other.extxyz")
      )
      let mine = try checkpoint(folder, [file])
      _ = try mine.save(ResultTests.results())
      #expect(try mine.load(ResultTests.conventions) != nil)
      for foreign in [
        try checkpoint(folder, [other]), try checkpoint(folder, [file, other]),
        try checkpoint(folder, [file], models: []), try checkpoint(folder, [file], shard: "1/2"),
      ] {
        let error = #expect(throws: FormatError.self) {
          try foreign.load(ResultTests.conventions)
        }
        #expect(error?.file == mine.path)
        #expect(error?.advice.isEmpty == false)
      }
      // The same name, but no longer the same content.
      _ = try folder.write(structures + structures)
      let changed = try checkpoint(folder, [file])
      #expect(throws: FormatError.self) { try changed.load(ResultTests.conventions) }
    }
  }

  @Test("that are damaged are refused")
  func damaged() throws {
    try Folder.with { folder in
      let file = try folder.write(Array(try Sample.structures.get().prefix(1)))
      let mine = try checkpoint(folder, [file])
      _ = try mine.save(ResultTests.results())
      let bytes = try FileBytes.read(mine.path)
      try AtomicFile.write(Array(bytes.prefix(bytes.count / 2)), to: mine.path)
      #expect(throws: FormatError.self) { try mine.load(ResultTests.conventions) }
    }
  }
}
