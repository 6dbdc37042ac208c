import ArgumentParser
import Keyring
import LoaModel
import Trust

struct SpeakerTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Have devices play a sweep and compare it with their calibration.",
        discussion: """
            The result stands in the as-run record, and what is wrong is a fault. It waits
            for what sounds, and keeps the quiet hours.

            Example:
              loa speaker test --authority ubnd-31528 --device loa-0001
            """)

    @OptionGroup var order: OrderOptions

    @Option(help: "Its id; made from the time if not given.", transform: { try BulletinID($0) })
    var id: BulletinID?

    @Option(help: ArgumentHelp("How long the sweep is, 2 to 5 s.", valueName: "s"))
    var seconds = 4.0

    @Option(help: ArgumentHelp("Louder or softer, -60 to 20 dB.", valueName: "dB"))
    var gain = 0.0

    @Flag(help: "Sound in the quiet hours too; the authority needs the right.")
    var inQuietHours = false

    @Option(
        help: "A device that hears of it later than this stays silent: 10m.", transform: { try TimeSpan(parsing: $0) })
    var expires = TimeSpan(minutes: 10)

    @OptionGroup var centre: CentreOptions
    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        let now = WallClock.now
        let test = SpeakerTest(
            id: try id ?? BulletinID("speaker-test-\(now.nanoseconds / 1_000_000)"), seconds: seconds,
            gainDecibels: gain, inQuietHours: inQuietHours)
        do {
            try test.check()
        } catch {
            throw OperationFailure(.usage, "the test's \(error)")
        }
        let sender = OrderSender(
            keyring: try keyring.open(), centre: try centre.client(), authority: order.authority,
            audience: try order.audience())
        let receipt = try await sender.send(.command(.speakerTest(test)), validFor: expires.seconds, at: now)
        if format.json { return try Terminal.say(json: receipt) }
        receipt.say()
        Terminal.say("to see what it found: loa asrun --json, broadcast \(order.authority)/\(test.id)")
    }
}
