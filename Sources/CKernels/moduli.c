#include "include/spectra.h"

#include <math.h>
#include <string.h>

#include "descriptor_lanes.h"

/// Sites taken together: five columns of them stay in the nearest cache for all directions, and sums
/// of so few lose nothing in single precision.
enum { BLOCK = 1024 };
/// Directions that share what is loaded.
enum { TOGETHER = 4 };

/// |Σ_m w[m] v[m]|, 0 where it is not finite.
INLINE lanes modulus(const float *w, const lanes *v) {
  lanes sum = w[0] * v[0] + w[1] * v[1] + w[2] * v[2] + w[3] * v[3] + w[4] * v[4];
  lanes size = (lanes)((lanes_int)sum & 0x7fffffff);
  return (lanes)((lanes_int)size & (size < INFINITY));
}

INLINE double total(lanes values) {
  double sum = 0;
  for (int lane = 0; lane < 16; lane++) sum += values[lane];
  return sum;
}

/// Adds the moduli of some sites, a multiple of sixteen of them, for some directions.
INLINE void add_block(const float *const columns[5], long count, const float *weights,
                      int directions, double *sums) {
  lanes parts[TOGETHER];
  for (int d = 0; d < directions; d++) parts[d] = all(0);
  for (long i = 0; i < count; i += 16) {
    lanes v[5];
    for (int m = 0; m < 5; m++) v[m] = *(const loose_lanes *)(columns[m] + i);
    for (int d = 0; d < directions; d++) parts[d] += modulus(weights + 5 * d, v);
  }
  for (int d = 0; d < directions; d++) sums[d] += total(parts[d]);
}

FOR_SEVERAL_CPUS
void add_moduli(const float *const *components, long count, const float *weights, long directions,
                double *sums) {
  float tail[5][16];
  for (long first = 0; first < count; first += BLOCK) {
    long left = count - first;
    long size = (left < BLOCK ? left : BLOCK) / 16 * 16, rest = left < BLOCK ? left - size : 0;
    const float *columns[5], *ends[5];
    for (int m = 0; m < 5; m++) {
      columns[m] = components[m] + first;
      memset(tail[m], 0, sizeof tail[m]);
      memcpy(tail[m], columns[m] + size, (size_t)rest * sizeof(float));
      ends[m] = tail[m];
    }
    long d = 0;
    for (; d + TOGETHER <= directions; d += TOGETHER) {
      add_block(columns, size, weights + 5 * d, TOGETHER, sums + d);
      if (rest) add_block(ends, 16, weights + 5 * d, TOGETHER, sums + d);
    }
    for (; d < directions; d++) {
      add_block(columns, size, weights + 5 * d, 1, sums + d);
      if (rest) add_block(ends, 16, weights + 5 * d, 1, sums + d);
    }
  }
}
