import ArgumentParser
import Keyring
import LoaModel
import Trust

struct AuthorityListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The authorities of the keyring.")

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func run() throws {
        let authorities = try keyring.open().authorities()
        if format.json { return try Terminal.say(json: authorities) }
        var table = Table("ID", "NAME", "AREAS", "ORDERS", "CLASSES", "QUIET HOURS", "KEYS")
        for authority in authorities {
            table.add(
                authority.id.text, authority.name, authority.areas.map(\.description).joined(separator: ","),
                authority.orders.map(\.rawValue).joined(separator: ","),
                authority.classes.map(\.rawValue).joined(separator: ","),
                authority.mayBreakQuietHours ? "may break" : "keeps", authority.keys.map(\.kid).joined(separator: ","))
        }
        table.show()
    }
}
