import ArgumentParser
import Keyring
import LoaModel
import Trust

struct EnrolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol", abstract: "Give a device its identity: a folder to copy to /etc/loa.",
        discussion: """
            Writes site.toml, the trust list with the root key's public part, and a
            certificate with its key for the link to the broker, signed by the keyring's
            own certificate authority (made at the first use).

            Afterwards: copy the folder to the device, run loa broker acl so that the
            broker knows the device, and look at loa-device check-config on the board.

            Examples:
              loa enrol loa-0001 --area vn/92/31528/ap-1 --out loa-0001 \\
                --broker broker.example.vn:8883
            Again, with a new certificate:
              loa enrol loa-0001 --area vn/92/31528/ap-1 --out loa-0001 --force
            """)

    @Argument(help: "The device's id, for ever: a-z, 0-9, - and _.", transform: { try DeviceID($0) })
    var device: DeviceID

    @Option(help: "Where it stands, like vn/92/31528/ap-1.", transform: { try Area($0) })
    var area: Area

    @Option(help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var out: String

    @Option(
        help: ArgumentHelp("The broker, as the device reaches it.", valueName: "host:port"),
        transform: { try HostPort(parsing: $0) })
    var broker = HostPort.loopback

    @Flag(help: "No TLS: for a trial with a broker on the device itself.")
    var plain = false

    @Option(
        name: .customLong("media-url"),
        help: ArgumentHelp(
            "The centre, where the device fetches media; http://<broker's host>:8080 if not given.",
            valueName: "url"))
    var mediaAddress: String?

    @Option(help: ArgumentHelp("The sound output: default, hw:CARD=..., file:out.wav.", valueName: "pcm"))
    var output = "default"

    @Option(help: ArgumentHelp("Where the device keeps what it must not lose.", valueName: "dir"))
    var data = "/var/lib/loa"

    @Option(help: ArgumentHelp("How long its certificate is valid, 1 to 29.", valueName: "years"))
    var years = 3

    @Flag(help: "Write over an earlier enrolment of the device.")
    var force = false

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        guard device.text != LinkParty.centreName else {
            throw ValidationError("'\(device)' is the centre's own name at the broker; choose another id")
        }
        guard !plain || broker.isLoopback else {
            throw ValidationError("--plain is for a broker on the device itself; \(broker.host) needs TLS")
        }
        guard (1...29).contains(years) else { throw ValidationError("--years allows 1 to 29") }
    }

    private struct Result: Encodable {
        var device: DeviceID
        var area: Area
        var folder: String
        var files: [String]
        var certificateExpires: Timestamp?
        var trustVersion: Int

        private enum CodingKeys: String, CodingKey {
            case device, area, folder, files
            case certificateExpires = "certificate_expires"
            case trustVersion = "trust_version"
        }
    }

    func run() throws {
        let keyring = try keyring.open()
        let now = WallClock.now
        var folder = DeviceFolder(out)
        guard force || !(folder.isUsed || keyring.isEnrolled(device)) else {
            throw OperationFailure(
                .notPermitted,
                "\(device) is enrolled already, or \(out) holds an enrolment; --force makes a new certificate")
        }
        let trust = try keyring.trust(at: now)
        let certificate = try plain ? nil : issue(from: keyring, at: now)
        try folder.write(trust)
        if let certificate { try folder.write(certificate.issued, authority: certificate.authority) }
        try folder.write(site)
        let expires = certificate?.issued.expires
        try keyring.keep(Enrolment(device: device, area: area, enrolled: now, expires: expires ?? now))
        let result = Result(
            device: device, area: area, folder: out, files: folder.files, certificateExpires: expires,
            trustVersion: trust.list.version)
        try format.json ? Terminal.say(json: result) : say(result)
    }

    private func issue(
        from keyring: KeyringFolder, at now: Timestamp
    ) throws -> (issued: LinkCertificate, authority: String) {
        let authority = try keyring.certificateAuthority(at: now)
        return (try authority.issue(to: .device(device), years: years, at: now), authority.certificatePEM)
    }

    private var site: SiteFile {
        let address = broker.host.contains(":") ? "[\(broker.host)]" : broker.host
        return SiteFile(
            device: device, area: area, data: data, broker: broker, plain: plain,
            mediaAddress: mediaAddress ?? "http://\(address):8080", output: output)
    }

    private func say(_ result: Result) {
        Terminal.say("enrolled \(device) in \(area), trust list \(result.trustVersion)")
        for file in result.files { Terminal.say("wrote \(out)/\(file)") }
        if let expires = result.certificateExpires { Terminal.say("its certificate is valid until \(expires)") }
        Terminal.say("next: loa broker acl, and copy \(out) to /etc/loa of the device")
    }
}
