import Foundation
import LoaModel
import Testing
import Trust

struct EnrolCommandTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        _ = try Command.loa("authority", "new", "ubnd", "--area", "vn/92", in: folder)
    }

    @Test func `a device gets all that it needs, and its secret is its own`() throws {
        let result = try Command.loa(
            "enrol", "loa-0001", "--area", "vn/92/31528", "--out", "device", "--broker", "[::1]:8884", "--media-url",
            "https://centre.example.vn", "--output", "hw:CARD=\"x\"", "--json", in: folder)
        #expect(result.status == 0)
        #expect(try folder.mode("device/device.key") == 0o600)
        #expect(try folder.mode("device") == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("device"))
        #expect(Set(names) == ["site.toml", "trust.jws", "root.pub", "ca.pem", "device.pem", "device.key"])
        #expect(Set(result.object["files"] as? [String] ?? []) == Set(names))
        let root = try JSON.decode(TrustList.Key.self, from: try folder.bytes("device/root.pub"))
        let trust = try TrustList(verifying: try folder.bytes("device/trust.jws"), root: root)
        #expect(trust.authorities.map(\.id.text) == ["ubnd"])
        try Command.run(
            "/usr/bin/openssl",
            ["verify", "-purpose", "sslclient", "-CAfile", "device/ca.pem", "device/device.pem"], in: folder
        ).expectSuccess()
    }

    @Test func `another reader of TOML reads the settings as they were meant`() throws {
        _ = try Command.loa(
            "enrol", "loa-0001", "--area", "vn/92/31528", "--out", "device", "--broker", "[::1]:8884", "--output",
            "hw:CARD=\"x\\y\"", in: folder)
        let script = "import json,tomllib; print(json.dumps(tomllib.load(open('device/site.toml','rb'))))"
        let read = try Command.run("/usr/bin/env", ["python3", "-c", script], in: folder)
        let site = try #require(read.object as? [String: [String: Any]], "\(read.errors)")
        #expect(site["device"]?["id"] as? String == "loa-0001")
        #expect(site["device"]?["area"] as? String == "vn/92/31528")
        #expect(site["device"]?["root_key"] as? String == "root.pub")
        #expect(site["broker"]?["host"] as? String == "::1")
        #expect(site["broker"]?["port"] as? Int == 8_884)
        #expect(site["broker"]?["key"] as? String == "device.key")
        #expect(site["media"]?["url"] as? String == "http://[::1]:8080")
        #expect(site["output"]?["pcm"] as? String == "hw:CARD=\"x\\y\"")
    }

    @Test func `an enrolment is not written over unless forced`() throws {
        let enrol = ["enrol", "loa-0001", "--area", "vn/92/31528", "--out"]
        try Command.run(Command.loaPath, enrol + ["device"], in: folder).expectSuccess()
        let key = try folder.text("device/device.key")
        for place in ["device", "elsewhere"] {
            let again = try Command.run(Command.loaPath, enrol + [place], in: folder)
            #expect(again.status == 77)
            #expect(again.errors.contains("--force"))
        }
        #expect(try folder.text("device/device.key") == key)
        try Command.run(Command.loaPath, enrol + ["device", "--force"], in: folder).expectSuccess()
        #expect(try folder.text("device/device.key") != key)
    }

    @Test func `a plain link has no certificate and is for loopback alone`() throws {
        try Command.loa(
            "enrol", "loa-0002", "--area", "vn/92", "--out", "plain", "--plain", "--broker", "127.0.0.1:1883",
            in: folder
        ).expectSuccess()
        #expect(!(try folder.text("plain/site.toml")).contains("certificate"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("plain/device.key")))
        let far = try Command.loa(
            "enrol", "loa-0003", "--area", "vn/92", "--out", "far", "--plain", "--broker", "10.0.0.1:1883", in: folder)
        #expect(far.status == 64)
    }

    @Test(arguments: [
        (["centre", "--area", "vn", "--out", "x"], "the centre's own name"),
        (["Loa 1", "--area", "vn", "--out", "x"], "a-z"),
        (["loa-1", "--area", "vn", "--out", "x", "--broker", "nowhere"], "host:port"),
        (["loa-1", "--area", "vn", "--out", "x", "--broker", "a:99999"], "host:port"),
        (["loa-1", "--area", "vn", "--out", "x", "--years", "30"], "1 to 29"),
        (["loa-1", "--area", "vn"], "--out"),
    ])
    func `a wrong command line writes nothing`(arguments: [String], remedy: String) throws {
        let result = try Command.run(Command.loaPath, ["enrol"] + arguments, in: folder)
        #expect(result.status == 64)
        #expect(result.errors.contains(remedy), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
    }

    @Test func `the broker's rights name every device, with its own areas`() throws {
        _ = try Command.loa("enrol", "loa-a", "--area", "vn/92/31528", "--out", "a", in: folder)
        _ = try Command.loa("broker", "init", "--out", "broker", "--host", "localhost", in: folder)
        try Command.loa("broker", "config", "--out", "broker", "--port", "18883", in: folder).expectSuccess()
        _ = try Command.loa("enrol", "loa-b", "--area", "vn/93", "--out", "b", in: folder)
        let result = try Command.loa("broker", "acl", "--out", "broker", "--json", in: folder)
        #expect((result.object["devices"] as? [[String: Any]])?.map { $0["device"] as? String } == ["loa-a", "loa-b"])
        let rights = try folder.text("broker/acl").components(separatedBy: "user ")
        let first = try #require(rights.first { $0.hasPrefix("loa-a") })
        #expect(first.contains("topic read loa/1/area/vn/92/31528/alert/+\n"))
        #expect(!first.contains("vn/93"))
        #expect(first.contains("topic write loa/1/device/loa-a/report\n"))
        #expect(!first.contains("loa-b"))
    }

    @Test(arguments: [
        (["config", "--out", "b"], 66, "loa broker init"),
        (["acl", "--out", "b"], 66, "loa broker config"),
        (["init", "--out", "b"], 64, "--host"),
        (["config", "--out", "b", "--plain", "--address", "0.0.0.0"], 64, "loopback"),
        (["config", "--out", "b", "--plain", "--user", "no-such-account"], 78, "--user"),
    ])
    func `a broker is set up in order`(arguments: [String], status: Int32, remedy: String) throws {
        let result = try Command.run(Command.loaPath, ["broker"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(remedy), "\(result.errors)")
    }
}
