// swift-tools-version: 6.2
// The groups stand in the order of the data flow (docs/architecture.md); a target may use targets above it in its own
// group and what `tools/layering.py` allows, nothing else. Tools 6.2, because boards are cross-built with 6.2.3.
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

func room(_ group: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(group)/\(name)")
}

func systemLibrary(_ name: String, pkgConfig: String, debian: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/Drivers/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Sources/Programs/\(name)")
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: exclude,
        resources: resources)
}

let contract: [Target] = [
    room("Contract", "CivilCalendar"),
    room("Contract", "LoaModel", ["CivilCalendar"]),
    room("Contract", "Trust", ["LoaModel", crypto]),
    room("Contract", "CentreLink", ["CivilCalendar", "LoaModel", "Trust"]),
]

let device: [Target] = [
    room("Device", "Hardware", ["LoaModel"]),
    room("Device", "Settings", ["CivilCalendar", "LoaModel"]),
    room("Device", "Scheduling", ["CivilCalendar", "LoaModel"]),
    room("Device", "Playback", ["LoaModel", "Hardware", logging]),
    room("Device", "Health", ["LoaModel", "Hardware"]),
    room("Device", "Journal", ["LoaModel", "Trust", "CentreLink"]),
    room("Device", "Uplink", ["LoaModel", "Trust", "CentreLink", "Hardware", "Journal", "Health", logging]),
    room(
        "Device", "DeviceApp",
        [
            "CivilCalendar", "LoaModel", "Trust", "CentreLink", "Hardware", "Settings", "Scheduling", "Playback",
            "Health", "Journal", "Uplink", logging,
        ]),
]

