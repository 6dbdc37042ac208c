import ArgumentParser
import Keyring

/// Which keyring a command uses.
struct KeyringOptions: ParsableArguments {
    @Option(
        name: .customLong("keys"),
        help: ArgumentHelp(
            "The keyring's folder: $LOA_KEYS, or else ~/.config/loa. Its owner alone may look into it.",
            valueName: "dir"))
    var folder: String?

    func open() throws -> KeyringFolder { try KeyringFolder(try path()) }

    private func path() throws -> String {
        if let given = folder ?? Environment.value("LOA_KEYS") { return given }
        guard let home = Environment.value("HOME") else {
            throw OperationFailure(.configuration, "no keyring: give --keys <dir>, or set LOA_KEYS or HOME")
        }
        return home + "/.config/loa"
    }
}
