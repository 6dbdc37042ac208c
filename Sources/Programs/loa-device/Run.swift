import ArgumentParser
import DeviceApp
import FoundationEssentials
import LinuxSystem
import LoaModel
import Logging
import Settings

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the daemon.", discussion: "SIGTERM ends it within two seconds with everything saved.")

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let termination = try Termination.signals()
        let folder = try ConfigFolder.read(options.config)
        var log = Logger(label: "loa-device", factory: { StreamLogHandler.standardError(label: $0) })
        log.logLevel = Logger.Level(rawValue: folder.settings.logLevel) ?? .info
        do {
            await DeviceApp(try Composition(folder, log: log).parts()).run(until: termination)
        } catch {
            complain("loa-device: \(error)")
            throw ExitCode.failure
        }
    }
}
