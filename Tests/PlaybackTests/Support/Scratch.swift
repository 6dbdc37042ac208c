import Foundation

/// A directory of one test, removed with it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "loa-playback-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String {
        path + "/" + name
    }

    func write(_ data: Data, as name: String) throws -> String {
        try data.write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// Encodes a signal with ffmpeg (Debian: ffmpeg); the name's ending chooses the container.
    func encode(_ signal: Signal, as name: String, _ arguments: [String] = []) throws -> String {
        let source = try write(signal.wave, as: UUID().uuidString + ".wav")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments = ["-v", "error", "-y", "-i", source] + arguments + [file(name)]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SignalError(text: "ffmpeg failed for \(name)") }
        return file(name)
    }
}
