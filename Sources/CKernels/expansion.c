#include <string.h>

#include "harmonics_lanes.h"
#include "include/descriptors.h"

#define COMPONENTS ((DESCRIPTOR_MAXIMUM_ANGULAR + 1) * (DESCRIPTOR_MAXIMUM_ANGULAR + 1))

/// Eight radial channels.
typedef float octet __attribute__((vector_size(32)));

/// Up to sixteen neighbours of one site: distance, direction, species.
typedef struct {
  float distance[DESCRIPTOR_LANES], x[DESCRIPTOR_LANES], y[DESCRIPTOR_LANES],
      z[DESCRIPTOR_LANES];
  uint8_t species[DESCRIPTOR_LANES];
  int count;
} __attribute__((aligned(64))) neighbors;

/// log2 of positive normal numbers to 1e-7.
INLINE lanes log2_lanes(lanes v) {
  lanes_int bits = (lanes_int)v;
  // Counting the exponent from √½ keeps the mantissa within √½ … √2, where the series is short.
  lanes_int shifted = bits - 0x3f3504f3;
  lanes_int exponent = shifted >> 23;
  lanes mantissa = (lanes)(bits - (exponent << 23));
  lanes t = (mantissa - 1.0f) / (mantissa + 1.0f);
  lanes t2 = t * t;
  lanes series = 1.0f + t2 * (1.0f / 3 + t2 * (1.0f / 5 + t2 * (1.0f / 7 + t2 * (1.0f / 9))));
  return __builtin_convertvector(exponent, lanes) + 2.885390082f * t * series;
}

/// 2^v to 1e-7, for v within −120 … 120 (and the nearer end beyond).
INLINE lanes exp2_lanes(lanes v) {
  v = __builtin_elementwise_min(__builtin_elementwise_max(v, all(-120)), all(120));
  lanes whole = (v + 12582912.0f) - 12582912.0f;
  lanes t = (v - whole) * 0.6931471806f;
  lanes series =
      1.0f +
      t * (1.0f +
           t * (1.0f / 2 +
                t * (1.0f / 6 + t * (1.0f / 24 + t * (1.0f / 120 + t * (1.0f / 720 + t / 5040))))));
  lanes_int power = (__builtin_convertvector(whole, lanes_int) + 127) << 23;
  return series * (lanes)power;
}

/// f_cut(r) s(r) of sixteen distances.
INLINE lanes weights_of(const density_expansion_plan *plan, lanes distance) {
  lanes weight = all(1);
  if (plan->inverse_smoothing > 0) {
    // ½ (1 + cos πt) = ½ (1 − sin π(t − ½)), with an odd series for the sine.
    lanes t = (distance - plan->smoothing_start) * plan->inverse_smoothing;
    t = __builtin_elementwise_min(__builtin_elementwise_max(t, all(0)), all(1)) - 0.5f;
    lanes angle = t * 3.14159265359f;
    lanes a2 = angle * angle;
    lanes sine =
        angle *
        (1.0f -
         a2 * (1.0f / 6 -
               a2 * (1.0f / 120 -
                     a2 * (1.0f / 5040 - a2 * (1.0f / 362880 - a2 * (1.0f / 39916800))))));
    weight = __builtin_elementwise_max(0.5f - 0.5f * sine, all(0));
    // Exactly 0 at the cutoff and exactly 1 within, so that no neighbour enters with a jump.
    weight = choose(t >= all(0.5f), all(0), choose(t <= all(-0.5f), all(1), weight));
  }
  if (plan->has_scaling) {
    lanes power = log2_lanes(distance * plan->inverse_scale) * plan->scaling_exponent;
    if (plan->scaling_rate > 0)
      weight *= plan->scaling_rate / (plan->scaling_rate + exp2_lanes(power));
    else
      weight *= exp2_lanes(-power);
  }
  return weight;
}

/// Adds the neighbours to one site's coefficients, `coefficients[species][lm][radial octets]`.
INLINE void accumulate(const density_expansion_plan *plan, int maximum_angular, int octets,
                       const neighbors *group, float *coefficients) {
  lanes harmonics[COMPONENTS];
  lanes distance = *(const lanes *)group->distance;
  harmonics_of_lanes(maximum_angular, plan->recurrence, *(const lanes *)group->x,
                     *(const lanes *)group->y, *(const lanes *)group->z,
                     weights_of(plan, distance), harmonics);

  lanes place = distance * plan->inverse_spacing;
  lanes_int interval = __builtin_convertvector(place, lanes_int);
  interval = __builtin_elementwise_min(interval, (lanes_int){} + (plan->interval_count - 1));
  lanes t = place - __builtin_convertvector(interval, lanes);
  lanes rest = 1.0f - t;
  // Hermite's cubics: value and slope at the left node, value and slope at the right one.
  lanes left = (1.0f + 2.0f * t) * rest * rest, left_slope = t * rest * rest;
  lanes right = t * t * (3.0f - 2.0f * t), right_slope = -t * t * rest;

  int components = (maximum_angular + 1) * (maximum_angular + 1);
  long node = (long)(maximum_angular + 1) * 2 * octets;
  const octet *table = (const octet *)plan->table;
  for (int j = 0; j < group->count; j++) {
    octet *sums = (octet *)coefficients + (long)group->species[j] * components * octets;
    const octet *here = table + interval[j] * node;
    for (int l = 0; l <= maximum_angular; l++)
      for (int o = 0; o < octets; o++) {
        const octet *a = here + (l * 2) * octets + o, *b = a + node;
        octet radial = left[j] * a[0] + left_slope[j] * a[octets] + right[j] * b[0] +
                       right_slope[j] * b[octets];
        for (int component = l * l; component < (l + 1) * (l + 1); component++)
          sums[component * octets + o] += radial * ((const float *)&harmonics[component])[j];
      }
  }
}

