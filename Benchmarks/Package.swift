// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The name under which the package above is compiled: its folder's, as SwiftPM spells it.
///
/// With it a benchmark sees the `package` declarations of the parts that have no public ones.
let inside: [SwiftSetting] = {
    let folder = Context.packageDirectory.split(separator: "/").dropLast().last.map(String.init) ?? "frontdesk"
    let name = folder.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    return [.unsafeFlags(["-package-name", name])]
}()

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "frontdesk", path: "..")],
    targets: [
        .executableTarget(
            name: "ClassifierBenchmark", dependencies: [.product(name: "Frontdesk", package: "frontdesk")],
            packageAccess: false, swiftSettings: strict + inside),
        .executableTarget(
            name: "EncoderBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            packageAccess: false, swiftSettings: strict + inside),
        .executableTarget(
            name: "TrainingBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            packageAccess: false, swiftSettings: strict + inside),
        .executableTarget(
            name: "RecipeBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            packageAccess: false, swiftSettings: strict + inside),
        .executableTarget(
            name: "LatencyBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            packageAccess: false, swiftSettings: strict + inside),
        .executableTarget(
            name: "VectorBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            packageAccess: false, swiftSettings: strict + inside),
        .executableTarget(
            name: "KernelInstructions", dependencies: [.product(name: "BERT", package: "frontdesk")],
            packageAccess: false, swiftSettings: strict + inside),
        .executableTarget(
            name: "TokenizerBenchmark", dependencies: [.product(name: "BERT", package: "frontdesk")],
            swiftSettings: strict),
    ]
)
