/// Sixteen floats that are worked on together; narrower CPUs split them.
#ifndef SPINEL_DESCRIPTOR_LANES_H
#define SPINEL_DESCRIPTOR_LANES_H

#include <stdint.h>

typedef float lanes __attribute__((vector_size(64)));
typedef int32_t lanes_int __attribute__((vector_size(64)));
/// Sixteen floats anywhere in memory.
typedef float loose_lanes __attribute__((vector_size(64), aligned(4)));

#define INLINE static inline __attribute__((always_inline))

// The loader chooses among clones before a sanitizer is ready for the code that chooses.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#define FOR_SEVERAL_CPUS \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FOR_SEVERAL_CPUS
#endif

INLINE lanes all(float value) {
  return (lanes){value, value, value, value, value, value, value, value,
                 value, value, value, value, value, value, value, value};
}

/// `mask` is all ones or all zeros in each lane.
INLINE lanes choose(lanes_int mask, lanes yes, lanes no) {
  return (lanes)((mask & (lanes_int)yes) | (~mask & (lanes_int)no));
}

#endif
