import ArgumentParser
import Keyring
import LoaModel
import Trust

struct AlertCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End an alert, or with --bulletin what sounds of a bulletin now.",
        discussion: """
            Example:
              loa alert cancel alert-1795255320000 --authority ubnd-31528 \\
                --area vn/92/31528
            """)

    @Argument(help: "The id that loa alert send printed.", transform: { try BulletinID($0) })
    var id: BulletinID

    @OptionGroup var order: OrderOptions

    @Flag(help: "The id is that of a bulletin of a schedule.")
    var bulletin = false

    @Option(help: "Why, for people.")
    var reason: String?

    @Option(help: "A device that hears of it later ignores it: 1d.", transform: { try TimeSpan(parsing: $0) })
    var expires = TimeSpan(days: 1)

    @OptionGroup var centre: CentreOptions
    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        let sender = OrderSender(
            keyring: try keyring.open(), centre: try centre.client(), authority: order.authority,
            audience: try order.audience())
        let cancellation = Cancellation(target: bulletin ? .bulletin : .alert, id: id, reason: reason)
        let receipt = try await sender.send(.cancel(cancellation), validFor: expires.seconds, at: WallClock.now)
        try format.json ? Terminal.say(json: receipt) : receipt.say()
    }
}
