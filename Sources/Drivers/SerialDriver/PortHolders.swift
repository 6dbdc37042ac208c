import Glibc

/// A program that has a port open.
public struct PortHolder: Hashable, Sendable, CustomStringConvertible {
    public var process: Int
    /// As in /proc/PID/comm, at most 15 bytes.
    public var program: String

    public var description: String { "\(program) (process \(process))" }
}

/// Who has a port open, as far as /proc shows it: all to root, to others only their own programs.
enum PortHolders {
    static func find(_ path: String) -> [PortHolder] {
        var wanted = stat()
        guard stat(path, &wanted) == 0 else { return [] }
        let all = FileSystem.names(in: "/proc").compactMap { name -> PortHolder? in
            guard let process = Int(name), has(process, wanted.st_rdev) else { return nil }
            return PortHolder(process: process, program: FileSystem.line(of: "/proc/\(name)/comm") ?? "unknown")
        }
        // Who asks has it open as well at that moment.
        let others = all.filter { $0.process != Int(getpid()) }
        return others.isEmpty ? all : others
    }

    private static func has(_ process: Int, _ device: dev_t) -> Bool {
        let folder = "/proc/\(process)/fd"
        return FileSystem.names(in: folder).contains { name in
            var file = stat()
            return stat("\(folder)/\(name)", &file) == 0 && file.st_mode & S_IFMT == S_IFCHR && file.st_rdev == device
        }
    }
}
