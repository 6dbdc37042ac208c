import ArgumentParser
import Keyring
import LoaModel
import Trust

struct SchedulePushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Check a schedule, upload its media, sign it and send it.",
        discussion: """
            It replaces the whole schedule of the authority for the area.

            Example:
              loa schedule push week.json --authority ubnd-31528 --area vn/92/31528
            """)

    @Argument(help: ArgumentHelp("The schedule.", valueName: "file"))
    var file: String

    @OptionGroup var order: OrderOptions

    @Option(help: "How long a device may still accept it: 30d, 12h.", transform: { try TimeSpan(parsing: $0) })
    var expires = TimeSpan(days: 366)

    @OptionGroup var centre: CentreOptions
    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        let now = WallClock.now
        let schedule = try ScheduleFile(file)
        let inspection = ScheduleInspection(schedule, at: now)
        inspection.report(on: file)
        guard let body = inspection.schedule else { throw ExitCode(OperationFailure.Status.data.rawValue) }
        let sender = OrderSender(
            keyring: try keyring.open(), centre: try centre.client(), authority: order.authority,
            audience: try order.audience())
        // Before anything is sent: whether there is a key to sign with.
        _ = try sender.keyring.key(of: order.authority)
        for media in schedule.media {
            let sent = try await sender.centre.upload(media, progress: ProgressBar("sending \(media.path)"))
            if sent, !format.json { Terminal.complain("\(media.path): sent, \(media.bytes) bytes") }
        }
        let receipt = try await sender.send(.schedule(body), validFor: expires.seconds, at: now)
        try format.json ? Terminal.say(json: receipt) : receipt.say()
    }
}
