// swift-tools-version: 6.2
import PackageDescription

/// What this package and its peers are timed on; a package of its own, so that nobody who uses
/// the library builds it. `make bench` runs everything.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-distributions", path: "..")],
  targets: [
    .target(name: "CLoops"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CLoops",
        .product(name: "Distributions", package: "swift-distributions"),
        .product(name: "Losses", package: "swift-distributions"),
        .product(name: "GAN", package: "swift-distributions"),
        .product(name: "Tensors", package: "swift-distributions"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
