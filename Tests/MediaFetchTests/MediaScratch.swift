import Crypto
import CurlHTTP
import Foundation
import LoaModel
import MediaFetch
import TestSupport
import Uplink

/// A folder of its own for one test.
final class MediaScratch: Sendable {
    let folder: String

    init() throws {
        folder = "\(NSTemporaryDirectory())/loa-media-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func media(_ centre: String, authorityFile: String? = nil) -> MediaFolder {
        MediaFolder(
            folder: folder, centre: centre, authorityFile: authorityFile,
            limits: HTTPLimits(connectSeconds: 5, stallSeconds: 1, minimumBytesPerSecond: 1))
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

    func content(of file: Sample) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(folder)/\(file.hash)").map { [UInt8]($0) }
    }

    func size(of name: String) -> Int? { FileManager.default.contents(atPath: "\(folder)/\(name)")?.count }

    func begin(_ file: Sample, with bytes: [UInt8]) throws { try write(bytes, as: "\(file.hash).part") }

    func write(_ bytes: [UInt8], as name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
}

/// A file that a server has.
struct Sample: Sendable {
    let bytes: [UInt8]
    let hash: MediaHash

    init(bytes count: Int) {
        var state: UInt32 = 2_463_534_242
        bytes = (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            return UInt8(truncatingIfNeeded: state)
        }
        guard let hash = try? MediaHash(digest: SHA256.hash(data: bytes)) else { preconditionFailure("SHA-256") }
        self.hash = hash
    }

    var reference: MediaReference { MediaReference(sha256: hash, bytes: bytes.count) }

    func missing(transient: Bool) -> Expected { Expected(.mediaMissing, isTransient: transient) }

    /// The head of an answer that gives everything from `start` on.
    func partial(from start: Int) -> String {
        start == 0
            ? "HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n"
            : "HTTP/1.1 206 Partial Content\r\nContent-Length: \(bytes.count - start)\r\n"
                + "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)\r\n\r\n"
    }
}

extension ScriptedConnection {
    /// What a good server answers.
    func serve(_ file: Sample) {
        let start = rangeStart
        send(file.partial(from: start))
        send(Array(file.bytes[start...]))
    }
}

/// A media fault by its kind.
struct Expected: Error, Equatable {
    var code: FaultCode
    var isTransient: Bool

    init(_ code: FaultCode, isTransient: Bool) {
        self.code = code
        self.isTransient = isTransient
    }
}

/// Throws the kind of a media fault instead of the fault.
func fault(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let fault as MediaFault {
        throw Expected(fault.code, isTransient: fault.isTransient)
    }
}
