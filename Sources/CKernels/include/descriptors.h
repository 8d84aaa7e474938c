/// Single-precision kernels of the λ-SOAP descriptors, one body for several CPUs.
///
/// Sites are worked on in blocks of sixteen, one site a lane: a *block* of coefficients is
/// `c[(l * l + l + m)][channel][16]`, 64-byte aligned, lanes without a site holding zeros.
#ifndef SPINEL_DESCRIPTORS_H
#define SPINEL_DESCRIPTORS_H

#include <stdint.h>

/// The number of sites of a block.
#define DESCRIPTOR_LANES 16
/// The largest angular momentum the kernels take.
#define DESCRIPTOR_MAXIMUM_ANGULAR 12

/// Real spherical harmonics of unit vectors, `values[l * l + l + m][stride]`.
///
/// `recurrence` holds two numbers for each (l, m ≥ 0) at 2 * (l * (l + 1) / 2 + m): for l = m the
/// value of the polynomial, else the factors of its two predecessors. `stride` ≥ `count`.
void spherical_harmonics(int32_t maximum_angular, const float *recurrence, long count,
                         const float *x, const float *y, const float *z, long stride,
                         float *values);

/// All a density expansion needs besides the neighbours; lengths are in Å.
typedef struct {
  int32_t maximum_angular;
  int32_t radial_count;
  /// `radial_count` rounded up to a multiple of 8.
  int32_t radial_stride;
  int32_t species_count;
  int32_t interval_count;
  int32_t has_scaling;
  double cutoff;
  /// Where the cutoff function starts to fall, and 1 / width of its fall (0 for a step).
  float smoothing_start, inverse_smoothing;
  /// s(r) = rate / (rate + (r / scale)^exponent); (scale / r)^exponent if the rate is 0.
  float scaling_rate, inverse_scale, scaling_exponent;
  float inverse_spacing;
  /// Radial integrals at equidistant r, `[node][l][value, derivative * spacing][radial_stride]`.
  const float *table;
  /// As in `spherical_harmonics`.
  const float *recurrence;
  /// What the centre's own Gaussian adds to l = 0, `[radial_stride]`.
  const float *center;
  /// What each species' density is multiplied by, `[species_count]`.
  const float *species_weight;
} density_expansion_plan;

/// The number of floats `density_expansion_block` needs as scratch space.
long density_expansion_scratch(const density_expansion_plan *plan);

/// Density coefficients of some sites, written to the lanes from `lane` on:
/// `block[lm][species * radial_count + n][16]`.
///
/// Site i has the neighbours `offsets[i] ..< offsets[i + 1]`: their displacements (x, y, z and one
/// number of padding each, Å) and places in the species list; `own_species` is each site's place.
/// Neighbours beyond the cutoff are left out.
void density_expansion_block(const density_expansion_plan *plan, int32_t lane, int32_t site_count,
                             const int32_t *offsets, const double *displacements,
                             const uint8_t *species, const uint8_t *own_species, float *scratch,
                             float *block);

/// Mixes the channels of a block: `reduced[lm][k] = Σ_q map[l][k][q] block[lm][q]`.
void reduce_channels_block(int32_t maximum_angular, int32_t channel_count, int32_t reduced_count,
                           const float *map, const float *block, float *reduced);

/// Compact λ=0 features of a block: `features[d * stride + lane]`, and their squared norms.
///
/// d runs over l, then q1 ≤ q2: (−1)^l / √(2l+1) Σ_m c_q1 c_q2, times √2 where q1 < q2.
void lambda0_block(int32_t maximum_angular, int32_t channel_count, const float *block, long stride,
                   float *features, float *squared_norms);

/// One coupling of m1 and m2 (both counted from 0) to the component μ (counted from 0).
typedef struct {
  uint8_t m1, m2, mu, unused;
  float value;
} coupling_entry;

/// The couplings of one pair l1 ≤ l2 to λ = 2.
typedef struct {
  int32_t l1, l2;
  /// Where this pair's features begin in the compact layout.
  int32_t offset;
  int32_t entry_count;
  const coupling_entry *entries;
} coupling_pair;

/// Compact λ=2 features of a block, `features[(lane * 5 + mu) * feature_count + d]`, times one
/// factor a site (`scale`, sixteen of them).
///
/// d runs over the pairs; within l1 < l2 over q1, then q2, times √2; within l1 = l2 over q1 ≤ q2,
/// times √2 where q1 < q2. `scratch` holds 5 * 16 * channel_count floats.
void lambda2_block(const coupling_pair *pairs, int32_t pair_count, int32_t channel_count,
                   int32_t feature_count, int32_t site_count, const float *scale,
                   const float *block, float *scratch, float *features);

/// Contracts the λ=2 features of a block with one vector a site, never forming the features:
/// `result[lane * 5 + mu] = Σ_d features[mu][d] weights[d * stride + lane]`.
void contract_lambda2_block(const coupling_pair *pairs, int32_t pair_count, int32_t channel_count,
                            int32_t site_count, const float *block, const float *weights,
                            long stride, float *result);

#endif
