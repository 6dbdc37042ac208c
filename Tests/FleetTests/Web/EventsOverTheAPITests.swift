import CentreLink
import Fleet
import HTTPTypes
import Hummingbird
import LoaModel
import Testing

@testable import CentreWeb

@Suite(.timeLimit(.minutes(1))) struct `Events over the API` {
    private let folder: Folder
    private let bench: WebBench

    init() throws {
        folder = try Folder()
        bench = try WebBench(folder)
    }

    private func events(_ headers: HTTPFields = [:], query: String = "") throws -> Response {
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: "localhost", path: "/api/v1/events" + query, headerFields: headers)
        return try bench.site.events(Request(head: head, body: .init(buffer: ByteBuffer())))
    }

    /// What a reader is sent until the centre ends.
    private func read(_ response: Response, while body: () throws -> Void) async throws -> String {
        try body()
        bench.ring.close()
        let writer = CollectingWriter()
        try await response.body.write(writer)
        return await writer.written.reduce("", +)
    }

    @Test func `a reader sees a broadcast start, live`() async throws {
        let response = try events()
        #expect(response.headers[.contentType] == "text/event-stream")
        let report = try Sample.report(1)
        let text = try await read(response) {
            let record = try #require(
                AsRunRecord(ReceivedReport(report: report, received: Sample.now, dated: Sample.now)))
            bench.ring.tell([.asRun(record)])
        }
        #expect(text.contains("id: b-1\nevent: asrun\ndata: {\"as_run\":{"))
        #expect(text.contains("\"title\":\"Bản tin <sang>\""))
        #expect(text.hasPrefix("retry: "))
    }

    @Test func `the last event is named by header or parameter`() async throws {
        for _ in 0..<3 { bench.ring.tell([.fault(try Sample.device(), Sample.fault())]) }
        let name = try #require(HTTPField.Name("Last-Event-ID"))
        let responses = [try events([name: "b-2"]), try events(query: "?last_event_id=b-2")]
        bench.ring.close()
        for response in responses {
            let text = try await read(response) {}
            #expect(text.contains("id: b-3\n") && !text.contains("id: b-2\n"))
        }
        #expect(throws: APIError.self) { try events() }
    }
}
