import CurlHTTP
import Keyring
import LoaModel
import Trust

/// Speaks the centre's API (docs/api.md). Any status of 400 and above is thrown as the centre's own words.
struct CentreClient {
    private let address: String
    private let token: String?
    private let http: HTTPClient

    /// - Parameters:
    ///   - address: http or https, without a path.
    ///   - token: nil where the centre needs none to read.
    init(address: String, token: String?, authorityFile: String?) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.token = token
        http = HTTPClient(authorityFile: authorityFile)
    }

    /// - Parameter query: values are escaped; those that are nil are left out.
    func get(_ path: String, query: [(name: String, value: String?)] = []) async throws -> JSONTree {
        let pairs = query.compactMap { pair in pair.value.map { "\(pair.name)=\(Self.escaped($0))" } }
        let tail = pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
        return try await json(HTTPRequest("GET", address + path + tail, headers: headers))
    }

    /// Hands in a signed order.
    func post(order: [UInt8]) async throws -> JSONTree {
        let kind = HTTPHeader("Content-Type", "application/jose")
        return try await json(
            HTTPRequest("POST", address + "/api/v1/orders", headers: headers + [kind], body: .bytes(order)))
    }

    /// Brings a media file to the centre, where it is not there already.
    /// - Returns: whether it was sent.
    func upload(_ file: MediaFile, progress: ProgressBar) async throws -> Bool {
        let url = "\(address)/media/\(file.sha256)"
        let known = try await send(HTTPRequest("HEAD", url, headers: headers))
        if known.status == 200 { return false }
        let request = HTTPRequest("PUT", url, headers: headers, body: .file(file.path))
        let answer = try await send(request) { done, _ in progress.show(done, of: file.bytes) }
        progress.end()
        _ = try checked(answer)
        return true
    }

    private var headers: [HTTPHeader] { token.map { [HTTPHeader("Authorization", "Bearer \($0)")] } ?? [] }

    private func json(_ request: HTTPRequest) async throws -> JSONTree { try checked(try await send(request)) }

    private func send(
        _ request: HTTPRequest, onProgress: (@Sendable (Int, Int?) -> Void)? = nil
    ) async throws -> HTTPResponse {
        do {
            return try await http.send(request, onProgress: onProgress)
        } catch {
            switch error.kind {
            case .invalidRequest: throw OperationFailure(.usage, error.sentence)
            case .file: throw OperationFailure(.noInput, error.sentence)
            case .nonsense, .tooLarge: throw OperationFailure(.data, error.sentence)
            default: throw OperationFailure(.unavailable, "the centre is not reached: \(error.sentence)")
            }
        }
    }

    private func checked(_ response: HTTPResponse) throws -> JSONTree {
        let tree = try? JSON.decode(JSONTree.self, from: response.body)
        guard response.status >= 400 else {
            guard let tree else {
                throw OperationFailure(.data, "\(address) answered no JSON; is it the address of a centre?")
            }
            return tree
        }
        throw Self.failure(response.status, tree?["error"], address)
    }

    private static func failure(_ status: Int, _ error: JSONTree?, _ address: String) -> OperationFailure {
        let code = error?["code"]?.text
        let kind: OperationFailure.Status =
            switch status {
            case 401, 403, 409: .notPermitted
            case 422 where code?.hasSuffix("_not_permitted") == true: .notPermitted
            case 404: .noInput
            case 400, 413, 415, 421, 422: .data
            default: .unavailable
            }
        guard let error, let code else {
            return OperationFailure(kind, "\(address) answered with status \(status); is it the address of a centre?")
        }
        let remedy =
            status == 401 ? "Name the centre's token with --token-file or LOA_TOKEN_FILE." : error["remedy"]?.text
        let parts = [error["message"]?.text, remedy].compactMap { $0 }.filter { !$0.isEmpty }
        return OperationFailure(kind, "the centre refused (\(code)): " + parts.joined(separator: " "))
    }

    /// Percent-encoding of all but the unreserved characters (RFC 3986).
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (48...57).contains(byte) || (97...122).contains(byte | 0x20) || [45, 46, 95, 126].contains(byte)
            if isPlain { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
