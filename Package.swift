// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "frontdesk",
    products: [
        .executable(name: "frontdesk", targets: ["FrontdeskCLI"]),
        .library(name: "Frontdesk", targets: ["Frontdesk"]),
        .library(name: "BERT", targets: ["BERT"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
    ],
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CKernels"),
        .target(name: "Kernels", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: strict),
        .target(
            name: "BERT", dependencies: ["Kernels"], exclude: ["Tokenizer/generate_character_classes.py"],
            swiftSettings: strict),
        .target(
            name: "Frontdesk",
            dependencies: [
                "BERT", "Kernels", "CZlib", "Yams",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            exclude: ["Knowledge/Search/generate_simplified_characters.py"],
            swiftSettings: strict),
        .executableTarget(
            name: "FrontdeskCLI",
            dependencies: [
                "Frontdesk", "CReadline", "Rainbow",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BERTTests", dependencies: ["BERT", "Kernels"], resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(
            name: "FrontdeskTests", dependencies: ["Frontdesk"],
            exclude: ["Answers/Fixtures", "Conversations/Fixtures", "Knowledge/Import/Fixtures", "Store/Fixtures"],
            swiftSettings: strict),
        .testTarget(name: "FrontdeskCLITests", dependencies: ["FrontdeskCLI", "Frontdesk"], swiftSettings: strict),
    ]
)
