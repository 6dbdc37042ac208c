import HTTPTypes
import LoaModel
import Testing

@testable import CentreWeb

@Suite struct `Values of a request` {
    @Test(
        arguments: [
            (nil, .whole), ("bytes=0-0", .part(0...0)), ("bytes=2-5", .part(2...5)), ("bytes=5-", .part(5...9)),
            ("bytes=-3", .part(7...9)), ("bytes=-30", .part(0...9)), ("bytes=8-99", .part(8...9)),
            ("BYTES=1-2", .part(1...2)), ("bytes=10-", .unsatisfiable), ("bytes=10-11", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=5-2", .whole), ("bytes=0-1,3-4", .whole), ("bytes=", .whole),
            ("bytes=-", .whole), ("bytes=a-b", .whole), ("items=0-1", .whole), ("bytes=--5", .whole),
            ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=0-99999999999999999999", .part(0...9)),
            ("bytes=-99999999999999999999", .part(0...9)),
        ] as [(String?, ByteRange)])
    func `a range of ten bytes`(header: String?, range: ByteRange) {
        #expect(ByteRange(header, length: 10) == range)
    }

    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8080, true), ("localhost:0", "localhost", 0, true),
        ("[::1]:80", "::1", 80, true), ("0.0.0.0:80", "0.0.0.0", 80, false), ("[::]:80", "::", 80, false),
        ("10.0.0.1:80", "10.0.0.1", 80, false), ("127.0.0.1.evil.example:80", "127.0.0.1.evil.example", 80, false),
        ("127.evil.example.org:80", "127.evil.example.org", 80, false), ("127.1.2.3:80", "127.1.2.3", 80, true),
    ])
    func `an address to listen on`(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host && address.port == port && address.isLoopback == isLoopback)
    }

    @Test(arguments: ["", "8080", ":8080", "host", "host:", "host:65536", "host:-1", "::1:80", "a b:80", "h/x:80"])
    func `what is no address`(text: String) { #expect(ListenAddress(text) == nil) }

    @Test(arguments: ["", "short", "fifteen-letters", "with a space inside it", String(repeating: "x", count: 513)])
    func `what is no token`(text: String) { #expect(AccessToken(text) == nil) }

    @Test func `white space around a token does not count, and it is never shown`() throws {
        let token = try #require(AccessToken("  sixteen-letters-\n"))
        #expect(token.matches("sixteen-letters-"))
        #expect(!token.matches("sixteen-letters"))
        #expect(!token.matches(""))
        #expect("\(token)" == "(secret)")
    }

    @Test(arguments: [
        ("/", Route.page), ("/app.js", .script), ("/healthz", .health), ("/api/v1/devices", .devices),
        ("/api/v1/devices/x", .device("x")), ("/api/v1/devices/x/plan", .plan("x")), ("/media/ab", .media("ab")),
    ])
    func `a path has its route`(path: String, route: Route) throws { #expect(try Route(.get, path) == route) }

    @Test(arguments: [
        "", "//", "/api", "/api/v1", "/api/v1/", "/api/v2/devices", "/api/v1/devices/x/y", "/media", "/media/",
        "/media/../etc/passwd", "/app.js/", "/api/v1/devices/x/plan/y", "/API/v1/devices",
    ])
    func `other paths have none`(path: String) {
        #expect { try Route(.get, path) } throws: { ($0 as? APIError)?.status == .notFound }
    }

    @Test func `a wrong method is told which are right`() {
        #expect { try Route(.post, "/api/v1/devices") } throws: {
            ($0 as? APIError)?.headers["Allow"] == "GET, HEAD" && ($0 as? APIError)?.code == "method_not_allowed"
        }
    }

    @Test func `parameters are known, given once and in range`() throws {
        #expect(throws: APIError.self) { try QueryReader([("sicne", "x")], allowed: ["since"]) }
        #expect(throws: APIError.self) { try QueryReader([("limit", "1"), ("limit", "2")], allowed: ["limit"]) }
        for text in ["0", "1001", "-1", "x", "9999999999999999999999"] {
            #expect(throws: APIError.self) { try QueryReader([("limit", text)], allowed: ["limit"]).limit() }
        }
        let reader = try QueryReader([("since", "2026-11-21T12:00:00 07:00")], allowed: ["since"])
        #expect(try reader.time("since")?.description == "2026-11-21T05:00:00Z")
    }
}
