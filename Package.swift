// swift-tools-version: 6.2
import PackageDescription

/// Hot loops are compiled for speed in debug builds too, and multiply-adds may be fused.
let kernelFlags: [CSetting] = [.unsafeFlags(["-O3", "-ffp-contract=fast", "-Wno-psabi"])]

/// The Swift runtime goes into the release program: it starts in half the time and runs where no
/// Swift is installed. The libraries named are what Foundation's own archive leaves unresolved.
let release = BuildSettingCondition.when(configuration: .release)
let staticRuntime: [LinkerSetting] =
  [.unsafeFlags(["-static-stdlib"], release)]
  + [
    "CoreFoundation", "_FoundationCShims", "_FoundationCollections", "_FoundationICU",
    "swiftSynchronization", "stdc++",
  ].map { .linkedLibrary($0, release) }

let package = Package(
  name: "spinel",
  dependencies: [
    // Arguments, help texts, shell completion.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Themes, configuration and hyperparameter files.
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // System libraries and C.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .systemLibrary(
      name: "CLinearAlgebra", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(name: "CKernels", cSettings: kernelFlags, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CTerminal"),

    // From structures to numbers; each target imports only what stands above it.
    .target(name: "TOMLText", dependencies: ["TOMLKit"]),
    .target(name: "LinearAlgebra", dependencies: ["CLinearAlgebra"]),
    .target(name: "Tensors"),
    .target(name: "Crystals"),
    .target(name: "Sampling", dependencies: ["Crystals", "LinearAlgebra", "Tensors"]),
    .target(name: "Formats", dependencies: ["Crystals"]),
    .target(name: "Descriptors", dependencies: ["CKernels", "Crystals", "LinearAlgebra"]),
    .target(
      name: "Regression",
      dependencies: ["CKernels", "Descriptors", "Formats", "Tensors", "TOMLText"]),
    .target(name: "Spectra", dependencies: ["CKernels"]),
    .target(
      name: "Engine", dependencies: ["Formats", "Regression", "Sampling", "Spectra", "Tensors"]),

    // What is seen.
    .target(name: "Numbers"),
    .target(name: "Figures", dependencies: ["Numbers", "Spectra", "Tensors"]),
    .target(name: "Screen", dependencies: ["Numbers", "TOMLText"]),
    .target(
      name: "Explorer",
      dependencies: [
        "Crystals", "Engine", "Figures", "Formats", "Numbers", "Sampling", "Screen", "Spectra",
        "Tensors",
      ]),
    .target(name: "Terminal", dependencies: ["CNcurses", "CTerminal", "Explorer"]),
    .executableTarget(
      name: "spinel",
      dependencies: [
        "Explorer", "Figures", "Sampling", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: staticRuntime),

    // Tests mirror the sources.
    .target(
      name: "Support", dependencies: ["Crystals", "Formats", "Tensors"], path: "Tests/Support"),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "Support"]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors", "Support"]),
    .testTarget(name: "CrystalsTests", dependencies: ["Crystals", "Formats", "Support"]),
    .testTarget(name: "SamplingTests", dependencies: ["Formats", "Sampling", "Support"]),
    .testTarget(name: "FormatsTests", dependencies: ["Formats", "Support"]),
    .testTarget(name: "DescriptorsTests", dependencies: ["Descriptors", "Support"]),
    .testTarget(name: "RegressionTests", dependencies: ["Regression", "Support"]),
    .testTarget(name: "SpectraTests", dependencies: ["Spectra", "Support", "Tensors"]),
    .testTarget(name: "EngineTests", dependencies: ["Engine", "Support"]),
    .testTarget(name: "NumbersTests", dependencies: ["Numbers"]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures", "Spectra", "Support"]),
    .testTarget(name: "ScreenTests", dependencies: ["CNcurses", "Screen", "Support", "Terminal"]),
    .testTarget(
      name: "ExplorerTests", dependencies: ["Explorer", "Spectra", "Support"],
      exclude: ["Snapshots"]),
    .testTarget(name: "EndToEndTests", dependencies: ["spinel", "Support"]),
  ],
  swiftLanguageModes: [.v6]
)
