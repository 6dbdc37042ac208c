import Foundation
import Hardware
import StreamDecoder
import TestSupport
import Testing

/// The daemon's own decoder and the real ffmpeg against a server that does what a test says, on loopback.
@Suite(.timeLimit(.minutes(2)), .serialized)
final class StreamAudioTests {
    private let studio: Studio

    init() throws { studio = try Studio() }
    deinit { studio.leave() }

    private static let head = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: loa\r\n\r\n"
    private static let mp3 = ["-c:a", "libmp3lame", "-b:a", "96k"]

    @Test(arguments: [
        ("a.mp3", ["-c:a", "libmp3lame", "-b:a", "96k"]), ("a.ogg", ["-c:a", "libopus"]),
        ("b.ogg", ["-c:a", "libvorbis"]), ("a.aac", ["-c:a", "aac", "-f", "adts"]),
    ]) func `plays what an Icecast server sends`(name: String, arguments: [String]) throws {
        let bytes = try studio.sine(name, seconds: 4, arguments)
        let server = try ScriptedServer {
            let kind = name.hasSuffix("ogg") ? "application/ogg" : name.hasSuffix("mp3") ? "audio/mpeg" : "audio/aac"
            $0.send(Self.head.replacing("audio/mpeg", with: kind))
            $0.send(bytes)
            $0.hang()
        }
        let heard = Heard.stream("\(server.url)/live", seconds: 3)
        #expect(heard.failure == nil)
        #expect(heard.frames >= 3 * 48_000)
        #expect(heard.share(of: 1_000) > 0.95, "\(heard.share(of: 1_000))")
    }

