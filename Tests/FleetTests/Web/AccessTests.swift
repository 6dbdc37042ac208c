import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CentreWeb

@Suite struct `Access to the API` {
    private let folder: Folder

    init() throws { folder = try Folder() }

    @Test(
        arguments: [
            (nil, "token_required"), ("Bearer wrong-token-wrong-token", "token_wrong"), ("Bearer", "token_wrong"),
            ("Basic a-token-of-the-tests", "token_wrong"),
            ("Bearer a-token-of-the-test", "token_wrong"), ("", "token_wrong"),
        ] as [(String?, String)])
    func `without the right token nothing is read or changed`(header: String?, code: String) async throws {
        let bench = try WebBench(folder)
        var headers: HTTPFields = [.contentType: "application/jose"]
        if let header { headers[.authorization] = header }
        for (method, path) in [
            (HTTPRequest.Method.get, "/api/v1/devices"), (.get, "/api/v1/summary"), (.get, "/api/v1/events"),
            (.post, "/api/v1/orders"), (.put, "/media/\(String(repeating: "a", count: 64))"),
            (.delete, "/media/\(String(repeating: "a", count: 64))"),
        ] {
            let response = try await bench.ask(method, path, headers: headers, body: [])
            #expect(response.status == .unauthorized && response.errorCode == code)
            #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
    }

    @Test(arguments: ["/", "/app.js", "/app.css", "/healthz"]) func `the page itself is open`(path: String) async throws
    {
        #expect(try await WebBench(folder).ask(.get, path, headers: [:]).status == .ok)
    }

    @Test func `without a token file reading is open here and changing is not`() async throws {
        let bench = try WebBench(folder, token: nil)
        #expect(try await bench.ask(.get, "/api/v1/devices", headers: [:]).status == .ok)
        let response = try await bench.ask(.post, "/api/v1/orders", headers: [:], body: [])
        #expect(response.status == .forbidden && response.errorCode == "no_token_file")
    }

    @Test(arguments: ["evil.example", "127.0.0.1.evil.example:80", "", "[::2]:80", "localhost.evil.example"])
    func `a page elsewhere cannot read through a browser here`(host: String) throws {
        let rule = AccessRule(token: nil)
        #expect { try rule.check(.reading, authorization: nil, host: host) } throws: {
            ($0 as? APIError)?.code == "wrong_host"
        }
        #expect(throws: APIError.self) { try rule.check(.nothing, authorization: nil, host: nil) }
    }

    @Test(arguments: ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST:1"])
    func `loopback names are let in`(host: String) throws {
        try AccessRule(token: nil).check(.reading, authorization: nil, host: host)
    }

    @Test func `every answer carries what keeps a browser safe`() async throws {
        let bench = try WebBench(folder)
        for path in ["/", "/api/v1/devices", "/nowhere"] {
            let headers = try await bench.ask(.get, path).headers
            for name in ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"] {
                #expect(try headers[#require(HTTPField.Name(name))] != nil)
            }
            #expect(headers[.contentSecurityPolicy]?.contains("unsafe") == false)
        }
        let page = String(buffer: try await bench.ask(.get, "/").body)
        #expect(!page.contains("<script>") && !page.contains("style=") && !page.contains("onclick="))
    }
}