/// One instance for each common size lets the compiler unroll the loops over l and m.
INLINE void accumulate_any(const density_expansion_plan *plan, const neighbors *group,
                           float *coefficients) {
  int octets = plan->radial_stride / 8;
  if (octets == 1) switch (plan->maximum_angular) {
      case 3: accumulate(plan, 3, 1, group, coefficients); return;
      case 4: accumulate(plan, 4, 1, group, coefficients); return;
      case 5: accumulate(plan, 5, 1, group, coefficients); return;
      case 6: accumulate(plan, 6, 1, group, coefficients); return;
    }
  accumulate(plan, plan->maximum_angular, octets, group, coefficients);
}

long density_expansion_scratch(const density_expansion_plan *plan) {
  long components = (plan->maximum_angular + 1) * (plan->maximum_angular + 1);
  return components * plan->radial_stride * plan->species_count;
}

FOR_SEVERAL_CPUS
void density_expansion_block(const density_expansion_plan *plan, int32_t lane, int32_t site_count,
                             const int32_t *offsets, const double *displacements,
                             const uint8_t *species, const uint8_t *own_species, float *scratch,
                             float *block) {
  int radial = plan->radial_count, stride = plan->radial_stride;
  long components = (plan->maximum_angular + 1) * (plan->maximum_angular + 1);
  long size = components * stride * plan->species_count;
  double cutoff2 = plan->cutoff * plan->cutoff;
  neighbors group;

  for (int site = 0; site < site_count; site++) {
    memset(scratch, 0, sizeof(float) * size);
    float *own = scratch + own_species[site] * components * stride;
    for (int n = 0; n < radial; n++) own[n] = plan->center[n];

    group.count = 0;
    for (int32_t j = offsets[site]; j < offsets[site + 1]; j++) {
      const double *d = displacements + 4L * j;
      double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
      if (r2 <= cutoff2) {
        // Squares are kept here; the roots are taken for all sixteen at once.
        int i = group.count++;
        group.distance[i] = (float)r2;
        group.x[i] = (float)d[0];
        group.y[i] = (float)d[1];
        group.z[i] = (float)d[2];
        group.species[i] = species[j];
      }
      if (group.count == DESCRIPTOR_LANES || (j + 1 == offsets[site + 1] && group.count > 0)) {
        for (int i = group.count; i < DESCRIPTOR_LANES; i++) {
          group.distance[i] = group.z[i] = 1;
          group.x[i] = group.y[i] = 0;
        }
        lanes distance = __builtin_elementwise_sqrt(*(lanes *)group.distance);
        lanes inverse = 1.0f / distance;
        *(lanes *)group.distance = distance;
        *(lanes *)group.x *= inverse;
        *(lanes *)group.y *= inverse;
        *(lanes *)group.z *= inverse;
        accumulate_any(plan, &group, scratch);
        group.count = 0;
      }
    }

    for (int a = 0; a < plan->species_count; a++)
      for (long component = 0; component < components; component++) {
        const float *from = scratch + (a * components + component) * stride;
        float *to = block + (component * plan->species_count + a) * radial * DESCRIPTOR_LANES;
        float weight = plan->species_weight[a];
        for (int n = 0; n < radial; n++) to[n * DESCRIPTOR_LANES + lane + site] = weight * from[n];
      }
  }
}

FOR_SEVERAL_CPUS
void reduce_channels_block(int32_t maximum_angular, int32_t channel_count, int32_t reduced_count,
                           const float *map, const float *block, float *reduced) {
  enum { together = 4 };
  const lanes *in = (const lanes *)block;
  lanes *out = (lanes *)reduced;
  for (int l = 0; l <= maximum_angular; l++, map += (long)reduced_count * channel_count)
    for (int m = 0; m <= 2 * l; m++, in += channel_count, out += reduced_count)
      for (int k = 0; k < reduced_count; k += together) {
        // The last rows may be summed twice, so that there is always a whole set.
        int start = k + together <= reduced_count ? k : reduced_count - together;
        if (start < 0) {
          for (int row = 0; row < reduced_count; row++) {
            lanes sum = all(0);
            for (int q = 0; q < channel_count; q++) sum += map[row * channel_count + q] * in[q];
            out[row] = sum;
          }
          break;
        }
        const float *rows = map + (long)start * channel_count;
        lanes s0 = all(0), s1 = all(0), s2 = all(0), s3 = all(0);
        for (int q = 0; q < channel_count; q++) {
          lanes v = in[q];
          s0 += rows[q] * v;
          s1 += rows[channel_count + q] * v;
          s2 += rows[2 * channel_count + q] * v;
          s3 += rows[3 * channel_count + q] * v;
        }
        out[start] = s0;
        out[start + 1] = s1;
        out[start + 2] = s2;
        out[start + 3] = s3;
      }
}
