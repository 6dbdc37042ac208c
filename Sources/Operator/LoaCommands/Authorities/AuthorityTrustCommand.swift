import ArgumentParser
import Keyring
import LoaModel
import Trust

struct AuthorityTrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Sign the trust list with the root key.",
        discussion: """
            The list's version rises each time that an authority was added or changed.
            Without --out the signed list goes to the standard output.

            Example: loa authority trust --out /etc/loa-centre/trust.jws
            """)

    @Option(help: ArgumentHelp("Where to write it; root.pub is written beside it.", valueName: "file"))
    var out: String?

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    private struct Result: Encodable {
        var version: Int
        var authorities: [AuthorityID]
        var root: TrustList.Key
        var files: [String]
    }

    func run() throws {
        let trust = try keyring.open().trust(at: WallClock.now)
        guard let out else {
            return format.json
                ? try say(trust, files: []) : Terminal.say(String(decoding: trust.signed, as: UTF8.self))
        }
        let folder = out.lastIndex(of: "/").map { String(out[..<$0]) + "/" } ?? ""
        try TrustFiles.write(trust, list: out, root: folder + "root.pub")
        try say(trust, files: [out, folder + "root.pub"])
    }

    private func say(_ trust: SignedTrust, files: [String]) throws {
        if format.json {
            let ids = trust.list.authorities.map(\.id)
            return try Terminal.say(
                json: Result(version: trust.list.version, authorities: ids, root: trust.root, files: files))
        }
        Terminal.say(
            "trust list \(trust.list.version), \(trust.list.authorities.count) authorities, root key \(trust.root.kid)")
        for file in files { Terminal.say("wrote \(file)") }
    }
}
