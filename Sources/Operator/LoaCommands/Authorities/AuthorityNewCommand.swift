import ArgumentParser
import Keyring
import LoaModel
import Trust

struct AuthorityNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make an authority with its key.",
        discussion: """
            Examples:
              loa authority new ubnd-31528 --name "UBND xã Vĩnh Hậu" --area vn/92/31528
              loa authority new pctt-92 --name "Ban chỉ huy PCTT" --area vn/92 \\
                --orders alert,cancel --classes emergency
            """)

    @Argument(help: "Its id: a-z, 0-9, - and _.", transform: { try AuthorityID($0) })
    var id: AuthorityID

    @Option(help: "Its name, for people; the id where none is given.")
    var name: String?

    @Option(
        name: .customLong("area"), help: "An area that it may speak to, like vn/92/31528. May be given again.",
        transform: { try Area($0) })
    var areas: [Area]

    @Option(
        help: "Orders that it may send: schedule,alert,cancel,command.",
        transform: { try CommaList<OrderType>(parsing: $0) })
    var orders = CommaList<OrderType>.all

    @Option(
        help: "Classes of bulletins that it may send: normal,priority,emergency.",
        transform: { try CommaList<BulletinClass>(parsing: $0) })
    var classes = CommaList<BulletinClass>.all

    @Flag(help: "Its schedules may name exceptions from the quiet hours.")
    var mayBreakQuietHours = false

    @Option(name: .customLong("max-gain"), help: ArgumentHelp("The loudest gain it may ask for.", valueName: "dB"))
    var maximumGain = 6.0

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        guard !areas.isEmpty else { throw ValidationError("no area; give --area vn/92/31528") }
        guard (-60...20).contains(maximumGain) else { throw ValidationError("--max-gain allows -60 to 20") }
    }

    func run() throws {
        let added = try keyring.open().add(
            TrustList.Authority(
                id: id, name: name ?? id.text, keys: [], areas: areas, orders: orders.words, classes: classes.words,
                mayBreakQuietHours: mayBreakQuietHours, maximumGainDecibels: maximumGain))
        if format.json { return try Terminal.say(json: added) }
        Terminal.say("made authority \(added.id) with key \(added.keys.map(\.kid).joined(separator: ", "))")
        Terminal.say("devices know it once they hold the new trust list: loa enrol writes it, or loa authority trust")
    }
}
