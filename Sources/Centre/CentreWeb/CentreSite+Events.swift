import HTTPTypes
import Hummingbird

extension CentreSite {
    func events(_ request: Request) throws -> Response {
        let reader = try Self.query(request, ["last_event_id"])
        let header = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        guard let frames = ring.read(after: try header ?? reader.text("last_event_id")) else {
            throw APIError(
                .serviceUnavailable, "too_many_readers", "The centre's events have as many readers as it serves.",
                remedy: "Try again later, or close other pages.")
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                for await frame in frames { try await writer.write(ByteBuffer(string: frame)) }
                try await writer.finish(nil)
            })
    }
}
