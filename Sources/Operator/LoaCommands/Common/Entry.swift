import ArgumentParser
import Glibc
import Keyring
import LoaModel

extension Loa {
    /// Runs the command line and ends the process with the status of sysexits.h that fits.
    public static func run(_ arguments: [String]) async -> Never {
        // A reader that has gone, as head(1) does, ends us without a word.
        signal(SIGPIPE, SIG_DFL)
        do {
            var command = try parseAsRoot(arguments)
            if var slow = command as? any AsyncParsableCommand {
                try await slow.run()
            } else {
                try command.run()
            }
            guard fflush(nil) == 0 else {
                throw OperationFailure(.cannotCreate, "the results cannot be written to the standard output")
            }
            Glibc.exit(0)
        } catch let failure as OperationFailure {
            end(failure)
        } catch let problem as ModelError {
            end(OperationFailure(.data, problem.description))
        } catch {
            exit(withError: error)
        }
    }

    private static func end(_ failure: OperationFailure) -> Never {
        fflush(nil)
        Terminal.complain("loa: \(failure.message)")
        Glibc.exit(failure.status.rawValue)
    }
}
