import ArgumentParser
import Glibc
import Keyring
import LoaModel

struct BrokerConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Write mosquitto.conf and the rights of the devices.",
        discussion: """
            Certificates are those of loa broker init in the same folder. Start the
            broker with mosquitto -c <dir>/mosquitto.conf.

            Examples:
              loa broker config --out /etc/loa-broker --port 8883 --address 0.0.0.0 \\
                --user mosquitto
            On this machine alone, without certificates:
              loa broker config --out trial --port 1883 --plain
            """)

    @Option(help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var out: String

    @Option(help: ArgumentHelp("The port to listen at.", valueName: "n"))
    var port = 8_883

    @Option(help: ArgumentHelp("The address to listen at; 0.0.0.0 for every one of this machine.", valueName: "ip"))
    var address = "127.0.0.1"

    @Flag(help: "No TLS and no rights, on loopback alone: for a trial.")
    var plain = false

    @Option(
        help: ArgumentHelp(
            "The account that mosquitto runs as when root starts it; yours if not given.", valueName: "name"))
    var user: String?

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    private struct Result: Encodable {
        var configuration: String
        var devices: Int
    }

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port allows 1 to 65535") }
        guard case .address = try HostName(address) else {
            throw ValidationError("--address '\(address)' is no IP address")
        }
        guard !plain || ["127.0.0.1", "::1"].contains(address) else {
            throw ValidationError("--plain is for loopback; \(address) needs TLS")
        }
        if let user, user.isEmpty || !user.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) {
            throw ValidationError("--user '\(user)' is no account")
        }
    }

    func run() throws {
        let folder = try BrokerFolder(out)
        guard !folder.path.utf8.contains(where: { $0 < 0x20 }) else {
            throw OperationFailure(.usage, "the folder's name has control characters; mosquitto cannot read it")
        }
        guard plain || WholeFile.exists(folder.key) else {
            throw OperationFailure(.noInput, "\(folder.key) is missing; run loa broker init --out \(out) first")
        }
        let owner = try Account(named: user)
        let configuration = BrokerConfiguration(
            folder: folder, address: address, port: port, plain: plain, user: owner.name)
        try WholeFile.makeFolder(folder.path, mode: 0o700)
        try WholeFile.makeFolder(folder.data, mode: 0o700)
        let devices = try plain ? [] : keyring.open().enrolments()
        try WholeFile.write(Array(AccessList(enrolments: devices).text.utf8), to: folder.acl, readers: .owner)
        try WholeFile.write(Array(configuration.text.utf8), to: folder.configuration, readers: .everybody)
        if user != nil { try owner.take([folder.path, folder.data, folder.acl, folder.key]) }
        let result = Result(configuration: folder.configuration, devices: devices.count)
        if format.json { return try Terminal.say(json: result) }
        Terminal.say("wrote \(folder.configuration) with rights for \(devices.count) devices")
        Terminal.say("start it: mosquitto -c \(folder.configuration)")
    }
}
