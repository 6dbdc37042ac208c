import ArgumentParser
import Keyring
import LoaModel
import Trust

struct AuthorityRootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root", abstract: "Show the public part of the root key; make it at the first use.",
        discussion: """
            Devices get it at enrolment and believe nothing else: keep a copy of the
            keyring in a safe place. A lost root key means to visit every device.
            """)

    @OptionGroup var keyring: KeyringOptions
    @OptionGroup var format: FormatOptions

    func run() throws {
        let key = try keyring.open().rootKey().publicKey
        if format.json { return try Terminal.say(json: key) }
        Terminal.say("root key \(key.kid), public part \(key.x)")
    }
}
