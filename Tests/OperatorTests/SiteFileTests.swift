import LoaModel
import Settings
import TOMLFile
import Testing

/// What `loa enrol` writes is what the device's own reader takes.
struct SiteFileTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func settings(_ arguments: String...) throws -> DeviceSettings {
        let result = try Command.run(
            Command.loaPath, ["enrol", "loa-0001", "--area", "vn/92/31528", "--out", "device"] + arguments, in: folder)
        #expect(result.status == 0, "\(result.errors)")
        let site = folder.file("device/site.toml")
        return try DeviceSettings(
            files: [(name: "site.toml", entries: try TOMLFile.read(site))], folder: folder.file("device"),
            knowsZone: { _ in true })
    }

    @Test func `the device finds its files`() throws {
        let settings = try settings("--broker", "broker.example.vn:8884", "--output", "file:out.wav", "--data", "/x y")
        #expect(settings.device.text == "loa-0001")
        #expect(settings.area.description == "vn/92/31528")
        #expect(settings.dataFolder == "/x y")
        #expect(settings.broker.host == "broker.example.vn")
        #expect(settings.broker.port == 8_884)
        #expect(settings.media.url == "http://broker.example.vn:8080")
        #expect(settings.output.pcm == "file:out.wav")
        let tls = try #require(settings.broker.tls)
        for path in [settings.trustFile, settings.rootKeyFile, tls.authority, tls.certificate, tls.key] {
            #expect(path.hasPrefix(folder.file("device/")))
            #expect(try !folder.bytes(String(path.dropFirst(folder.path.count + 1))).isEmpty)
        }
    }

    @Test func `a plain link is taken for loopback`() throws {
        #expect(try settings("--plain", "--broker", "127.0.0.1:1883").broker.tls == nil)
    }
}
