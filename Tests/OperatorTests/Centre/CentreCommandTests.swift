import Foundation
import Testing

/// Commands that speak to the centre, where there is none: what they say before and instead.
struct CentreCommandTests {
    private let folder: Folder
    /// Port 9 is nobody's.
    private let nobody = ["LOA_CENTRE": "http://127.0.0.1:9"]

    init() throws {
        folder = try Folder()
        _ = try Command.loa("authority", "new", "ubnd", "--area", "vn/92", in: folder)
        try folder.write("not really music", to: "a.wav")
    }

    private static let order = ["--authority", "ubnd", "--area", "vn/92"]

    @Test(arguments: [
        ["device", "list"], ["device", "show", "a"], ["asrun"], ["schedule", "show"], ["media", "add", "a.wav"],
    ])
    func `a centre that is not reached is status 69`(arguments: [String]) throws {
        let result = try Command.run(Command.loaPath, arguments, in: folder, environment: nobody)
        #expect(result.status == 69)
        #expect(result.errors.contains("127.0.0.1:9"))
        #expect(result.output == "")
    }

    @Test func `without a centre's address it says how to give one`() throws {
        let result = try Command.loa("device", "list", in: folder)
        #expect(result.status == 78)
        #expect(result.errors.contains("LOA_CENTRE"))
    }

    @Test func `a token that others may read is not used`() throws {
        try folder.write("0123456789abcdef", to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file("token"))
        let result = try Command.loa("device", "list", "--token-file", "token", in: folder, environment: nobody)
        #expect(result.status == 77)
        #expect(result.errors.contains("chmod 600"))
    }

    @Test func `a token of several lines would write headers of its own`() throws {
        try folder.write("a\r\nX-Evil: 1", to: "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file("token"))
        let result = try Command.loa(
            "device", "list", in: folder, environment: nobody.merging(["LOA_TOKEN_FILE": "token"]) { $1 })
        #expect(result.status == 78)
    }

    @Test(arguments: [
        (["alert", "send", "--title", "x", "--times", "0"] + order, 64, "times"),
        (["alert", "send", "--title", "x", "--tone-seconds", "0"] + order, 64, "tone_seconds"),
        (["alert", "send", "--title", "x", "--expires", "soon"] + order, 64, "10m"),
        (["alert", "send", "--title", "x", "--file", "none.wav"] + order, 66, "none.wav"),
        (["alert", "send", "--title", "x", "--authority", "other", "--area", "vn"], 66, "it has ubnd"),
        (["alert", "send", "--title", "x", "--authority", "ubnd"], 64, "--area or --device"),
        (["alert", "cancel", "a b"] + order, 64, "a-z"),
        (["media", "add", "none.mp3"], 66, "none.mp3"),
        (["media", "add", "."], 66, "no plain file"),
        (["device", "list", "--state", "asleep"], 64, "silent"),
        (["asrun", "--since", "yesterday"], 64, "2026-11-21T05:00:00Z"),
        (["asrun", "--outcome", "fine"], 64, "played"),
        (["schedule", "push", "none.json"] + order, 66, "none.json"),
        (["device", "list", "--centre", "centre.example.vn"], 64, "http://"),
    ])
    func `what is wrong is told before anything is sent`(arguments: [String], status: Int32, remedy: String) throws {
        let result = try Command.run(Command.loaPath, arguments, in: folder, environment: nobody)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(remedy), "\(result.errors)")
    }

    @Test func `a schedule with problems is not sent`() throws {
        try folder.write("{\"version\":1,\"zone\":\"Nowhere\",\"bulletins\":[]}", to: "s.json")
        let result = try Command.run(
            Command.loaPath, ["schedule", "push", "s.json"] + Self.order, in: folder, environment: nobody)
        #expect(result.status == 65)
        #expect(result.errors.contains("s.json: zone: "))
        #expect(!FileManager.default.fileExists(atPath: folder.file("keys/sequences.json")))
    }
}
