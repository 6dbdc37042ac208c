import Fleet
import HTTPTypes
import Hummingbird
import LoaModel

extension CentreSite {
    func mediaList(_ request: Request) async throws -> Response {
        let reader = try Self.query(request, ["limit", "after"])
        let page = try await shelf.list(limit: try reader.limit(), after: try reader.text("after"))
        let space = try await shelf.space()
        return try Self.json(
            MediaListView(
                media: page.elements.map(MediaView.init), usedBytes: space.usedBytes, quotaBytes: space.quotaBytes,
                next: page.next))
    }

    func media(_ text: String, _ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let media = try await shelved(try Self.hash(text))
        let tag = "\"\(media.hash)\""
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .eTag: tag, .acceptRanges: "bytes",
            .cacheControl: "public, max-age=31536000, immutable",
        ]
        if let known = request.headers[.ifNoneMatch], known == "*" || known.contains(tag) {
            return Response(status: .notModified, headers: headers)
        }
        // A range of another version than the one asked for would be of no use: there is one version only.
        let isSame = request.headers[.ifRange].map { $0 == tag } ?? true
        let range = ByteRange(isSame ? request.headers[.range] : nil, length: media.bytes)
        switch range {
        case .unsatisfiable:
            throw APIError(
                .rangeNotSatisfiable, "range_not_satisfiable", "The file has \(media.bytes) bytes.",
                remedy: "Ask for a range within it."
            ).with("Content-Range", "bytes */\(media.bytes)")
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound)/\(media.bytes)"
            return Response(
                status: .partialContent, headers: headers,
                body: try await FileIO().loadFile(path: media.path, range: part, context: context))
        case .whole:
            return Response(
                status: .ok, headers: headers, body: try await FileIO().loadFile(path: media.path, context: context))
        }
    }

    func putMedia(_ text: String, _ request: Request) async throws -> Response {
        let hash = try Self.hash(text)
        if let there = try await shelf.find(hash) { return try Self.json(["media": MediaView(there)]) }
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        do {
            let media = try await take(hash, announced: announced, request.body)
            return try Self.json(["media": MediaView(media)], status: .created)
        } catch let problem as MediaProblem {
            throw Self.error(of: problem)
        }
    }

    func deleteMedia(_ text: String) async throws -> Response {
        let media = try await shelved(try Self.hash(text))
        let now = clock()
        for standing in try await store.lastOrders()
        where standing.inForce(at: now) && standing.order.media.contains(where: { $0.sha256 == media.hash }) {
            throw APIError(
                .conflict, "media_in_use", "Order \(standing.order.hash) names this file and is in force.",
                remedy: "Replace the order first, or wait until it has expired.")
        }
        _ = try await shelf.remove(media.hash)
        return Response(status: .noContent)
    }

    private func take(_ hash: MediaHash, announced: Int?, _ body: RequestBody) async throws -> ShelvedMedia {
        let intake = try await shelf.receive(hash, expected: announced)
        do {
            var received = 0
            for try await chunk in body {
                received += chunk.readableBytes
                try await intake.append(Array(chunk.readableBytesView))
            }
            if let announced, received < announced { throw Self.incomplete }
            return try await intake.finish()
        } catch {
            await intake.abandon()
            throw error is MediaProblem ? error : Self.incomplete
        }
    }

    private static let incomplete = APIError(
        .badRequest, "incomplete", "The body ended before the whole file had come.", remedy: "Send the file again.")

    private func shelved(_ hash: MediaHash) async throws -> ShelvedMedia {
        guard let media = try await shelf.find(hash) else {
            throw APIError.notFound(
                "unknown_media", "The centre has no file of this hash.",
                remedy: "Add it: PUT /media/\(hash), or 'loa media add FILE'.")
        }
        return media
    }

    private static func hash(_ text: String) throws(APIError) -> MediaHash {
        do { return try MediaHash(text) } catch { throw .badParameter("\(error).") }
    }

    /// 507, of RFC 4918.
    private static let noSpace = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")

    private static func error(of problem: MediaProblem) -> APIError {
        switch problem {
        case .tooLarge(let limit):
            APIError(
                .contentTooLarge, "too_large", "The file is longer than announced or than \(limit) bytes.",
                remedy: "Encode it smaller: speech is well at 48 kbit/s Opus.")
        case .empty: .badParameter("The file is empty.")
        case .hashMismatch(let actual):
            APIError(
                .unprocessableContent, "hash_mismatch", "The bytes have the SHA-256 \(actual); nothing was kept.",
                remedy: "Name the file by its own SHA-256, or send it again where the way there damaged it.")
        case .quotaExceeded(let space):
            APIError(
                Self.noSpace, "quota_exceeded",
                "The media folder holds \(space.usedBytes) of \(space.quotaBytes) bytes; the file does not fit.",
                remedy: "Delete files that no order names, or raise --media-quota-mib.")
        case .storageFailed(let reason):
            APIError(
                Self.noSpace, "storage_failed", "The file could not be written: \(reason).",
                remedy: "Look at the space and the rights of the centre's data folder.")
        }
    }
}
