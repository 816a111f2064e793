// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "frontdesk", path: "..")],
    targets: [
        .executableTarget(
            name: "EncoderBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            swiftSettings: strict),
        .executableTarget(
            name: "TokenizerBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            swiftSettings: strict),
    ]
)
