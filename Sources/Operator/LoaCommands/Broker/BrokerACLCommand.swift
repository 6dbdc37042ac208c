import ArgumentParser
import Glibc
import Keyring
import LoaModel

struct BrokerACLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acl", abstract: "Write the rights of the enrolled devices anew.",
        discussion: "Example: loa broker acl --out /etc/loa-broker --reload")

    @Option(help: ArgumentHelp("The broker's folder.", valueName: "dir"))
    var out: String

    @Flag(help: "Tell the running broker to read them (SIGHUP).")
    var reload = false

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    private struct Result: Encodable {
        var acl: String
        var devices: [Enrolment]
    }

    func run() throws {
        let folder = try BrokerFolder(out)
        guard WholeFile.exists(folder.configuration) else {
            throw OperationFailure(.noInput, "\(folder.configuration) is missing; run loa broker config --out \(out)")
        }
        let devices = try keyring.open().enrolments()
        try write(AccessList(enrolments: devices), to: folder.acl)
        if reload { try signal(folder.processID) }
        if format.json { return try Terminal.say(json: Result(acl: folder.acl, devices: devices)) }
        Terminal.say("wrote \(folder.acl) with rights for \(devices.count) devices")
        if !reload { Terminal.say("the broker reads it after: loa broker acl --out \(out) --reload") }
    }

    /// The list keeps its owner, which may be the broker's account.
    private func write(_ list: AccessList, to path: String) throws {
        var before = stat()
        let existed = stat(path, &before) == 0
        try WholeFile.write(Array(list.text.utf8), to: path, readers: .owner)
        if existed, before.st_uid != geteuid(), chown(path, before.st_uid, before.st_gid) != 0 {
            throw OperationFailure(.notPermitted, "cannot give \(path) back to its owner; run this as root")
        }
    }

    private func signal(_ processFile: String) throws {
        let text = String(decoding: try WholeFile.read(processFile, limit: 64), as: UTF8.self)
        guard let process = pid_t(text.prefix { $0.isNumber }), process > 1 else {
            throw OperationFailure(.data, "\(processFile) names no process; is the broker running?")
        }
        guard kill(process, SIGHUP) == 0 else {
            throw OperationFailure(.unavailable, "no broker runs as process \(process) of \(processFile); start it")
        }
    }
}
