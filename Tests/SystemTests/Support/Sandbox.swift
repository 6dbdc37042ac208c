import Foundation
import Glibc

/// A device whose data folder is a small file system of its own, in a mount namespace of its own.
///
/// Root makes one at once; others become root of a user namespace first.
struct Sandbox {
    private let process: pid_t

    /// The command that runs a program so.
    static func smallDisk(at folder: String, mode: String = "rw") throws -> [String] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let user = geteuid() == 0 ? [] : ["--user", "--map-root-user"]
        return [try Place.tool("unshare"), "--mount", "--propagation", "unchanged"] + user + [
            // In a chroot the root is no mount point and cannot be made private; there it need not be.
            "sh", "-c",
            "mount --make-rprivate / 2>/dev/null; mount -t tmpfs -o size=8m,\(mode) loa-data \"$0\" && exec \"$@\"",
            folder,
        ]
    }

    init(of bed: Bed) throws {
        guard let id = bed.device?.id else { throw SystemFailure("no device runs") }
        process = id
    }

    private func inside(_ command: String...) throws {
        let user = geteuid() == 0 ? [] : ["--user", "--preserve-credentials"]
        try Child.run(Place.tool("nsenter"), ["--target", "\(process)", "--mount"] + user + command)
    }

    /// Leaves not a byte.
    func fill(_ folder: String) throws {
        try inside(
            "sh", "-c",
            "cat /dev/zero > \(folder)/ballast 2>/dev/null; cat /dev/zero > \(folder)/last 2>/dev/null; true")
    }

    func empty(_ folder: String) throws { try inside("rm", "-f", "\(folder)/ballast", "\(folder)/last") }

    func remount(_ folder: String, _ mode: String) throws { try inside("mount", "-o", "remount,\(mode)", folder) }
}
