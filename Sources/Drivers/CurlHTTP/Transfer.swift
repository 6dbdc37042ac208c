import CCurl
import Glibc
import Synchronization

/// What the callbacks of one transfer know. They run on the transfer's thread, inside `curl_easy_perform`.
final class Transfer {
    let sink: BodySink
    private let upload: UploadSource?
    private let isCancelled: CancelFlag
    private let onProgress: (@Sendable (_ done: Int, _ total: Int?) -> Void)?

    private(set) var headers: [HTTPHeader] = []
    private var headerBytes = 0
    /// What our side found wrong; libcurl then only knows that a callback gave up.
    private(set) var failure: HTTPError?
    /// The client that the callbacks ask for the status.
    var raw: UnsafeMutableRawPointer?

    static let maximumHeaderBytes = 64 << 10

    init(
        sink: BodySink, upload: UploadSource?, isCancelled: CancelFlag,
        onProgress: (@Sendable (_ done: Int, _ total: Int?) -> Void)?
    ) {
        self.sink = sink
        self.upload = upload
        self.isCancelled = isCancelled
        self.onProgress = onProgress
    }

    /// nil where nothing is sent.
    var uploadLength: Int? { upload?.length }

    var status: Int { raw.map { loa_curl_status($0) } ?? 0 }

    static let redirects: Set<Int> = [301, 302, 303, 307, 308]

    func received(header: UnsafeRawBufferPointer) -> Bool {
        headerBytes += header.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            return fail(
                HTTPError(.nonsense, "the header of the answer is longer than \(Self.maximumHeaderBytes) bytes"))
        }
        let line = String(decoding: header, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            let end = value.lastIndex { !$0.isWhitespace }.map { value.index(after: $0) } ?? value.startIndex
            headers.append(HTTPHeader(String(line[..<colon]), String(value[..<end])))
        }
        return true
    }

    func received(body: UnsafeRawBufferPointer) -> Bool {
        // The page that comes with a redirect interests nobody.
        if Self.redirects.contains(status), header("location") != nil { return true }
        do {
            try sink.take(body, status: status, header: header)
            return true
        } catch {
            return fail(error)
        }
    }

    /// - Returns: how many bytes were put into `space`; nil gives the transfer up.
    func fill(_ space: UnsafeMutableRawBufferPointer) -> Int? {
        guard let upload else { return 0 }
        do {
            return try upload.read(into: space)
        } catch {
            _ = fail(error)
            return nil
        }
    }

    /// - Returns: whether to go on.
    func progressed(downloadTotal: Int, downloaded: Int, uploadTotal: Int, uploaded: Int) -> Bool {
        if isCancelled.isSet { return fail(HTTPError(.cancelled, "the transfer was cancelled")) }
        if let onProgress {
            if uploadTotal > 0 {
                onProgress(uploaded, uploadTotal)
            } else if downloaded > 0 {
                onProgress(sink.offset + downloaded, downloadTotal > 0 ? sink.offset + downloadTotal : nil)
            }
        }
        return true
    }

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }

    private func fail(_ error: HTTPError) -> Bool {
        if failure == nil { failure = error }
        return false
    }
}

/// Set from another thread to end a transfer.
final class CancelFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
