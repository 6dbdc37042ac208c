import CivilCalendar
import Foundation
import Testing
import ZoneFiles

@Suite struct ZoneFilesTests {
    private func refusal(_ name: String, in files: ZoneFiles = ZoneFiles()) -> CalendarError? {
        #expect(throws: CalendarError.self) { try files.rules(named: name) }
    }

    /// A directory of its own, taken away again.
    private func withDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory)
    }

    @Test func `Vietnam is seven hours ahead, all the year`() throws {
        let rules = try ZoneFiles().rules(named: "Asia/Ho_Chi_Minh")
        #expect(rules.name == "Asia/Ho_Chi_Minh")
        for month in 1...12 {
            let noon = try CivilDateTime(parsing: "2026-\(month < 10 ? "0" : "")\(month)-15T12:00")
            #expect(rules.utcSeconds(of: noon) == noon.secondsSinceEpochAsUTC - 25_200)
        }
    }

    @Test(arguments: [
        "../../../etc/passwd", "/etc/passwd", "Asia/../../passwd", "", ".", "..", "Asia//Saigon", "Asia/",
        "Asia/Ho Chi Minh",
        "Asia/Saigon\0", "posix/../Asia/Saigon", "zone.tab", "Châu Á/Hà Nội",
        String(repeating: "A/", count: 100_000) + "A",
    ])
    func `a name that is none is refused before any file is touched`(name: String) {
        let error = refusal(name)
        #expect(error?.code == .unknownZone)
        #expect(error?.message.contains("Asia/Ho_Chi_Minh") ?? false)
        #expect((error?.message.utf8.count ?? 0) < 400)
    }

    @Test(arguments: [
        ("Asia/Ho_Chi_Min", "Asia/Ho_Chi_Minh"), ("asia/ho_chi_minh", "Asia/Ho_Chi_Minh"),
        ("Ho_Chi_Minh", "Asia/Ho_Chi_Minh"),
        ("Asia/Ho-Chi-Minh", "Asia/Ho_Chi_Minh"), ("Europe/Berlinn", "Europe/Berlin"),
    ])
    func `an unknown zone gets the nearest known name`(name: String, known: String) {
        let error = refusal(name)
        #expect(error?.code == .unknownZone)
        #expect(error?.message.contains("did you mean \(known)?") ?? false, "\(error?.message ?? "")")
    }

    @Test func `a name like no other gets no guess`() {
        #expect(refusal("Qqqqqqqqqq/Xxxxxxxxxx")?.message.contains("did you mean") == false)
    }

    @Test func `without tzdata UTC still works and the rest names the package`() throws {
        let none = ZoneFiles(directory: "/nonexistent")
        #expect(try none.rules(named: "UTC") == .utc)
        #expect(refusal("Asia/Ho_Chi_Minh", in: none)?.message.contains("apt install tzdata") ?? false)
    }

    @Test func `a directory, a pipe, a broken and an oversized file are refused`() throws {
        #expect(refusal("Asia")?.code == .unknownZone)
        try withDirectory { directory in
            let files = ZoneFiles(directory: directory.path())
            try Data("not a zone".utf8).write(to: directory.appending(path: "Broken"))
            #expect(refusal("Broken", in: files)?.code == .badZone)
            try Data(count: ZoneRules.largestFile + 1).write(to: directory.appending(path: "Large"))
            #expect(refusal("Large", in: files)?.code == .unreadableZone)
            #expect(mkfifo(directory.appending(path: "Pipe").path(), 0o600) == 0)
            #expect(refusal("Pipe", in: files)?.code == .unknownZone)
            let loop = directory.appending(path: "Loop")
            try FileManager.default.createSymbolicLink(at: loop, withDestinationURL: loop)
            #expect(refusal("Loop", in: files)?.code == .unreadableZone)
        }
    }
}
