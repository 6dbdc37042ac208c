import ArgumentParser
import Keyring
import LoaModel

struct BrokerInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the certificates of the broker and of the centre.",
        discussion: """
            Writes ca.pem, broker.pem and broker.key for the broker, centre.pem and
            centre.key for loa-centre.

            Example:
              loa broker init --out broker --host broker.example.vn --host 203.0.113.5
            """)

    @Option(help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var out: String

    @Option(
        name: .customLong("host"),
        help: ArgumentHelp(
            "A name or IP address under which devices reach the broker. May be given again.", valueName: "name"),
        transform: {
            _ = try HostName($0)
            return $0
        })
    var hosts: [String]

    @Option(help: ArgumentHelp("How long the certificates are valid, 1 to 29.", valueName: "years"))
    var years = 3

    @Flag(help: "Write over certificates that are there.")
    var force = false

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    private struct Result: Encodable {
        var folder: String
        var hosts: [String]
        var expires: Timestamp
    }

    func validate() throws {
        guard !hosts.isEmpty else { throw ValidationError("no host; give --host broker.example.vn") }
        guard (1...29).contains(years) else { throw ValidationError("--years allows 1 to 29") }
    }

    func run() throws {
        let folder = try BrokerFolder(out)
        guard force || !WholeFile.exists(folder.key) else {
            throw OperationFailure(.notPermitted, "\(folder.key) exists; --force makes new certificates")
        }
        let now = WallClock.now
        let authority = try keyring.open().certificateAuthority(at: now)
        let broker = try authority.issue(to: .broker(hosts: hosts), years: years, at: now)
        let centre = try authority.issue(to: .centre, years: years, at: now)
        try WholeFile.makeFolder(folder.path, mode: 0o700)
        try write(authority.certificatePEM, to: folder.authority, readers: .everybody)
        try write(broker.key, to: folder.key, readers: .owner)
        try write(broker.certificate, to: folder.certificate, readers: .everybody)
        try write(centre.key, to: folder.centreKey, readers: .owner)
        try write(centre.certificate, to: folder.centreCertificate, readers: .everybody)
        let result = Result(folder: folder.path, hosts: hosts, expires: broker.expires)
        if format.json { return try Terminal.say(json: result) }
        Terminal.say("wrote certificates of broker (\(hosts.joined(separator: ", "))) and centre to \(folder.path)")
        Terminal.say("valid until \(broker.expires); next: loa broker config --out \(out)")
    }

    private func write(_ text: String, to path: String, readers: WholeFile.Readers) throws {
        try WholeFile.write(Array(text.utf8), to: path, readers: readers)
    }
}
