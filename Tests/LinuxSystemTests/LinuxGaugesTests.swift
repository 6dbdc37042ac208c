import FoundationEssentials
import LinuxSystem
import LoaModel
import Testing

struct LinuxGaugesTests {
    /// A folder that looks like a board's /proc and /sys.
    private func withBoard(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let root = "/tmp/loa-board-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: root) }
        for (path, text) in files {
            let folder = (root + path).split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/\(folder)", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: root + path))
        }
        try body(root)
    }

    @Test func `figures come from the kernel's files`() throws {
        let files = [
            "/proc/loadavg": "0.52 0.41 0.30 1/123 4567\n",
            "/proc/meminfo": "MemTotal:  1024000 kB\nMemAvailable:   524288 kB\n",
            "/proc/self/smaps_rollup": "00400000-7fff [rollup]\nRss:   9000 kB\nPss:   2048 kB\n",
            "/sys/class/thermal/thermal_zone0/temp": "41000\n", "/sys/class/thermal/thermal_zone1/temp": "58500\n",
        ]
        try withBoard(files) { root in
            let board = LinuxGauges(dataFolder: "/tmp", root: root).read()
            #expect(board.load == 0.52)
            #expect(board.memoryAvailableMebibytes == 512)
            #expect(board.daemonMebibytes == 2)
            #expect(board.temperatureCelsius == 58.5)
            #expect((board.diskFreeMebibytes ?? 0) > 0)
        }
    }

    @Test func `a board without a figure has none, not a zero`() {
        let board = LinuxGauges(dataFolder: "/nonexistent", root: "/nonexistent").read()
        #expect(board.load == nil && board.temperatureCelsius == nil && board.diskFreeMebibytes == nil)
    }
}
