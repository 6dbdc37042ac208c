import ArgumentParser

struct AuthorityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authority", abstract: "Who may sign orders: keys and rights.",
        discussion: """
            An authority is an office that may send orders to the devices of its areas.
            Its key stays in the keyring; its public part and its rights go into the
            trust list, which the root key signs and every device holds.
            """,
        subcommands: [
            AuthorityNewCommand.self, AuthorityListCommand.self, AuthorityTrustCommand.self, AuthorityRootCommand.self,
        ])
}
