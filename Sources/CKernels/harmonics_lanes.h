#ifndef SPINEL_HARMONICS_LANES_H
#define SPINEL_HARMONICS_LANES_H

#include "descriptor_lanes.h"

/// Real spherical harmonics of sixteen unit vectors times `scale`, `values[l * l + l + m]`.
///
/// The recurrence runs upwards in l at fixed m on polynomials in z from which sin^m θ is split
/// off, so that no angle is ever formed and the poles are ordinary points.
INLINE void harmonics_of_lanes(int maximum_angular, const float *recurrence, lanes x, lanes y,
                               lanes z, lanes scale, lanes *values) {
  lanes cosine = scale, sine = all(0);
  for (int m = 0; m <= maximum_angular; m++) {
    lanes before = all(0), current = all(recurrence[m * (m + 1) + 2 * m]);
    for (int l = m; l <= maximum_angular; l++) {
      values[l * l + l + m] = current * cosine;
      if (m > 0) values[l * l + l - m] = current * sine;
      if (l == maximum_angular) break;
      const float *factors = recurrence + (l + 1) * (l + 2) + 2 * m;
      lanes next = factors[0] * z * current - factors[1] * before;
      before = current;
      current = next;
    }
    lanes rotated = cosine * x - sine * y;
    sine = sine * x + cosine * y;
    cosine = rotated;
  }
}

#endif
