import CurlHTTP
import Foundation
import LoaModel
import MediaFetch
import Synchronization
import TestSupport
import Testing
import Uplink

/// One test for each way in which a media server or a disk goes wrong.
@Suite struct `Media comes into its folder` {
    private let scratch: MediaScratch

    init() throws { scratch = try MediaScratch() }

    @Test func `a file is fetched from the centre, verified and put in its place`() async throws {
        let file = Sample(bytes: 300_000)
        let server = try ScriptedServer { $0.answer("200 OK", body: file.bytes) }
        let media = scratch.media(server.url + "/")
        try await media.fetch(file.reference)
        #expect(scratch.names == [file.hash.hex])
        #expect(scratch.content(of: file) == file.bytes)
        #expect(await media.list() == [file.hash: 300_000])
        #expect(await media.isIntact(file.hash))
        #expect(server.requests.first?.hasPrefix("GET /media/\(file.hash) ") == true)
        try await media.fetch(file.reference)
        #expect(server.requests.count == 1, "what is there is not fetched again")
        await media.remove(file.hash)
        #expect(scratch.names.isEmpty)
    }

    @Test func `a broken transfer goes on where it stopped`() async throws {
        let file = Sample(bytes: 200_000)
        let server = try ScriptedServer { connection in
            let start = connection.rangeStart
            connection.send(file.partial(from: start))
            connection.send(Array(file.bytes[start..<min(file.bytes.count, start + 90_000)]))
        }
        let media = scratch.media(server.url)
        await #expect(throws: file.missing(transient: true)) {
            try await fault { try await media.fetch(file.reference) }
        }
        #expect(scratch.names == ["\(file.hash).part"])
        await #expect(throws: file.missing(transient: true)) {
            try await fault { try await media.fetch(file.reference) }
        }
        try await media.fetch(file.reference)
        #expect(scratch.content(of: file) == file.bytes)
        #expect(server.requests.count { $0.contains("Range: bytes=") } == 2)
    }

    @Test func `a server that knows no ranges sends it whole again`() async throws {
        let file = Sample(bytes: 50_000)
        try scratch.begin(file, with: Array(file.bytes.prefix(20_000)))
        let server = try ScriptedServer { $0.answer("200 OK", body: file.bytes) }
        try await scratch.media(server.url).fetch(file.reference)
        #expect(scratch.content(of: file) == file.bytes)
    }

    @Test func `a file that changed between two tries is fetched from the beginning`() async throws {
        let file = Sample(bytes: 50_000)
        try scratch.begin(file, with: [UInt8](repeating: 0xee, count: 20_000))
        let server = try ScriptedServer { $0.serve(file) }
        try await scratch.media(server.url).fetch(file.reference)
        #expect(scratch.content(of: file) == file.bytes)
        #expect(server.requests.count == 2)
    }

    @Test func `a complete leftover needs no server`() async throws {
        let file = Sample(bytes: 50_000)
        try scratch.begin(file, with: file.bytes)
        let server = try ScriptedServer { $0.hang() }
        try await scratch.media(server.url).fetch(file.reference)
        #expect(scratch.content(of: file) == file.bytes)
        #expect(server.requests.isEmpty)
    }

    @Test func `a range that the server does not have leads back to the beginning`() async throws {
        let file = Sample(bytes: 50_000)
        try scratch.begin(file, with: Array(file.bytes.prefix(20_000)))
        let server = try ScriptedServer { connection in
            if connection.rangeStart > 0 {
                connection.answer("416 Range Not Satisfiable", headers: ["Content-Range: bytes */9"])
            } else {
                connection.serve(file)
            }
        }
        try await scratch.media(server.url).fetch(file.reference)
        #expect(scratch.content(of: file) == file.bytes)
    }

    @Test func `a range that was not asked for is not sewn on`() async throws {
        let file = Sample(bytes: 50_000)
        try scratch.begin(file, with: Array(file.bytes.prefix(20_000)))
        let server = try ScriptedServer {
            $0.answer("206 Partial Content", headers: ["Content-Range: bytes 10-49999/50000"], body: [1, 2, 3])
        }
        let media = scratch.media(server.url)
        await #expect(throws: file.missing(transient: false)) {
            try await fault { try await media.fetch(file.reference) }
        }
        #expect(scratch.names.isEmpty)
    }

    @Test func `other bytes than the hash says are refused and thrown away`() async throws {
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { $0.answer("200 OK", body: [UInt8](repeating: 1, count: 50_000)) }
        await #expect(throws: Expected(.mediaRefused, isTransient: false)) {
            try await fault { try await scratch.media(server.url).fetch(file.reference) }
        }
        #expect(scratch.names.isEmpty)
    }

    @Test(arguments: [10, 49_999, 50_001, 90_000])
    func `a length that differs from the bulletin's is refused`(length: Int) async throws {
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { $0.answer("200 OK", body: [UInt8](repeating: 1, count: length)) }
        await #expect(throws: Expected(.mediaRefused, isTransient: false)) {
            try await fault { try await scratch.media(server.url).fetch(file.reference) }
        }
        #expect(scratch.names.isEmpty)
    }

    @Test func `a body that never ends is cut at the bulletin's length`() async throws {
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            for _ in 0..<1_000 { connection.send([UInt8](repeating: 1, count: 65_536)) }
        }
        await #expect(throws: Expected(.mediaRefused, isTransient: false)) {
            try await fault { try await scratch.media(server.url).fetch(file.reference) }
        }
        #expect(scratch.names.isEmpty)
    }

    @Test func `a length told too long is a broken transfer`() async throws {
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n")
            connection.send(Array(file.bytes.prefix(30_000)))
        }
        await #expect(throws: file.missing(transient: true)) {
            try await fault { try await scratch.media(server.url).fetch(file.reference) }
        }
        #expect(scratch.names == ["\(file.hash).part"])
    }

    @Test(arguments: [
        ("404 Not Found", false), ("403 Forbidden", false), ("410 Gone", false), ("500 Oops", true),
        ("503 Busy", true), ("429 Slow Down", true), ("204 No Content", false), ("304 Not Modified", false),
    ])
    func `a status that brings no file names itself`(status: String, isTransient: Bool) async throws {
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { $0.send("HTTP/1.1 \(status)\r\nConnection: close\r\n\r\n") }
        let media = scratch.media(server.url)
        do {
            try await media.fetch(file.reference)
            Issue.record("fetched")
        } catch {
            #expect(error.code == .mediaMissing)
            #expect(error.isTransient == isTransient)
            #expect(error.detail.contains(String(status.prefix(3))), "\(error)")
        }
        #expect(scratch.names.allSatisfy { $0.hasSuffix(".part") })
    }

    @Test func `a server that hangs is given up, and what came is kept`() async throws {
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n")
            connection.send(Array(file.bytes.prefix(30_000)))
            connection.hang()
        }
        await #expect(throws: file.missing(transient: true)) {
            try await fault { try await scratch.media(server.url).fetch(file.reference) }
        }
        #expect(scratch.size(of: "\(file.hash).part") == 30_000)
    }

    @Test func `redirects for ever are told`() async throws {
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { $0.answer("302 Found", headers: ["Location: /again"]) }
        await #expect(throws: file.missing(transient: false)) {
            try await fault { try await scratch.media(server.url).fetch(file.reference) }
        }
        #expect(server.requests.count == 6)
    }

    @Test func `nobody there is transient`() async throws {
        let file = Sample(bytes: 10)
        let media = scratch.media("http://127.0.0.1:\(try FreePort.find())")
        await #expect(throws: file.missing(transient: true)) {
            try await fault { try await media.fetch(file.reference) }
        }
    }

    @Test func `the bulletin's own address helps where the centre has it not`() async throws {
        let file = Sample(bytes: 50_000)
        let centre = try ScriptedServer { $0.answer("404 Not Found") }
        let other = try ScriptedServer { $0.serve(file) }
        var reference = file.reference
        reference.url = other.url + "/news.mp3"
        try await scratch.media(centre.url).fetch(reference)
        #expect(scratch.content(of: file) == file.bytes)
        #expect(other.requests.first?.hasPrefix("GET /news.mp3 ") == true)
    }

    @Test func `with no address at all the fault says so`() async throws {
        let media = MediaFolder(folder: scratch.folder, centre: nil)
        await #expect(throws: Expected(.mediaMissing, isTransient: false)) {
            try await fault { try await media.fetch(Sample(bytes: 1).reference) }
        }
    }

    @Test func `a cancelled fetch ends and keeps what came`() async throws {
        let file = Sample(bytes: 50_000)
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n")
            connection.send(Array(file.bytes.prefix(30_000)))
            ask.finish()
            connection.hang()
        }
        let media = scratch.media(server.url)
        let task = Task { try await media.fetch(file.reference) }
        for await _ in asked {}
        task.cancel()
        await #expect(throws: MediaFault.self) { try await task.value }
        #expect(scratch.names.allSatisfy { $0.hasSuffix(".part") })
    }

    @Test func `other names in the folder are not media, and a changed file is not intact`() async throws {
        let file = Sample(bytes: 1_000)
        let media = scratch.media("http://127.0.0.1:9")
        for name in ["readme", "ABCDEF", "\(file.hash).part", "\(file.hash)0"] { try scratch.write([1], as: name) }
        try scratch.write([UInt8](repeating: 0, count: 1_000), as: file.hash.hex)
        #expect(await media.list() == [file.hash: 1_000])
        #expect(await !media.isIntact(file.hash))
        #expect(await MediaFolder(folder: "/no/such/folder", centre: nil).list().isEmpty)
    }

    @Test func `a link in place of a file is not followed`() async throws {
        let file = Sample(bytes: 1_000)
        let victim = "\(scratch.folder)/victim"
        try scratch.write(file.bytes, as: "victim")
        for name in [file.hash.hex, "\(file.hash).part"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(scratch.folder)/\(name)", withDestinationPath: victim)
        }
        let server = try ScriptedServer { $0.serve(file) }
        let media = scratch.media(server.url)
        #expect(await media.list().isEmpty)
        #expect(await !media.isIntact(file.hash))
        try await media.fetch(file.reference)
        #expect(await media.list() == [file.hash: 1_000])
    }
}
