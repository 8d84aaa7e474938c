import Glibc

/// Single-precision numbers at a multiple of 64 bytes, zero to begin with.
///
/// Written only while it is made and never thereafter, so it may be shared between threads.
final class AlignedFloats: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    self.count = count
    let bytes = max(64, count * MemoryLayout<Float>.stride)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memset(memory, 0, bytes)
    pointer = memory.bindMemory(to: Float.self, capacity: max(16, count))
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}
