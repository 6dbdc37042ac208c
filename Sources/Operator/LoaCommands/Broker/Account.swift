import Glibc
import Keyring

/// A user account of this machine.
struct Account {
    let name: String
    private let user: uid_t
    private let group: gid_t

    /// - Parameter name: nil means the account that runs this program.
    init(named name: String?) throws {
        let found = if let name { getpwnam(name) } else { getpwuid(geteuid()) }
        guard let entry = found?.pointee, let entryName = entry.pw_name else {
            throw OperationFailure(
                .configuration,
                "there is no account '\(name ?? String(geteuid()))' here; install mosquitto, or name another with --user"
            )
        }
        self.name = String(cString: entryName)
        user = entry.pw_uid
        group = entry.pw_gid
    }

    /// Gives files and folders to the account, where they exist.
    func take(_ paths: [String]) throws {
        for path in paths where WholeFile.exists(path) {
            guard chown(path, user, group) == 0 else {
                throw OperationFailure(.notPermitted, "cannot give \(path) to \(name); run this as root")
            }
        }
    }
}
