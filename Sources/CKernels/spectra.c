#include "include/spectra.h"

#include <math.h>
#include <string.h>

#include "descriptor_lanes.h"

/// Eight doubles worked on together, and the floats they come from, anywhere in memory.
typedef double wide __attribute__((vector_size(64)));
typedef int64_t wide_mask __attribute__((vector_size(64)));
typedef float narrow __attribute__((vector_size(32), aligned(4)));
typedef int32_t narrow_int __attribute__((vector_size(32), aligned(4)));
#define WIDE 8

FOR_SEVERAL_CPUS
void project_components(const float *const *components, const float *weights, bool modulus,
                        long count, float *result) {
  const float *a = components[0], *b = components[1], *c = components[2], *d = components[3],
              *e = components[4];
  const lanes_int keep = (lanes_int)all(0) + (modulus ? 0x7fffffff : -1);
  long i = 0;
  for (; i + 16 <= count; i += 16) {
    lanes sum = weights[0] * *(const loose_lanes *)(a + i) +
                weights[1] * *(const loose_lanes *)(b + i) +
                weights[2] * *(const loose_lanes *)(c + i) +
                weights[3] * *(const loose_lanes *)(d + i) +
                weights[4] * *(const loose_lanes *)(e + i);
    *(loose_lanes *)(result + i) = (lanes)((lanes_int)sum & keep);
  }
  for (; i < count; i++) {
    float sum = weights[0] * a[i] + weights[1] * b[i] + weights[2] * c[i] + weights[3] * d[i] +
                weights[4] * e[i];
    result[i] = modulus ? fabsf(sum) : sum;
  }
}

INLINE wide wide_choose(wide_mask mask, wide yes, wide no) {
  return (wide)((mask & (wide_mask)yes) | (~mask & (wide_mask)no));
}

INLINE wide wide_all(double value) {
  return (wide){value, value, value, value, value, value, value, value};
}

INLINE wide load_wide(const float *source) {
  return __builtin_convertvector(*(const narrow *)source, wide);
}

/// Eight tensors. With p = |V|/√6 and cos 3φ = |det V|/2p³ the principal values are
/// 2p cos(φ + 2πk/3) with the sign of det V, so |V_zz| = 2p cos φ and η = √3 tan φ.
INLINE void principal_values_of_eight(const wide *t, wide *vzz, wide *asymmetry) {
  const wide zero = wide_all(0), one = wide_all(1);
  const double third = 0.40824829046386301637, half = 0.70710678118654752440;
  wide xy = half * t[0], yz = half * t[1], xz = half * t[3];
  wide middle = third * t[2], difference = half * t[4];
  wide xx = difference - middle, yy = -difference - middle, zz = 2 * middle;
  wide squares = t[0] * t[0] + t[1] * t[1] + t[2] * t[2] + t[3] * t[3] + t[4] * t[4];
  wide p = __builtin_elementwise_sqrt(squares / 6);
  wide determinant =
      xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
  wide ratio = determinant / __builtin_elementwise_max(2 * p * p * p, wide_all(1e-300));
  wide a = __builtin_elementwise_min(__builtin_elementwise_abs(ratio), one);
  // cos φ solves 4c³ − 3c = a; Newton's steps from a cubic through both ends that is good to 1e-4.
  wide c = 0.86602540378443865 + a * (1.0 / 6 + a * (-0.04252062242439 + a * 0.00982858487));
  for (int step = 0; step < 3; step++) {
    wide square = c * c;
    c -= ((4 * square - 3) * c - a) / (12 * square - 3);
  }
  wide sine = __builtin_elementwise_sqrt(__builtin_elementwise_max(one - c * c, zero));
  wide eta = __builtin_elementwise_min(1.73205080756887729 * sine / c, one);
  wide value = 2 * p * c;
  // Of two values equal in magnitude the positive one is V_zz.
  wide_mask negative = (ratio < zero) & (eta < 1 - 2e-9);
  wide_mask null = value < 1e-8;
  // 0, or NaN if anything was not finite.
  wide poison = p - p;
  *vzz = wide_choose(null, zero, wide_choose(negative, -value, value)) + poison;
  *asymmetry = wide_choose(null, zero, eta) + poison;
}

FOR_SEVERAL_CPUS
void principal_values(const float *const *components, long count, float *vzz, float *asymmetry) {
  wide t[5], value, eta;
  long i = 0;
  for (; i + WIDE <= count; i += WIDE) {
    for (int m = 0; m < 5; m++) t[m] = load_wide(components[m] + i);
    principal_values_of_eight(t, &value, &eta);
    *(narrow *)(vzz + i) = __builtin_convertvector(value, narrow);
    *(narrow *)(asymmetry + i) = __builtin_convertvector(eta, narrow);
  }
  if (i == count) return;
  size_t rest = (size_t)(count - i) * sizeof(float);
  float padded[WIDE];
  for (int m = 0; m < 5; m++) {
    memset(padded, 0, sizeof padded);
    memcpy(padded, components[m] + i, rest);
    t[m] = load_wide(padded);
  }
  principal_values_of_eight(t, &value, &eta);
  *(narrow *)padded = __builtin_convertvector(value, narrow);
  memcpy(vzz + i, padded, rest);
  *(narrow *)padded = __builtin_convertvector(eta, narrow);
  memcpy(asymmetry + i, padded, rest);
}