let drivers: [Target] = [
    systemLibrary("CALSA", pkgConfig: "alsa", debian: "libasound2-dev"),
    systemLibrary("CSndFile", pkgConfig: "sndfile", debian: "libsndfile1-dev"),
    systemLibrary("CMPG123", pkgConfig: "libmpg123", debian: "libmpg123-dev"),
    systemLibrary("CEBUR128", pkgConfig: "libebur128", debian: "libebur128-dev"),
    systemLibrary("CSoxr", pkgConfig: "soxr", debian: "libsoxr-dev"),
    systemLibrary("CMosquitto", pkgConfig: "libmosquitto", debian: "libmosquitto-dev"),
    systemLibrary("CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
    systemLibrary("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
    .target(name: "CLinux", path: "Sources/Drivers/CLinux"),
    .target(name: "CGPIO", path: "Sources/Drivers/CGPIO"),
    .target(name: "CTOML", path: "Sources/Drivers/CTOML"),
    room("Drivers", "ZoneFiles", ["CivilCalendar"]),
    room("Drivers", "TOMLFile", ["LoaModel", "Settings", "CTOML"]),
    room("Drivers", "LinuxSystem", ["LoaModel", "Hardware", "CLinux"]),
    room("Drivers", "GPIODriver", ["Hardware", "CGPIO"]),
    room("Drivers", "OwnThread", ["CLinux"]),
    .target(name: "CWorkers", path: "Sources/Drivers/CWorkers"),
    .target(name: "CSerial", path: "Sources/Drivers/CSerial"),
    room("Drivers", "SerialDriver", ["Hardware", "CSerial"]),
    room("Drivers", "LinuxWorkers", ["Hardware", "OwnThread", "CWorkers"]),
    room("Drivers", "ALSADriver", ["LoaModel", "Hardware", "CALSA"]),
    room("Drivers", "ALSACapture", ["Hardware", "CALSA"]),
    room("Drivers", "WaveFileOutput", ["LoaModel", "Hardware"]),
    room("Drivers", "AudioCodecs", ["LoaModel", "Hardware", "CSndFile", "CSoxr"]),
    .target(name: "CProcess", path: "Sources/Drivers/CProcess"),
    room("Drivers", "ChildProcess", ["CProcess"]),
    room("Drivers", "LoudnessMeter", ["CSndFile", "CEBUR128"]),
    room("Drivers", "Speech", ["LoaModel", "Hardware", "ChildProcess", "LoudnessMeter", "OwnThread", crypto]),
    room(
        "Drivers", "StreamDecoder",
        ["Hardware", "AudioCodecs", "ChildProcess", "CurlHTTP", "CMPG123", "LoudnessMeter"]),
    room("Drivers", "MQTTDriver", ["CentreLink", "OwnThread", "CLinux", "CMosquitto"]),
    room("Drivers", "CurlHTTP", ["OwnThread", "CCurl"]),
    room("Drivers", "MediaFetch", ["LoaModel", "Uplink", "OwnThread", "CurlHTTP", crypto]),
    room("Drivers", "SQLiteJournal", ["LoaModel", "Trust", "CentreLink", "Journal", "CSQLite"]),
]

let centre: [Target] = [
    room("Centre", "Fleet", ["CivilCalendar", "LoaModel", "Trust", "CentreLink"]),
    room("Centre", "FleetStore", ["LoaModel", "Trust", "CentreLink", "Fleet", grdb, crypto]),
    room("Centre", "CentreLinkServer", ["LoaModel", "Trust", "CentreLink", "Fleet", logging]),
    .target(
        name: "CentreWeb",
        dependencies: [
            "CivilCalendar", "LoaModel", "Trust", "CentreLink", "Fleet", hummingbird, hummingbirdCore, httpTypes, nio,
            logging, crypto,
        ],
        path: "Sources/Centre/CentreWeb",
        resources: [.embedInCode("Page/index.html"), .embedInCode("Page/app.js"), .embedInCode("Page/app.css")]),
]

let operation: [Target] = [
    room("Operator", "Keyring", ["LoaModel", "Trust", crypto, x509, asn1]),
    room(
        "Operator", "LoaCommands",
        [
            "CivilCalendar", "LoaModel", "Trust", "CentreLink", "Keyring", "ZoneFiles", "CurlHTTP", "LoudnessMeter",
            crypto, arguments,
        ]),
]

let programs: [Target] = [
    program(
        "loa-device",
        [
            "CivilCalendar", "LoaModel", "Trust", "CentreLink", "Hardware", "Settings", "Scheduling", "Journal",
            "Uplink", "Playback", "DeviceApp", "ZoneFiles", "TOMLFile", "LinuxSystem", "LinuxWorkers", "ALSADriver",
            "ALSACapture", "GPIODriver", "SerialDriver", "Speech", "StreamDecoder", "WaveFileOutput", "AudioCodecs",
            "MQTTDriver", "MediaFetch", "SQLiteJournal",
            arguments,
            logging,
        ]),
    program(
        "loa-centre",
        [
            "CivilCalendar", "LoaModel", "Trust", "CentreLink", "Fleet", "FleetStore", "CentreLinkServer", "CentreWeb",
            "ZoneFiles", "MQTTDriver", arguments, logging,
        ]),
    program("loa", ["LoaCommands", arguments]),
]

let checks: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: ["CivilCalendar", "LoaModel", "Trust", "CentreLink", "Hardware", "Journal", crypto],
        path: "Tests/TestSupport"),
    tests("CivilCalendarTests", ["CivilCalendar", "ZoneFiles"], exclude: ["Oracle"]),
    tests("LoaModelTests", ["CivilCalendar", "LoaModel"]),
    tests("TrustTests", ["CivilCalendar", "LoaModel", "Trust"], exclude: ["Oracle"]),
    tests("CentreLinkTests", ["CivilCalendar", "LoaModel", "Trust", "CentreLink"]),
    tests("SettingsTests", ["Settings", "LoaModel", "TOMLFile"]),
    tests("SchedulingTests", ["CivilCalendar", "LoaModel", "Scheduling", "ZoneFiles"]),
    // Counts what a thread allocates while it is watched.
    .target(name: "CAllocationHook", path: "Tests/CAllocationHook"),
    tests(
        "PlaybackTests",
        [
            "LoaModel", "Hardware", "Playback", "AudioCodecs", "WaveFileOutput", "ALSADriver", "ALSACapture",
            "LinuxWorkers", "LoudnessMeter", "CSndFile", "CAllocationHook",
        ]),
    tests("LoudnessMeterTests", ["LoudnessMeter"]),
    // A program that the journal's tests kill while it writes.
    .executableTarget(
        name: "journal-writer",
        dependencies: ["LoaModel", "Trust", "CentreLink", "Journal", "SQLiteJournal", "CSQLite"],
        path: "Tests/journal-writer"),
    tests("JournalTests", ["LoaModel", "Trust", "CentreLink", "Journal", "SQLiteJournal", "journal-writer"]),
    tests("UplinkTests", ["LoaModel", "Trust", "CentreLink", "Hardware", "Journal", "Uplink", "Health"]),
    tests("MQTTDriverTests", ["CentreLink", "MQTTDriver"]),
    tests(
        "DeviceAppTests",
        [
            "CivilCalendar", "LoaModel", "Trust", "CentreLink", "Hardware", "Scheduling", "Playback", "Journal",
            "Uplink",
            "DeviceApp", logging,
        ]),
    tests("GPIODriverTests", ["Hardware", "GPIODriver"]),
    tests("LinuxSystemTests", ["LoaModel", "Hardware", "LinuxSystem", "LinuxWorkers"]),
    tests("SerialDriverTests", ["Hardware", "SerialDriver", "LinuxWorkers"]),
    tests("SpeechTests", ["LoaModel", "Hardware", "ChildProcess", "Speech"]),
    tests("StreamDecoderTests", ["Hardware", "LoudnessMeter", "StreamDecoder"]),
    tests("LinuxWorkersTests", ["Hardware", "LinuxWorkers"]),
    tests("MediaFetchTests", ["LoaModel", "Uplink", "CurlHTTP", "MediaFetch", crypto]),
    tests(
        "FleetTests",
        [
            "CivilCalendar", "LoaModel", "Trust", "CentreLink", "Fleet", "FleetStore", "CentreLinkServer", "CentreWeb",
            "ZoneFiles", "MQTTDriver", logging, crypto, grdb, hummingbird, hummingbirdTesting, httpTypes, nio,
            "loa-centre",
        ]),
    tests("OperatorTests", ["LoaModel", "Trust", "Keyring", "Settings", "TOMLFile"]),
    tests("SystemTests", ["LoaModel", "Trust", "loa-device", "loa-centre", "loa", crypto], exclude: ["Tools"]),
]

let everything = contract + device + drivers + centre + operation + programs + checks
for target in everything where target.type != .system {
    target.swiftSettings = strict
}

let package = Package(
    name: "loa",
    products: [
        .executable(name: "loa-device", targets: ["loa-device"]),
        .executable(name: "loa-centre", targets: ["loa-centre"]),
        .executable(name: "loa", targets: ["loa"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.10.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.1.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
    ],
    targets: everything,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
