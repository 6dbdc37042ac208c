import CentreLinkServer
import Crypto
import Fleet
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LoaModel
import NIOCore
import Testing
import Trust

@testable import CentreWeb

@Suite struct `Media over a real socket` {
    private let folder: Folder
    private let bench: WebBench
    private let bytes: [UInt8]
    private let hash: String

    init() throws {
        folder = try Folder()
        bench = try WebBench(folder)
        bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        hash = try MediaHash(digest: SHA256.hash(data: bytes)).hex
    }

    private func ask(
        _ method: HTTPRequest.Method, _ headers: HTTPFields = [:], path: String? = nil, body: [UInt8]? = nil
    ) async throws -> TestResponse {
        let path = path ?? "/media/\(hash)"
        return try await bench.application.test(.live) { client in
            try await client.executeRequest(
                uri: path, method: method, headers: headers,
                body: body.map { ByteBuffer(bytes: $0) })
        }
    }

    private func put() async throws {
        let response = try await ask(.put, WebBench.authorised, body: bytes)
        #expect(response.status == .created)
    }

    @Test func `a file put is got whole, by anybody who knows its hash`() async throws {
        try await put()
        let response = try await ask(.get)
        #expect(response.status == .ok)
        #expect(Array(response.body.readableBytesView) == bytes)
        #expect(response.headers[.eTag] == "\"\(hash)\"" && response.headers[.acceptRanges] == "bytes")
        #expect(try await ask(.put, WebBench.authorised, body: bytes).status == .ok)
    }

    @Test(arguments: [
        ("bytes=0-99", 0..<100), ("bytes=299999-", 299_999..<300_000), ("bytes=-1000", 299_000..<300_000),
        ("bytes=100000-250000", 100_000..<250_001), ("bytes=0-999999", 0..<300_000),
    ])
    func `a part is got exactly`(range: String, part: Range<Int>) async throws {
        try await put()
        let response = try await ask(.get, [.range: range])
        #expect(response.status == .partialContent)
        #expect(Array(response.body.readableBytesView) == Array(bytes[part]))
        #expect(response.headers[.contentRange] == "bytes \(part.lowerBound)-\(part.upperBound - 1)/300000")
        #expect(response.headers[.contentLength] == "\(part.count)")
    }

    @Test func `a range outside the file is told its length`() async throws {
        try await put()
        let response = try await ask(.get, [.range: "bytes=300000-"])
        #expect(response.status == .rangeNotSatisfiable && response.errorCode == "range_not_satisfiable")
        #expect(response.headers[.contentRange] == "bytes */300000")
    }

    @Test func `conditions on the version are honoured`() async throws {
        try await put()
        #expect(try await ask(.get, [.range: "bytes=0-1", .ifRange: "\"\(hash)\""]).status == .partialContent)
        #expect(try await ask(.get, [.range: "bytes=0-1", .ifRange: "\"other\""]).status == .ok)
        let known = try await ask(.get, [.ifNoneMatch: "\"\(hash)\""])
        #expect(known.status == .notModified && known.body.readableBytes == 0)
    }

    @Test func `a head says how long the file is`() async throws {
        try await put()
        let response = try await ask(.head)
        #expect(response.status == .ok && response.headers[.contentLength] == "300000")
        #expect(response.body.readableBytes == 0)
    }

    @Test func `what is not the file of that hash is not kept`() async throws {
        let response = try await ask(.put, WebBench.authorised, body: [1, 2, 3])
        #expect(response.status == .unprocessableContent && response.errorCode == "hash_mismatch")
        #expect(try await ask(.get).errorCode == "unknown_media")
        #expect(try await ask(.put, WebBench.authorised, body: []).errorCode == "bad_parameter")
    }

    @Test(arguments: ["abc", String(repeating: "A", count: 64), String(repeating: "g", count: 64), "..%2f..%2fetc"])
    func `what is no hash is no path`(text: String) async throws {
        #expect(try await ask(.get, path: "/media/\(text)").errorCode == "bad_parameter")
        let put = try await ask(.put, WebBench.authorised, path: "/media/\(text)", body: [1])
        #expect(put.errorCode == "bad_parameter")
    }

    @Test func `past the quota nothing is taken`() async throws {
        let other = try Folder()
        let small = try WebBench(other, quotaBytes: 1_000)
        defer { withExtendedLifetime(other) {} }
        let response = try await small.ask(.put, "/media/\(hash)", body: bytes)
        #expect(response.status.code == 507 && response.errorCode == "quota_exceeded")
    }

    @Test func `a file in use is not deleted, another is`() async throws {
        try await put()
        let reference = MediaReference(sha256: try MediaHash(hash), bytes: bytes.count)
        let compact = try Signatory().order(.schedule(try Sample.schedule(source: .media(reference))))
        _ = try await bench.link.desk.take(compact)
        #expect(try await ask(.delete, WebBench.authorised).errorCode == "media_in_use")
        bench.link.clock.advance(seconds: 7_200)
        #expect(try await ask(.delete, WebBench.authorised).status == .noContent)
        #expect(try await ask(.delete, WebBench.authorised).errorCode == "unknown_media")
        let list = try await ask(.get, WebBench.authorised, path: "/api/v1/media")
        #expect(list.json["used_bytes"] as? Int == 0)
    }
}
