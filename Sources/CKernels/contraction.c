#include "descriptor_lanes.h"
#include "include/descriptors.h"

#define ROOT2 1.41421356237f
#define COMPONENTS (2 * DESCRIPTOR_MAXIMUM_ANGULAR + 1)

/// Σ_q1q2 w[q1][q2] c[m1][q1] c[m2][q2] of one pair l1 < l2, `products[m1][m2]`.
INLINE void contract_rectangle(int m1_count, int m2_count, int channel_count, const lanes *first,
                               const lanes *second, const float *weights, long stride,
                               lanes (*products)[COMPONENTS]) {
  for (int q2 = 0; q2 < channel_count; q2++) {
    lanes halfway[COMPONENTS];
    for (int m1 = 0; m1 < m1_count; m1++) halfway[m1] = all(0);
    for (int q1 = 0; q1 < channel_count; q1++) {
      lanes w = *(const loose_lanes *)(weights + ((long)q1 * channel_count + q2) * stride);
      for (int m1 = 0; m1 < m1_count; m1++)
        halfway[m1] += w * first[m1 * channel_count + q1];
    }
    for (int m1 = 0; m1 < m1_count; m1++)
      for (int m2 = 0; m2 < m2_count; m2++)
        products[m1][m2] += ROOT2 * halfway[m1] * second[m2 * channel_count + q2];
  }
}

/// The same for l1 = l2, where only q1 ≤ q2 is stored. The couplings are symmetric in m1 and m2,
/// so it does not matter which of the two carries q1.
INLINE void contract_triangle(int m_count, int channel_count, const lanes *c, const float *weights,
                              long stride, lanes (*products)[COMPONENTS]) {
  for (int q1 = 0; q1 < channel_count; q1++) {
    lanes halfway[COMPONENTS];
    lanes w = *(const loose_lanes *)weights;
    for (int m = 0; m < m_count; m++) halfway[m] = w * c[m * channel_count + q1];
    weights += stride;
    for (int q2 = q1 + 1; q2 < channel_count; q2++) {
      w = ROOT2 * *(const loose_lanes *)weights;
      for (int m = 0; m < m_count; m++) halfway[m] += w * c[m * channel_count + q2];
      weights += stride;
    }
    for (int m1 = 0; m1 < m_count; m1++)
      for (int m2 = 0; m2 < m_count; m2++)
        products[m1][m2] += c[m1 * channel_count + q1] * halfway[m2];
  }
}

/// Constant counts for the common angular momenta let the compiler keep sums in registers.
INLINE void contract_pair(const coupling_pair *pair, int channel_count, const lanes *first,
                          const lanes *second, const float *w, long stride,
                          lanes (*products)[COMPONENTS]) {
#define RECTANGLE(m1_count, m2_count) \
  contract_rectangle(m1_count, m2_count, channel_count, first, second, w, stride, products)
#define TRIANGLE(m_count) contract_triangle(m_count, channel_count, first, w, stride, products)
  if (pair->l1 == pair->l2) switch (pair->l1) {
      case 1: TRIANGLE(3); return;
      case 2: TRIANGLE(5); return;
      case 3: TRIANGLE(7); return;
      case 4: TRIANGLE(9); return;
      case 5: TRIANGLE(11); return;
      case 6: TRIANGLE(13); return;
      default: TRIANGLE(2 * pair->l1 + 1); return;
    }
  switch (pair->l1) {
    case 0: RECTANGLE(1, 5); return;
    case 1: RECTANGLE(3, 7); return;
    case 2: RECTANGLE(5, 9); return;
    case 3: RECTANGLE(7, 11); return;
    case 4: RECTANGLE(9, 13); return;
    default: RECTANGLE(2 * pair->l1 + 1, 2 * pair->l2 + 1); return;
  }
#undef RECTANGLE
#undef TRIANGLE
}

FOR_SEVERAL_CPUS
void contract_lambda2_block(const coupling_pair *pairs, int32_t pair_count, int32_t channel_count,
                            int32_t site_count, const float *block, const float *weights,
                            long stride, float *result) {
  const lanes *c = (const lanes *)block;
  lanes sums[5] = {};
  for (int p = 0; p < pair_count; p++) {
    const coupling_pair *pair = pairs + p;
    const lanes *first = c + (long)pair->l1 * pair->l1 * channel_count;
    const lanes *second = c + (long)pair->l2 * pair->l2 * channel_count;
    const float *w = weights + pair->offset * stride;
    int m1_count = 2 * pair->l1 + 1, m2_count = 2 * pair->l2 + 1;
    lanes products[COMPONENTS][COMPONENTS];
    for (int m1 = 0; m1 < m1_count; m1++)
      for (int m2 = 0; m2 < m2_count; m2++) products[m1][m2] = all(0);
    contract_pair(pair, channel_count, first, second, w, stride, products);
    for (int e = 0; e < pair->entry_count; e++) {
      coupling_entry entry = pair->entries[e];
      sums[entry.mu] += entry.value * products[entry.m1][entry.m2];
    }
  }
  for (int site = 0; site < site_count; site++)
    for (int mu = 0; mu < 5; mu++) result[site * 5 + mu] = sums[mu][site];
}
