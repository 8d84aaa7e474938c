import Spectra
import Support
import Testing

@Suite("Peaks and regions")
struct PeakRegionTests {
  /// All histograms of the reference file, those of sites included.
  func cases() throws -> [Golden] {
    let file = try golden("nmr/hist_goldens")
    return try file["histograms"].list + file["site_cases"].list
  }

  @Test(
    "peaks are those of the reference, with padded edges and as SciPy", arguments: [true, false])
  func allPeaks(padded: Bool) throws {
    for entry in try cases() {
      let expected = try entry[padded ? "edge_padded" : "scipy_unpadded"]["all_peaks"].integers
      let found = peaks(of: try entry["counts"].integers, paddedEdges: padded)
      #expect(found.map(\.bin) == expected, "\(entry.path)")
    }
  }

  @Test(
    "regions are those of the reference, with padded edges and as SciPy", arguments: [true, false])
  func regions(padded: Bool) throws {
    var compared = 0
    for entry in try cases() {
      let expected = entry[padded ? "edge_padded" : "scipy_unpadded"]
      let settings = RegionSet.Settings(
        peaks: try entry["K"].integer, threshold: .counts(try entry["threshold"].number),
        paddedEdges: padded)
      let found = RegionSet(of: try Histogram(counts: entry["counts"].integers), settings)
      #expect(found.binRegion == (try expected["labels"].integers), "\(entry.path)")
      #expect(found.unclassified == (try expected["unclassified"].integer), "\(entry.path)")
      let list = try expected["regions"].list
      #expect(found.regions.count == list.count, "\(entry.path)")
      let ordered = try list.sorted { try $0["region"].integer < $1["region"].integer }
      for (region, reference) in zip(found.regions, ordered) {
        #expect(region.number == (try reference["region"].integer))
        #expect(region.rank == (try reference["rank"].integer), "\(reference.path)")
        #expect(region.peakBin == (try reference["bin"].integer))
        #expect(region.height == (try reference["height"].integer))
        #expect(
          abs(Double(region.prominence) - (try reference["prominence"].number)) < 1e-9,
          "\(reference.path)")
        #expect(region.firstBin == (try reference["lo"].integer))
        #expect(region.lastBin == (try reference["hi"].integer))
        #expect(region.count == (try reference["count"].integer))
        compared += 1
      }
    }
    #expect(compared > 100)
  }

  @Test("every site of the reference lands in its region")
  func siteRegions() throws {
    for entry in try golden("nmr/hist_goldens")["site_cases"].list {
      let binning = try Binning(
        lower: entry["lo"].number, upper: entry["hi"].number, count: entry["nbins"].integer)
      var histogram = Histogram(binning)
      let bins = histogram.add(try entry["values"].numbers)
      #expect(histogram.counts == (try entry["counts"].integers), "\(entry.path)")
      let settings = RegionSet.Settings(
        peaks: try entry["K"].integer, threshold: .counts(try entry["threshold"].number))
      let set = RegionSet(of: histogram, settings)
      #expect(bins.map(set.region(ofBin:)) == (try entry["site_region"].integers), "\(entry.path)")
      let outside = try entry["site_region"].integers.count { $0 == -1 }
      #expect(set.outOfRange == outside)
      #expect(set.classified + set.unclassified + set.outOfRange == bins.count)
    }
  }

  @Test("peaks and prominences agree with a search by definition")
  func bruteForce() {
    var random = SplitMix64(seed: 31)
    for _ in 0..<200 {
      let size = Int.random(in: 0...30, using: &random)
      let counts = (0..<size).map { _ in Int.random(in: 0...5, using: &random) }
      for padded in [true, false] {
        #expect(peaks(of: counts, paddedEdges: padded) == peaksByDefinition(counts, padded))
      }
    }
  }

  /// Peaks by walking out from each candidate, as the definition reads.
  func peaksByDefinition(_ counts: [Int], _ padded: Bool) -> [Peak] {
    let heights = padded ? [0] + counts + [0] : counts
    var found: [Peak] = []
    for first in heights.indices.dropFirst() where heights[first - 1] < heights[first] {
      guard let end = heights[first...].firstIndex(where: { $0 != heights[first] }),
        heights[end] < heights[first]
      else { continue }
      let bin = (first + end - 1) / 2
      let height = heights[bin]
      let left = heights[...bin].reversed().prefix { $0 <= height }.min() ?? 0
      let right = heights[bin...].prefix { $0 <= height }.min() ?? 0
      found.append(
        Peak(bin: padded ? bin - 1 : bin, height: height, prominence: height - max(left, right)))
    }
    return found
  }

  @Test("a region set by hand where one was found leaves the others as they were")
  func fixedAsFound() throws {
    var compared = 0
    for entry in try cases() {
      let histogram = try Histogram(counts: entry["counts"].integers)
      var settings = RegionSet.Settings(
        peaks: try entry["K"].integer, threshold: .counts(try entry["threshold"].number))
      let ranges = RegionSet(of: histogram, settings).ranges
      settings.peaks -= 1
      for (place, range) in ranges.enumerated() where settings.peaks >= ranges.count - 1 {
        var others = ranges
        others.remove(at: place)
        let found = RegionSet(of: histogram, settings, besides: [range])
        // Where fewer peaks than asked for were found, there is no other to take the place.
        #expect(found.ranges == others, "\(entry.path)")
        compared += 1
      }
    }
    #expect(compared > 50)
  }

  @Test("bins freed beside a region set by hand are no region unless they hold a peak")
  func freedBins() throws {
    let histogram = try Histogram(counts: [0, 12, 30, 50, 40, 20, 11, 0, 0, 15, 20, 0])
    let settings = RegionSet.Settings(peaks: 4, threshold: .counts(10))
    #expect(RegionSet(of: histogram, settings).ranges == [1...6, 9...10])
    #expect(RegionSet(of: histogram, settings, besides: [3...6]).ranges == [9...10])
    #expect(RegionSet(of: histogram, settings, besides: [1...2]).ranges == [3...6, 9...10])
    #expect(RegionSet(of: histogram, settings, besides: [4...6]).ranges == [1...3, 9...10])
  }

  @Test("a long staircase of peaks is handled in linear time")
  func longHistogram() {
    // Quadratic walks would take 10¹⁰ steps here.
    let counts = (0..<200_000).map { $0 + ($0 % 2) * 3 }
    #expect(peaks(of: counts).count == 100_000)
  }

  @Test("a density threshold gives the same regions for one structure and for many")
  func densityThreshold() throws {
    let one = [0, 20, 60, 20, 4, 5, 30, 12, 0]
    let many = one.map { 40 * $0 }
    let density = Threshold.counts(10).density(sites: one.reduce(0, +), binWidth: 1)
    let settings = RegionSet.Settings(threshold: .density(density))
    let (a, b) = (
      RegionSet(of: try Histogram(counts: one), settings),
      RegionSet(of: try Histogram(counts: many), settings)
    )
    #expect(a.binRegion == b.binRegion && a.regions.count == 2)
    let counts = RegionSet(of: try Histogram(counts: one), .init(threshold: .counts(10)))
    #expect(a == counts)
    #expect(Threshold.counts(10).density(sites: 0, binWidth: 1) == 0)
  }

  @Test("no peaks wanted, no threshold or no number as threshold give defined results")
  func oddSettings() throws {
    let histogram = try Histogram(counts: [1, 5, 1, 7, 1])
    #expect(RegionSet(of: histogram, .init(peaks: 0)).regions.isEmpty)
    #expect(RegionSet(of: histogram, .init(peaks: -3)).regions.isEmpty)
    #expect(RegionSet(of: histogram, .init(threshold: .counts(.nan))).unclassified == 15)
    #expect(RegionSet(of: histogram, .init(threshold: .counts(-1))).unclassified == 0)
  }

  @Test("regions set by hand count their bins and know their peaks")
  func handMade() throws {
    let histogram = try Histogram(
      counts: [0, 12, 30, 12, 3, 15, 15, 2], edges: (0...8).map { 2 * Double($0) })
    let set = try RegionSet(ranges: [5...7, 1...3], of: histogram)
    #expect(set.regions.map(\.number) == [1, 2] && set.regions.map(\.rank) == [1, 2])
    #expect(set.regions.map(\.peakBin) == [2, 5] && set.regions.map(\.count) == [54, 32])
    #expect(set.regions.map(\.prominence) == [30, 12])
    #expect(set.regions[1].lower == 10 && set.regions[1].upper == 16)
    #expect(set.binRegion == [0, 1, 1, 1, 0, 2, 2, 2] && set.unclassified == 3)
    for bad in [[0...3, 3...4], [6...8], [-1...2]] {
      #expect(throws: SpectraError.self) { try RegionSet(ranges: bad, of: histogram) }
    }
    let automatic = RegionSet(of: histogram)
    #expect(try RegionSet(ranges: automatic.ranges, of: histogram) == automatic)
  }

  @Test("edges move as far as neighbours allow; regions split and merge")
  func edits() throws {
    let histogram = try Histogram(counts: [10, 20, 10, 0, 10, 30, 10, 0, 0])
    let set = try RegionSet(ranges: [0...2, 4...6], of: histogram)
    #expect(set.movingFirstBin(of: 2, to: 1) == [0...2, 3...6])
    #expect(set.movingFirstBin(of: 2, to: 99) == [0...2, 6...6])
    #expect(set.movingLastBin(of: 1, to: 99) == [0...3, 4...6])
    #expect(set.movingLastBin(of: 2, to: 99) == [0...2, 4...8])
    #expect(set.movingLastBin(of: 1, to: -5) == [0...0, 4...6])
    // The edge between regions that touch is one edge.
    let touching = try RegionSet(ranges: [0...2, 3...6], of: histogram)
    #expect(touching.movingFirstBin(of: 2, to: 1) == [0...0, 1...6])
    #expect(touching.movingFirstBin(of: 2, to: 5) == [0...4, 5...6])
    #expect(touching.movingLastBin(of: 1, to: 4) == [0...4, 5...6])
    #expect(touching.movingLastBin(of: 1, to: 99) == [0...5, 6...6])
    #expect(touching.movingFirstBin(of: 2, to: -9) == [0...0, 1...6])
    #expect(set.splitting(2, at: 5) == [0...2, 4...4, 5...6])
    #expect(set.splitting(2, at: 4) == set.ranges && set.splitting(9, at: 1) == set.ranges)
    #expect(set.mergingWithNext(1) == [0...6] && set.mergingWithNext(2) == set.ranges)
  }
}
