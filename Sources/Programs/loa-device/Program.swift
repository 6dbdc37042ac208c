import ArgumentParser
import LinuxWorkers

@main
struct Program {
    /// Two threads suffice for tasks: what blocks has one of its own.
    static func main() {
        do {
            try TaskThreads.run(count: 2) {
                var command = try LoaDevice.parseAsRoot()
                if var task = command as? any AsyncParsableCommand { try await task.run() } else { try command.run() }
            }
        } catch {
            LoaDevice.exit(withError: error)
        }
    }
}
