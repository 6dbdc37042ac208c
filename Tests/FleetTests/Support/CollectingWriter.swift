import HTTPTypes
import Hummingbird
import NIOCore

/// Takes a response's body as it is written.
final class CollectingWriter: ResponseBodyWriter, Sendable {
    let written: AsyncStream<String>
    private let writing: AsyncStream<String>.Continuation

    init() { (written, writing) = AsyncStream.makeStream(of: String.self) }

    func write(_ buffer: ByteBuffer) async throws { writing.yield(String(buffer: buffer)) }

    func finish(_ trailingHeaders: HTTPFields?) async throws { writing.finish() }
}
