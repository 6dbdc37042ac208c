import ArgumentParser
import LoaModel

@main
struct LoaCentre: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loa-centre",
        abstract: "The provincial end of Loa: takes orders, keeps reports, serves media, shows the fleet.",
        discussion: """
            Exit codes: 0 ended in good order; 64 wrong use; 69 the address cannot be listened on; \
            74 the data folder cannot be used; 78 wrong settings.
            """,
        version: Version.current,
        subcommands: [ServeCommand.self])
}
