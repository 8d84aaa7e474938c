#include "descriptor_lanes.h"
#include "include/descriptors.h"

#define ROOT2 1.41421356237f

FOR_SEVERAL_CPUS
void lambda0_block(int32_t maximum_angular, int32_t channel_count, const float *block, long stride,
                   float *features, float *squared_norms) {
  const lanes *c = (const lanes *)block;
  lanes norm = all(0);
  for (int l = 0; l <= maximum_angular; l++) {
    int components = 2 * l + 1;
    float factor = (l % 2 ? -1.0f : 1.0f) / __builtin_sqrtf((float)components);
    for (int q1 = 0; q1 < channel_count; q1++)
      for (int q2 = q1; q2 < channel_count; q2++) {
        lanes sum = all(0);
        for (int m = 0; m < components; m++)
          sum += c[m * channel_count + q1] * c[m * channel_count + q2];
        sum *= q1 == q2 ? factor : ROOT2 * factor;
        *(loose_lanes *)features = sum;
        features += stride;
        norm += sum * sum;
      }
    c += components * channel_count;
  }
  *(loose_lanes *)squared_norms = norm;
}

/// Features of one q1 and all q2 ≥ `from`: `tile[mu][q2 - from]`.
INLINE void couple_row(int m2_count, int channel_count, int from, const lanes (*coupled)[32],
                       const lanes *second, lanes scale, lanes scale_first, lanes *tile) {
  for (int q2 = from; q2 < channel_count; q2++) {
    lanes sums[5] = {};
    for (int m2 = 0; m2 < m2_count; m2++) {
      lanes v = second[m2 * channel_count + q2];
      for (int mu = 0; mu < 5; mu++) sums[mu] += coupled[mu][m2] * v;
    }
    lanes factor = q2 == from ? scale_first : scale;
    for (int mu = 0; mu < 5; mu++) tile[mu * channel_count + q2 - from] = sums[mu] * factor;
  }
}

FOR_SEVERAL_CPUS
void lambda2_block(const coupling_pair *pairs, int32_t pair_count, int32_t channel_count,
                   int32_t feature_count, int32_t site_count, const float *scale,
                   const float *block, float *scratch, float *features) {
  const lanes *c = (const lanes *)block;
  lanes *tile = (lanes *)scratch;
  lanes once = *(const loose_lanes *)scale, twice = once * ROOT2;
  for (int p = 0; p < pair_count; p++) {
    const coupling_pair *pair = pairs + p;
    const lanes *first = c + (long)pair->l1 * pair->l1 * channel_count;
    const lanes *second = c + (long)pair->l2 * pair->l2 * channel_count;
    int square = pair->l1 == pair->l2;
    long offset = pair->offset;
    for (int q1 = 0; q1 < channel_count; q1++) {
      // The first factor meets the couplings once, then all second factors.
      lanes coupled[5][32] = {};
      for (int e = 0; e < pair->entry_count; e++) {
        coupling_entry entry = pair->entries[e];
        coupled[entry.mu][entry.m2] += entry.value * first[entry.m1 * channel_count + q1];
      }
      int from = square ? q1 : 0, run = channel_count - from;
      couple_row(2 * pair->l2 + 1, channel_count, from, coupled, second, twice,
                 square ? once : twice, tile);
      for (int site = 0; site < site_count; site++)
        for (int mu = 0; mu < 5; mu++) {
          const float *row = scratch + mu * channel_count * DESCRIPTOR_LANES + site;
          float *to = features + (site * 5L + mu) * feature_count + offset;
          for (int i = 0; i < run; i++) to[i] = row[i * DESCRIPTOR_LANES];
        }
      offset += run;
    }
  }
}
