import OwnThread

/// HTTP through libcurl. Each transfer blocks a thread of its own and ends with it; a cancelled task ends its transfer
/// within about a second.
public final class HTTPClient: Sendable {
    private let authorityFile: String?

    /// - Parameter authorityFile: the certificate authorities (PEM) that alone are trusted for https; nil trusts the
    ///   system's.
    public init(authorityFile: String? = nil) { self.authorityFile = authorityFile }

    /// Sends a request and takes its answer into memory.
    /// - Parameter onProgress: bytes sent, or where nothing is sent, received; on the transfer's thread, several times
    ///   a second.
    public func send(
        _ request: HTTPRequest, onProgress: (@Sendable (_ done: Int, _ total: Int?) -> Void)? = nil
    ) async throws(HTTPError) -> HTTPResponse {
        try await perform(request, onProgress) { () throws(HTTPError) in BodySink(memory: request.limits.bodyBytes) }
    }

    /// Brings a body into a file. With status 200 the file is the body; with 206 the body was added at `offset`; any
    /// other status leaves the file as it was. A transfer that breaks leaves what has come, to be taken up again.
    /// - Parameters:
    ///   - path: made where it is not there; a symbolic link is refused.
    ///   - offset: how much of the file is there already.
    ///   - onProgress: how long the file is, on the transfer's thread, several times a second.
    public func download(
        _ request: HTTPRequest, to path: String, from offset: Int = 0,
        onProgress: (@Sendable (_ done: Int, _ total: Int?) -> Void)? = nil
    ) async throws(HTTPError) -> HTTPResponse {
        var request = request
        if offset > 0 { request.headers.append(HTTPHeader("Range", "bytes=\(offset)-")) }
        let limit = request.limits.bodyBytes
        return try await perform(request, onProgress) { () throws(HTTPError) in
            try BodySink(file: path, offset: offset, limit: limit)
        }
    }

    /// Hands a body on as it comes, until the server ends it or `take` throws. Blocks the calling thread.
    /// - Parameter take: a piece of the body, of whatever status, and the type of the whole.
    /// - Returns: the answer, without its body.
    public func listen(
        to request: HTTPRequest,
        _ take: @escaping (_ bytes: UnsafeRawBufferPointer, _ status: Int, _ type: String?) throws(HTTPError) -> Void
    ) throws(HTTPError) -> HTTPResponse {
        let transfer = Transfer(
            sink: BodySink(listener: take), upload: nil, isCancelled: CancelFlag(), onProgress: nil)
        return try Exchange(request: request, authorityFile: authorityFile, transfer: transfer).run()
    }

    private func perform(
        _ request: HTTPRequest, _ onProgress: (@Sendable (_ done: Int, _ total: Int?) -> Void)?,
        into sink: @escaping @Sendable () throws(HTTPError) -> BodySink
    ) async throws(HTTPError) -> HTTPResponse {
        let cancel = CancelFlag()
        let file = authorityFile
        let result: Result<HTTPResponse, HTTPError> = await withTaskCancellationHandler {
            do throws(ThreadFailure) {
                return try await OwnThread.run("loa-http") {
                    Result { () throws(HTTPError) in
                        let transfer = Transfer(
                            sink: try sink(),
                            upload: try request.body.map { body throws(HTTPError) in
                                try UploadSource(body)
                            }, isCancelled: cancel, onProgress: onProgress)
                        return try Exchange(request: request, authorityFile: file, transfer: transfer).run()
                    }
                }
            } catch {
                return .failure(HTTPError(.resources, "\(error)"))
            }
        } onCancel: {
            cancel.set()
        }
        return try result.get()
    }
}
