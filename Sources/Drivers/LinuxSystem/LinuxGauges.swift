import Glibc
public import Hardware
public import LoaModel

/// The board's figures from /proc, /sys and statvfs(3).
public struct LinuxGauges: BoardGauges {
    private let dataFolder: String
    private let root: String

    /// - Parameters:
    ///   - dataFolder: whose file system's free space counts.
    ///   - root: where proc and sys are found; a test gives a folder with a board's captured files.
    public init(dataFolder: String, root: String = "") {
        self.dataFolder = dataFolder
        self.root = root
    }

    public func read() -> HealthReport.Board {
        HealthReport.Board(
            load: number(at: "/proc/loadavg"),
            memoryAvailableMebibytes: kibibytes(of: "MemAvailable", in: "/proc/meminfo"),
            daemonMebibytes: kibibytes(of: "Pss", in: "/proc/self/smaps_rollup"),
            diskFreeMebibytes: diskFree(),
            temperatureCelsius: hottestZone())
    }

    /// The first number of a file.
    private func number(at path: String) -> Double? {
        text(of: path)?.split(whereSeparator: \.isWhitespace).first.flatMap { Double($0) }
    }

    /// The value of a `Name:   123 kB` line, in MiB.
    private func kibibytes(of name: String, in path: String) -> Double? {
        for line in (text(of: path) ?? "").split(separator: "\n") where line.hasPrefix("\(name):") {
            return line.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 / 1_024 }
        }
        return nil
    }

    private func diskFree() -> Double? {
        var figures = statvfs()
        guard statvfs(dataFolder, &figures) == 0 else { return nil }
        return Double(figures.f_bavail) * Double(figures.f_frsize) / 1_048_576
    }

    /// Zones are numbered without holes; a board has at most a dozen.
    private func hottestZone() -> Double? {
        (0..<16).compactMap { number(at: "/sys/class/thermal/thermal_zone\($0)/temp") }.max().map { $0 / 1_000 }
    }

    private func text(of path: String) -> String? { readSmallFile(root + path) }
}

/// The text of a file of at most 64 KiB, such as those of /proc; nil where it cannot be read.
func readSmallFile(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var filled = 0
    while filled < bytes.count {
        let count = bytes.withUnsafeMutableBytes { buffer in
            Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
        }
        guard count > 0 else { break }
        filled += count
    }
    return String(decoding: bytes[..<filled], as: UTF8.self)
}
