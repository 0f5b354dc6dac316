// swift-tools-version: 6.2
import PackageDescription

/// The layers from the bottom up; a target may depend only on those before it.
/// `Docs/Architecture.md` explains the house.
let package = Package(
  name: "swift-distributions",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Distributions", targets: ["Distributions"]),
    .library(name: "Tensors", targets: ["Tensors"]),
    .library(name: "SpecialFunctions", targets: ["SpecialFunctions"]),
    .library(name: "RandomGenerators", targets: ["RandomGenerators"]),
    .library(name: "Quadrature", targets: ["Quadrature"]),
    .library(name: "Losses", targets: ["Losses"]),
    .library(name: "GAN", targets: ["GAN"]),
    .library(name: "DistributionLaws", targets: ["DistributionLaws"]),
    .executable(name: "distributions", targets: ["DistributionsTool"]),
    .executable(name: "train-gan", targets: ["TrainGAN"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.0.3"),
  ],
  targets: [
    // C, each behind one Swift module (CVectorMath behind two).
    .systemLibrary(name: "CGSL", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .target(name: "COpenBLAS"),
    .target(
      name: "CVectorMath",
      linkerSettings: [
        .linkedLibrary("sleef"),
        .linkedLibrary("mvec", .when(platforms: [.linux])),
        .linkedLibrary("m", .when(platforms: [.linux])),
      ]),

    // Numbers.
    .target(name: "GSL", dependencies: ["CGSL"]),
    .target(name: "SpecialFunctions", dependencies: ["GSL", "CVectorMath"]),
    .target(name: "RandomGenerators"),
    .target(
      name: "Tensors",
      dependencies: [
        "COpenBLAS", "CVectorMath", "SpecialFunctions", "RandomGenerators",
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(name: "Quadrature", dependencies: ["GSL"]),

    // What the package is for.
    .target(
      name: "Distributions",
      dependencies: ["Tensors", "SpecialFunctions", "RandomGenerators", "Quadrature"]),
    .target(name: "Losses", dependencies: ["Tensors"]),
    .target(name: "GAN", dependencies: ["Distributions", "Losses", "Tensors", "CDatasets"]),
    .target(name: "CDatasets", exclude: ["iris.csv", "digits.csv", "SOURCES.md"]),
    .target(name: "DistributionLaws", dependencies: ["Distributions", "Quadrature"]),

    // Commands.
    .executableTarget(
      name: "DistributionsTool",
      dependencies: [
        "Distributions", "Losses",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "TrainGAN",
      dependencies: [
        "GAN", "Distributions",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Examples/TrainGAN"),

    // Tests: one folder per module.
    .testTarget(
      name: "SpecialFunctionsTests", dependencies: ["SpecialFunctions", "CVectorMath"]),
    .testTarget(
      name: "RandomGeneratorsTests", dependencies: ["RandomGenerators", "CVectorMath"]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors", "SpecialFunctions"]),
    .testTarget(name: "QuadratureTests", dependencies: ["Quadrature", "GSL"]),
    .testTarget(
      name: "DistributionsTests",
      dependencies: ["Distributions", "DistributionLaws", "SpecialFunctions"]),
    .testTarget(name: "LossesTests", dependencies: ["Losses", "Tensors"]),
    .testTarget(name: "GANTests", dependencies: ["GAN"]),
    .testTarget(name: "DistributionsToolTests", dependencies: ["DistributionsTool"]),
    .testTarget(name: "TrainGANTests", dependencies: ["TrainGAN"]),
  ],
  swiftLanguageModes: [.v6]
)

// The reference is made by a plugin that nobody else needs: Scripts/docs.sh asks for it.
if Context.environment["DISTRIBUTIONS_DOCC"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
