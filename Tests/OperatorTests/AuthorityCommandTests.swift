import LoaModel
import Testing
import Trust

struct AuthorityCommandTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    @Test func `an authority is made, listed and trusted`() throws {
        let made = try Command.loa(
            "authority", "new", "ubnd", "--name", "UBND xã", "--area", "vn/92/31528", "--area", "vn/93", "--orders",
            "schedule,cancel", "--classes", "normal", "--may-break-quiet-hours", "--max-gain", "3", "--json", in: folder
        )
        #expect(made.status == 0)
        let listed = try Command.loa("authority", "list", "--json", in: folder)
        let authority = try #require(
            try JSON.decode([TrustList.Authority].self, from: Array(listed.output.utf8)).first)
        #expect(authority.name == "UBND xã")
        #expect(authority.areas.map(\.description) == ["vn/92/31528", "vn/93"])
        #expect(authority.orders == [.schedule, .cancel])
        #expect(authority.classes == [.normal])
        #expect(authority.mayBreakQuietHours)
        #expect(authority.maximumGainDecibels == 3)

        let trusted = try Command.loa("authority", "trust", "--out", "t.jws", "--json", in: folder)
        #expect(trusted.object["version"] as? Int == 1)
        let root = try JSON.decode(TrustList.Key.self, from: try folder.bytes("root.pub"))
        #expect(try TrustList(verifying: try folder.bytes("t.jws"), root: root).authorities == [authority])
    }

    @Test func `no secret is ever printed`() throws {
        var said = ""
        for arguments in [["new", "a", "--area", "vn"], ["list"], ["root"], ["trust"], ["trust", "--json"]] {
            let result = try Command.run(
                Command.loaPath, ["authority"] + arguments, in: folder)
            #expect(result.status == 0)
            said += result.output + result.errors
        }
        for name in ["keys/root.key", "keys/authorities/a.key"] {
            struct Secret: Decodable { var d: String }
            let secret = try JSON.decode(Secret.self, from: try folder.bytes(name)).d
            #expect(!said.contains(secret))
        }
    }

    @Test func `the table is for people`() throws {
        _ = try Command.loa("authority", "new", "ubnd", "--name", "Ủy ban", "--area", "vn/92", in: folder)
        let lines = try Command.loa("authority", "list", in: folder).output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("ID    NAME    AREAS"))
        #expect(lines[1].hasPrefix("ubnd  Ủy ban  vn/92"))
    }

    @Test(arguments: [
        (["new", "Not An Id", "--area", "vn"], 64, "a-z"),
        (["new", "a"], 64, "--area"),
        (["new", "a", "--area", "VN"], 64, "vn/92/31528"),
        (["new", "a", "--area", "vn", "--orders", "play"], 64, "schedule, alert, cancel, command"),
        (["new", "a", "--area", "vn", "--max-gain", "99"], 64, "-60 to 20"),
        (["frobnicate"], 64, "Usage"),
        (["trust", "--out", "no/such/folder/t.jws"], 66, "check the name"),
    ])
    func `a wrong command line says what is right`(arguments: [String], status: Int32, remedy: String) throws {
        let result = try Command.run(Command.loaPath, ["authority"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(remedy), "\(result.errors)")
        #expect(result.output == "")
    }

    @Test func `an authority that exists is kept`() throws {
        _ = try Command.loa("authority", "new", "a", "--area", "vn", in: folder)
        let key = try folder.text("keys/authorities/a.key")
        let again = try Command.loa("authority", "new", "a", "--area", "vn", in: folder)
        #expect(again.status == 77)
        #expect(try folder.text("keys/authorities/a.key") == key)
    }

    @Test func `without any place for a keyring it says how to name one`() throws {
        let result = try Command.loa("authority", "list", in: folder, environment: ["LOA_KEYS": "", "HOME": ""])
        #expect(result.status == 78)
        #expect(result.errors.contains("--keys"))
    }

    @Test func `the keyring stands in the home folder where nothing else is said`() throws {
        _ = try Command.loa("authority", "root", in: folder, environment: ["LOA_KEYS": ""])
        #expect(try folder.mode(".config/loa/root.key") == 0o600)
        #expect(try folder.mode(".config/loa") == 0o700)
    }

    @Test func `help names each command`() throws {
        let help = try Command.loa("--help", in: folder)
        #expect(help.status == 0)
        for command in ["authority", "enrol", "broker", "schedule"] { #expect(help.output.contains(command)) }
    }
}
