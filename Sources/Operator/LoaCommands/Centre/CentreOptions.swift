import ArgumentParser
import Keyring

/// Which centre a command speaks to.
struct CentreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The centre's address, like http://127.0.0.1:8080; $LOA_CENTRE if not given.", valueName: "url"))
    var centre: String?

    @Option(help: ArgumentHelp("The file with the centre's token; $LOA_TOKEN_FILE if not given.", valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Certificate authorities (PEM) for an https centre; the system's if not given.", valueName: "file"))
    var centreCa: String?

    /// - Throws: `configuration` where no address is known or the token cannot be read.
    func client() throws -> CentreClient {
        guard let address = centre ?? Environment.value("LOA_CENTRE") else {
            throw OperationFailure(
                .configuration, "no centre; give --centre http://127.0.0.1:8080 or set LOA_CENTRE")
        }
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw OperationFailure(.usage, "'\(address)' is no address of a centre; write http://host:port")
        }
        return CentreClient(address: address, token: try token(), authorityFile: centreCa)
    }

    private func token() throws -> String? {
        guard let file = tokenFile ?? Environment.value("LOA_TOKEN_FILE") else { return nil }
        var text = String(decoding: try WholeFile.readSecret(file), as: UTF8.self)[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw OperationFailure(.configuration, "\(file): holds no token; it is one line of printable characters")
        }
        return String(text)
    }
}