    @Test func `plays HLS, segment by segment`() throws {
        _ = try studio.sine(
            "live.m3u8", seconds: 6, ["-c:a", "aac", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0"])
        let studio = studio
        let server = try ScriptedServer { connection in
            let name = connection.request.split(separator: " ")[1].dropFirst()
            connection.answer("200 OK", body: (try? studio.bytes(String(name))) ?? [])
        }
        let heard = Heard.stream("\(server.url)/live.m3u8", seconds: 5)
        #expect(heard.failure == nil, "\(heard.failure?.description ?? "")")
        #expect(heard.share(of: 1_000) > 0.95)
        #expect(server.requests.count { $0.contains(".ts ") } >= 3)
    }

    @Test func `a playlist that names a file of the board gives nothing of it`() throws {
        let path = studio.folder + "/secret.mp3"
        _ = try studio.sine("secret.mp3", seconds: 4, Self.mp3)
        let server = try ScriptedServer {
            $0.answer(
                "200 OK", headers: ["Content-Type: application/vnd.apple.mpegurl"],
                body: Array("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile://\(path)\n#EXT-X-ENDLIST\n".utf8))
        }
        let heard = Heard.stream("\(server.url)/live.m3u8", seconds: 1, StreamLimits(buffer: 0.3, connect: 3))
        #expect(heard.frames == 0)
        #expect(heard.failure?.code == .unreachable)
    }

    @Test func `a server that ends is a failure after all that it sent`() throws {
        let bytes = try studio.sine("a.mp3", seconds: 2, Self.mp3)
        let server = try ScriptedServer {
            $0.send(Self.head)
            $0.send(bytes)
        }
        let heard = Heard.stream("\(server.url)/live", seconds: 100)
        #expect(heard.failure?.code == .unreachable)
        #expect(heard.failure?.detail.contains("has ended") == true, "\(heard.failure?.detail ?? "")")
        #expect(abs(Double(heard.frames) / 48_000 - 2) < 0.2)
    }

    @Test func `a server that stalls is given up after its time`() throws {
        let bytes = try studio.sine("a.mp3", seconds: 4, Self.mp3)
        let server = try ScriptedServer {
            $0.send(Self.head)
            $0.send(bytes)
            $0.hang()
        }
        let heard = Heard.stream("\(server.url)/live", seconds: 100, StreamLimits(buffer: 0.3, stall: 1))
        #expect(heard.failure?.detail.contains("no sound for 1 s") == true, "\(heard.failure?.detail ?? "")")
        #expect(heard.frames > 48_000)
    }

    @Test func `what never begins, is not there or is no sound is a failure that says so`() throws {
        let silent = try ScriptedServer { $0.hang() }
        let limits = StreamLimits(buffer: 0.3, connect: 1)
        #expect(
            Heard.stream("\(silent.url)/live", seconds: 1, limits).failure?.detail.contains("no sound for 1 s") == true)
        let missing = try ScriptedServer { $0.answer("404 Not Found") }
        #expect(Heard.stream("\(missing.url)/live", seconds: 1).failure?.detail.contains("404") == true)
        let garbage = try ScriptedServer {
            $0.send(Self.head)
            for _ in 0..<64 { $0.send((0..<4_096).map { _ in UInt8.random(in: 0...255) }) }
        }
        let heard = Heard.stream("\(garbage.url)/live", seconds: 1_000)
        #expect(heard.failure?.code == .unreachable)
        let nobody = Heard.stream("http://127.0.0.1:\(try FreePort.find())/live", seconds: 1)
        #expect(nobody.failure?.detail.contains("connect") == true, "\(nobody.failure?.detail ?? "")")
    }

    @Test func `a server that comes back is heard again`() throws {
        let bytes = try studio.sine("a.mp3", seconds: 2, Self.mp3)
        let server = try ScriptedServer {
            $0.send(Self.head)
            $0.send(bytes)
        }
        for _ in 0..<2 { #expect(Heard.stream("\(server.url)/live", seconds: 1).frames >= 48_000) }
    }

    @Test func `live speech over RTP is heard`() throws {
        let port = try FreePort.find() & ~1
        try studio.ffmpeg(
            [
                "-re", "-f", "lavfi", "-i", "sine=1000:sample_rate=48000:duration=20", "-ac", "2", "-c:a", "libopus",
                "-payload_type", "111", "-f", "rtp", "rtp://127.0.0.1:\(port)",
            ], waits: false)
        let heard = Heard.stream(
            "rtp://127.0.0.1:\(port)?pt=111", seconds: 3, StreamLimits(buffer: 0.2, connect: 15))
        #expect(heard.failure == nil, "\(heard.failure?.description ?? "")")
        #expect(heard.share(of: 1_000) > 0.9, "\(heard.share(of: 1_000))")
    }

    @Test func `live speech of another payload type or from another sender is not heard`() throws {
        let port = try FreePort.find() & ~1
        try studio.ffmpeg(
            [
                "-re", "-f", "lavfi", "-i", "sine=1000:sample_rate=48000:duration=8", "-ac", "2", "-c:a", "libopus",
                "-payload_type", "111", "-f", "rtp", "rtp://127.0.0.1:\(port)",
            ], waits: false)
        let limits = StreamLimits(buffer: 0.2, connect: 2)
        #expect(Heard.stream("rtp://127.0.0.1:\(port)?pt=97", seconds: 1, limits).frames == 0)
        #expect(Heard.stream("rtp://127.0.0.1:\(port)?pt=111&from=127.0.0.9", seconds: 1, limits).frames == 0)
    }

    @Test(arguments: [
        ("kill -SEGV $$", "signal 11"), ("exit 7", "status 7"), ("sleep 1000", "no sound for 1 s"),
        ("yes broken >&2", "no sound for 1 s"),
    ]) func `a decoder that crashes, hangs or floods is a failure and no more`(lines: String, words: String) throws {
        let limits = StreamLimits(buffer: 0.3, connect: 1, program: try studio.program(lines))
        let heard = Heard.stream("http://127.0.0.1/live", seconds: 1, limits)
        #expect(heard.failure?.detail.contains(words) == true, "\(heard.failure?.detail ?? "")")
    }

    @Test func `a flood of sound is taken as it is wanted, and its process ends with the stream`() throws {
        // A word of its command line that no other process has.
        let mark = studio.folder
        let limits = StreamLimits(buffer: 0.3, program: try studio.program("exec cat /dev/zero '\(mark)'"))
        let heard = Heard.stream("http://127.0.0.1/live", seconds: 10, limits)
        #expect(heard.frames >= 480_000)
        let running = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let left = running.filter { process in
            guard let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
            return String(decoding: words, as: UTF8.self).contains(mark)
        }
        #expect(left == [])
    }

    @Test func `a board without ffmpeg says so`() {
        let heard = Heard.stream("http://127.0.0.1/live", seconds: 1, StreamLimits(program: "no-such-ffmpeg"))
        #expect(heard.failure?.description.contains("ffmpeg") == true)
    }
}