/// The bin of a value within the edges: a guess by division, put right by the edges themselves.
INLINE int32_t place(const bin_edges *edges, double inverse_width, double value) {
  double guess = (value - edges->lower) * inverse_width;
  int32_t bin = guess >= edges->count ? edges->count - 1 : (int32_t)guess;
  while (bin > 0 && value < edges->edges[bin]) bin--;
  while (bin < edges->count - 1 && value >= edges->edges[bin + 1]) bin++;
  return bin;
}

FOR_SEVERAL_CPUS
bin_losses bin_values(const bin_edges *edges, const float *values, long count, int32_t *bins,
                      int64_t *counts, int64_t *scratch) {
  bin_losses losses = {0, 0};
  const int32_t n = edges->count;
  const double lower = edges->lower, upper = edges->upper;
  const double inverse_width = n / (upper - lower);
  // How far, in bins, rounding can put a value from the edges' own verdict; closer ones are asked.
  const double extent = fmax(fabs(lower), fabs(upper));
  const double doubt = fmin(0.5, 8 * 0x1p-52 * (n + extent * inverse_width));
  // Four histograms in turn, so that runs of one bin do not wait for their own last addition.
  int64_t *parts[4] = {counts, scratch, scratch + n, scratch + 2 * (long)n};
  memset(scratch, 0, 3 * (size_t)n * sizeof *scratch);

  long i = 0;
  for (; i + WIDE <= count; i += WIDE) {
    wide value = load_wide(values + i);
    wide guess = (value - lower) * inverse_width;
    wide_mask inside = (value >= lower) & (value < upper);
    narrow_int whole = __builtin_convertvector(
        wide_choose(inside, guess, wide_all(0)), narrow_int);
    wide fraction = guess - __builtin_convertvector(whole, wide);
    wide_mask clear = inside & (fraction > doubt) & (fraction < 1 - doubt);
    if (__builtin_reduce_and(clear)) {
      if (bins) *(narrow_int *)(bins + i) = whole;
      for (int lane = 0; lane < WIDE; lane++) parts[lane & 3][whole[lane]]++;
      continue;
    }
    for (int lane = 0; lane < WIDE; lane++) {
      double x = values[i + lane];
      int32_t bin = x >= lower && x <= upper ? place(edges, inverse_width, x) : -1;
      if (bins) bins[i + lane] = bin;
      if (bin >= 0) parts[lane & 3][bin]++;
      else if (isnan(x)) losses.missing++;
      else losses.out_of_range++;
    }
  }
  for (; i < count; i++) {
    double x = values[i];
    int32_t bin = x >= lower && x <= upper ? place(edges, inverse_width, x) : -1;
    if (bins) bins[i] = bin;
    if (bin >= 0) counts[bin]++;
    else if (isnan(x)) losses.missing++;
    else losses.out_of_range++;
  }
  for (int32_t bin = 0; bin < n; bin++)
    counts[bin] += parts[1][bin] + parts[2][bin] + parts[3][bin];
  return losses;
}

typedef double four __attribute__((vector_size(32), aligned(8)));
typedef float four_floats __attribute__((vector_size(16)));

INLINE four widened(float a, float b, float c, float d) {
  return __builtin_convertvector(((four_floats){a, b, c, d}), four);
}

FOR_SEVERAL_CPUS
void accumulate_moments(const int32_t *bins, int32_t bin_count, const float *a, const float *b,
                        const float *c, long count, double *sums) {
  for (long i = 0; i < count; i++) {
    if ((uint32_t)bins[i] >= (uint32_t)bin_count) continue;
    if (!isfinite(a[i]) | !isfinite(b[i]) | !isfinite(c[i])) continue;
    four values = widened(1, a[i], b[i], c[i]);
    double *place = sums + 8 * (long)bins[i];
    *(four *)place += values;
    *(four *)(place + 4) += values * values;
  }
}

void accumulate_tallies(const int32_t *bins, int32_t bin_count, const int8_t *values, long count,
                        int32_t categories, int64_t *tallies) {
  for (long i = 0; i < count; i++) {
    if ((uint32_t)bins[i] >= (uint32_t)bin_count || values[i] < 0 || values[i] >= categories)
      continue;
    tallies[(long)bins[i] * categories + values[i]]++;
  }
}

/// A value and one, or zeros for a value that is not finite. Without a branch: which sites have
/// values follows no order that a processor could guess.
INLINE float known_or_zero(float value, float *known) {
  union {
    float value;
    uint32_t bits;
  } x = {value}, one = {1};
  uint32_t mask = -(uint32_t)((x.bits & 0x7f800000u) != 0x7f800000u);
  x.bits &= mask;
  one.bits &= mask;
  *known = one.value;
  return x.value;
}

FOR_SEVERAL_CPUS
void accumulate_classes(const int32_t *bins, int32_t bin_count, const int8_t *classes,
                        const float *first, const float *second, long count, int32_t class_count,
                        double *sums) {
  for (long i = 0; i < count; i++) {
    if ((uint32_t)bins[i] >= (uint32_t)bin_count || classes[i] < 0 || classes[i] >= class_count)
      continue;
    float has_first, has_second;
    float x = known_or_zero(first[i], &has_first), y = known_or_zero(second[i], &has_second);
    four values = widened(has_first, x, has_second, y), squares = values * values;
    squares[0] = 1;
    double *place = sums + ((long)bins[i] * class_count + classes[i]) * 8;
    *(four *)place += values;
    *(four *)(place + 4) += squares;
  }
}
