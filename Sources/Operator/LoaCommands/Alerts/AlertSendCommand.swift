import ArgumentParser
import Keyring
import LoaModel
import Trust

struct AlertSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Sound an alert.",
        discussion: """
            Without a file and a text the attention tone sounds alone. With both the text is
            spoken, and the file sounds where a device cannot speak. Prints the id with which
            the alert can be cancelled.

            Examples:
              loa alert send --authority ubnd-31528 --area vn/92/31528 \\
                --title "Lũ trên sông Hậu" --file lu.wav --times 3
              loa alert send --authority ubnd-31528 --area vn/92/31528 \\
                --title "Lũ quét" --text "Lũ quét. Bà con rời khỏi bờ suối ngay."
              loa alert send --authority ubnd-31528 --area vn/92/31528 \\
                --title "Thử còi" --times 1 --expires 2m --zones cho,truong
            """)

    @OptionGroup var order: OrderOptions

    @Option(help: "What it is about, for people.")
    var title: String

    @Option(help: ArgumentHelp("The message.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("The message as a text that the devices speak.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("The voice that speaks it; each device's own if not given.", valueName: "name"))
    var voice: String?

    @Option(help: "Its id; made from the time if not given.", transform: { try BulletinID($0) })
    var id: BulletinID?

    @Option(help: ArgumentHelp("How often the message sounds, 1 to 100.", valueName: "n"))
    var times = 2

    @Option(
        help: ArgumentHelp(
            "The attention tone before each message, 0 to 30 s; each device's own if not given.", valueName: "s"))
    var toneSeconds: Double?

    @Option(help: ArgumentHelp("Silence between two messages, 0 to 30 s.", valueName: "s"))
    var gapSeconds = 2.0

    @Option(help: ArgumentHelp("The longest it may sound in all, 1 to 21600 s.", valueName: "s"))
    var maxSeconds = 600.0

    @Option(help: ArgumentHelp("Louder or softer, -60 to 20 dB.", valueName: "dB"))
    var gain = 0.0

    @Option(
        help: ArgumentHelp(
            "The horn zones that it is for; all if not given. A site that has not all of them sounds it on all horns.",
            valueName: "names"))
    var zones: String?

    @Option(
        help: "A device that hears of it later than this stays silent: 10m.", transform: { try TimeSpan(parsing: $0) })
    var expires = TimeSpan(minutes: 10)

    @OptionGroup var centre: CentreOptions
    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        let now = WallClock.now
        let media = try file.map { try MediaFile($0, progress: ProgressBar("reading \($0)")) }
        let alert = Alert(
            id: try id ?? BulletinID("alert-\(now.nanoseconds / 1_000_000)"), title: title,
            source: media.map { .media($0.reference) },
            speech: text.map { Speech($0, voice: voice) }, toneSeconds: toneSeconds, times: times,
            gapSeconds: gapSeconds,
            maximumSeconds: maxSeconds, gainDecibels: gain,
            hornZones: zones.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) })
        do {
            try alert.check()
            do { try HornZones.check(alert.hornZones ?? []) } catch { throw error.under("zones") }
        } catch {
            throw OperationFailure(.usage, "the alert's \(error)")
        }
        let sender = OrderSender(
            keyring: try keyring.open(), centre: try centre.client(), authority: order.authority,
            audience: try order.audience())
        _ = try sender.keyring.key(of: order.authority)
        if let media { _ = try await sender.centre.upload(media, progress: ProgressBar("sending \(media.path)")) }
        let receipt = try await sender.send(.alert(alert), validFor: expires.seconds, at: now)
        if format.json { return try Terminal.say(json: receipt) }
        receipt.say()
        Terminal.say("to end it: loa alert cancel \(alert.id) --authority \(order.authority) and the same audience")
    }
}
