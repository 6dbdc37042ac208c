import CurlHTTP
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct `HTTP through libcurl` {
    private let client = HTTPClient()

    @Test func `an answer comes with status, headers and body`() async throws {
        let server = try ScriptedServer {
            $0.answer("404 Not Found", headers: ["X-What: nothing  "], body: Array("no".utf8))
        }
        let response = try await client.send(
            HTTPRequest("GET", server.url + "/a?b=c", headers: [HTTPHeader("X-Token", "t")]))
        #expect(response.status == 404)
        #expect(response["x-what"] == "nothing")
        #expect(response.body == Array("no".utf8))
        let head = try #require(server.requests.first)
        #expect(head.hasPrefix("GET /a?b=c HTTP/1.1\r\n") && head.contains("X-Token: t\r\n"))
    }

    @Test(arguments: [0, 5, 3 << 20]) func `a body goes up whole`(count: Int) async throws {
        let sent = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = "\(NSTemporaryDirectory())/upload-\(UUID().uuidString)"
        try Data(sent).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        for body in [HTTPRequest.Body.bytes(sent), .file(path)] {
            let got = Mutex<[UInt8]>([])
            let server = try ScriptedServer { connection in
                if connection.request.contains("100-continue") { connection.send("HTTP/1.1 100 Continue\r\n\r\n") }
                let body = connection.readBody(count)
                got.withLock { $0 = body }
                connection.answer("201 Created")
            }
            let progress = Mutex<[Int]>([])
            let response = try await client.send(HTTPRequest("PUT", server.url + "/f", body: body)) { done, total in
                progress.withLock { $0.append(done) }
                if total != count { Issue.record("total \(String(describing: total))") }
            }
            #expect(response.status == 201)
            #expect(got.withLock { $0 } == sent)
            #expect(progress.withLock { $0 == $0.sorted() && $0.last == (count == 0 ? nil : count) })
        }
    }

    @Test func `a refusal before the body is read is an answer`() async throws {
        let server = try ScriptedServer { $0.answer("413 Too Large", body: Array("big".utf8)) }
        let body = HTTPRequest.Body.bytes([UInt8](repeating: 1, count: 8 << 20))
        let response = try await client.send(HTTPRequest("PUT", server.url, body: body))
        #expect(response.status == 413)
    }

    @Test func `a server that hangs is given up`() async throws {
        let server = try ScriptedServer { $0.hang() }
        await #expect(throws: HTTPError.Kind.stalled) {
            try await kind {
                try await client.send(HTTPRequest("GET", server.url, limits: HTTPLimits(stallSeconds: 1)))
            }
        }
    }

    @Test func `a cancelled task ends its transfer`() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer {
            ask.finish()
            $0.hang()
        }
        let client = client
        let task = Task { try await client.send(HTTPRequest("GET", server.url)) }
        for await _ in asked {}
        task.cancel()
        await #expect(throws: HTTPError.Kind.cancelled) { try await kind { try await task.value } }
    }

    @Test func `redirects are followed, but not for ever`() async throws {
        let server = try ScriptedServer { connection in
            let step = Int(connection.request.dropFirst(5).prefix { $0 != " " }) ?? 0
            if step == 3 {
                connection.answer("200 OK", body: Array("here".utf8))
            } else {
                connection.answer("302 Found", headers: ["Location: /\(step + 1)"], body: Array("moved".utf8))
            }
        }
        let response = try await client.send(HTTPRequest("GET", server.url + "/0"))
        #expect(response.status == 200)
        #expect(response.body == Array("here".utf8))
        await #expect(throws: HTTPError.Kind.redirects) {
            try await kind { try await client.send(HTTPRequest("GET", server.url + "/4")) }
        }
        #expect(server.requests.count == 4 + 6)
    }

    @Test func `redirects lead to http and https only`() async throws {
        for target in ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"] {
            let server = try ScriptedServer { $0.answer("302 Found", headers: ["Location: \(target)"]) }
            await #expect(throws: HTTPError.Kind.redirects) {
                try await kind { try await client.send(HTTPRequest("GET", server.url)) }
            }
        }
    }

    @Test func `a longer answer than allowed is given up`() async throws {
        let server = try ScriptedServer { $0.answer("200 OK", body: [UInt8](repeating: 0, count: 100_000)) }
        await #expect(throws: HTTPError.Kind.tooLarge) {
            try await kind {
                try await client.send(HTTPRequest("GET", server.url, limits: HTTPLimits(bodyBytes: 99_999)))
            }
        }
    }

    @Test func `headers without end are given up`() async throws {
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 200 OK\r\n")
            for number in 0..<2_000 { connection.send("X-\(number): \(String(repeating: "a", count: 100))\r\n") }
            connection.hang()
        }
        await #expect(throws: HTTPError.Kind.nonsense) {
            try await kind { try await client.send(HTTPRequest("GET", server.url)) }
        }
    }

    @Test func `a cut answer, silence and garbage are told apart`() async throws {
        let cut = try ScriptedServer { $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") }
        let silent = try ScriptedServer { _ in }
        let garbage = try ScriptedServer { $0.send("\u{1}\u{2}\u{3} what\r\n\r\n") }
        for (server, expected) in [(cut, HTTPError.Kind.interrupted), (silent, .interrupted), (garbage, .nonsense)] {
            await #expect(throws: expected) {
                try await kind { try await client.send(HTTPRequest("GET", server.url)) }
            }
        }
    }

    @Test func `what cannot be asked is refused before anything is sent`() async throws {
        let server = try ScriptedServer { $0.answer("200 OK") }
        let requests = [
            HTTPRequest("GET", "file:///etc/passwd"), HTTPRequest("GET", ""), HTTPRequest("GET", "http://"),
            HTTPRequest("GET", server.url, headers: [HTTPHeader("A", "b\r\nHost: evil")]),
            HTTPRequest("GET", server.url, headers: [HTTPHeader("A: b", "c")]),
        ]
        for request in requests {
            await #expect(throws: HTTPError.Kind.invalidRequest) { try await kind { try await client.send(request) } }
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `nobody there and no such name are unreachable`() async throws {
        let port = try FreePort.find()
        for url in ["http://127.0.0.1:\(port)/", "http://no-such-host.invalid/"] {
            await #expect(throws: HTTPError.Kind.unreachable) {
                try await kind { try await client.send(HTTPRequest("GET", url)) }
            }
        }
    }

    /// The kind of what is thrown, thrown instead of it.
    private func kind<Value>(_ body: () async throws -> Value) async throws {
        do {
            _ = try await body()
        } catch let error as HTTPError {
            throw error.kind
        }
    }
}

extension HTTPError.Kind: Error {}
