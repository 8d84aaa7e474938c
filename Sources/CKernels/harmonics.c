#include "harmonics_lanes.h"
#include "include/descriptors.h"

#define COMPONENTS ((DESCRIPTOR_MAXIMUM_ANGULAR + 1) * (DESCRIPTOR_MAXIMUM_ANGULAR + 1))

FOR_SEVERAL_CPUS
void spherical_harmonics(int32_t maximum_angular, const float *recurrence, long count,
                         const float *x, const float *y, const float *z, long stride,
                         float *values) {
  int components = (maximum_angular + 1) * (maximum_angular + 1);
  lanes results[COMPONENTS];
  for (long start = 0; start < count; start += DESCRIPTOR_LANES) {
    int present = count - start < DESCRIPTOR_LANES ? (int)(count - start) : DESCRIPTOR_LANES;
    lanes px = all(0), py = all(0), pz = all(1);
    for (int i = 0; i < present; i++) {
      px[i] = x[start + i];
      py[i] = y[start + i];
      pz[i] = z[start + i];
    }
    harmonics_of_lanes(maximum_angular, recurrence, px, py, pz, all(1), results);
    for (int component = 0; component < components; component++)
      for (int i = 0; i < present; i++)
        values[component * stride + start + i] = results[component][i];
  }
}
