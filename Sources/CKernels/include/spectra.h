/// Kernels over columns of sites: splittings, principal values, histograms.
///
/// A tensor column is five arrays of floats, m = −2…2, in atomic units. NaN marks a site without a
/// prediction.
#ifndef SPINEL_SPECTRA_H
#define SPINEL_SPECTRA_H

#include <stdbool.h>
#include <stdint.h>

/// result[i] = Σ_m weights[m] · components[m][i], or its modulus.
void project_components(const float *const *components, const float *weights, bool modulus,
                        long count, float *result);

/// sums[d] += Σ_i |Σ_m weights[5d + m] · components[m][i]| over the sites i where that is finite.
void add_moduli(const float *const *components, long count, const float *weights, long directions,
                double *sums);

/// V_zz (a.u., signed) and η (0…1) of each tensor in closed form; 0 and 0 for a null tensor, NaN
/// for one that is not finite. η is good to 1e-7, V_zz to the last place of a float.
void principal_values(const float *const *components, long count, float *vzz, float *asymmetry);

/// Equal bins from `lower` to `upper`; bin i holds [edges[i], edges[i + 1]), the last one its upper
/// edge too. The edges decide, so a value on an edge is where a search of the edges would put it.
typedef struct {
  double lower, upper;
  int32_t count;
  /// count + 1 increasing numbers, the first `lower` and the last `upper`.
  const double *edges;
} bin_edges;

/// How many values fell outside the edges, and how many were NaN.
typedef struct {
  int64_t out_of_range, missing;
} bin_losses;

/// Adds values to `counts` (one a bin); `bins[i]` is value i's bin or −1. `bins` may be NULL.
/// `scratch` holds 3 · count numbers.
bin_losses bin_values(const bin_edges *edges, const float *values, long count, int32_t *bins,
                      int64_t *counts, int64_t *scratch);

/// Adds to each bin, `sums[bin * 8]`, the number of its sites whose three values are finite, the three
/// sums, the number again and the three sums of squares; bins outside 0..<bin_count are left out.
void accumulate_moments(const int32_t *bins, int32_t bin_count, const float *a, const float *b,
                        const float *c, long count, double *sums);

/// Adds to `tallies[bin * categories + value]` one for each site; values outside 0..<categories and
/// bins outside 0..<bin_count are left out.
void accumulate_tallies(const int32_t *bins, int32_t bin_count, const int8_t *values, long count,
                        int32_t categories, int64_t *tallies);

/// Adds to each bin and class, `sums[(bin * class_count + class) * 8]`: how many values of `first` are
/// finite and their sum, the same of `second`, then the number of sites, the sum of squares of
/// `first`, the count of `second` again and its sum of squares. Classes outside 0..<class_count and
/// bins outside 0..<bin_count are left out.
void accumulate_classes(const int32_t *bins, int32_t bin_count, const int8_t *classes,
                        const float *first, const float *second, long count, int32_t class_count,
                        double *sums);

#endif
