import CentreLink
import CivilCalendar
import Fleet
import FleetStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LoaModel
import Logging

@testable import CentreWeb

/// The site over a real database and a scripted broker.
final class WebBench: Sendable {
    static let token = "a-token-of-the-tests"

    let link: LinkBench
    let shelf: MediaShelf
    let ring: EventRing
    let site: CentreSite

    /// - Parameter token: nil: the centre was started without one.
    init(_ folder: Folder, token: String? = token, quotaBytes: Int64 = 1 << 20) throws {
        link = try LinkBench(folder)
        shelf = try MediaShelf(
            folder: folder.path + "/media", quotaBytes: quotaBytes, database: link.database, clock: link.clock.reader)
        ring = EventRing(boot: "b", capacity: 20, silentAfterSeconds: 900, clock: link.clock.reader)
        site = CentreSite(
            store: link.database, shelf: shelf, desk: link.desk, ring: ring, token: token.flatMap(AccessToken.init),
            version: "0.1.0", silentAfterSeconds: 900,
            zone: { $0 == "Asia/Ho_Chi_Minh" ? .fixed(seconds: 7 * 3_600, name: $0) : nil }, clock: link.clock.reader)
    }

    var application: Application<CallbackResponder<BasicRequestContext>> {
        site.application(
            at: ListenAddress(host: "127.0.0.1", port: 0), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            ready: { _ in })
    }

    static let authorised: HTTPFields = [.authorization: "Bearer \(token)"]

    /// Asks as somebody with the token, through the responder.
    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, headers: HTTPFields = authorised, body: [UInt8]? = nil
    ) async throws -> TestResponse {
        try await application.test(.router) { client in
            try await client.executeRequest(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        }
    }

    /// Writes reports as if they had come over the link.
    func keep(_ reports: Report...) async throws {
        try await link.database.write(
            reports.map { .report(ReceivedReport(report: $0, received: link.clock.now, dated: $0.at)) })
    }
}

extension TestResponse {
    var json: [String: Any] {
        let value = try? JSONSerialization.jsonObject(with: Data(body.readableBytesView))
        return value as? [String: Any] ?? [:]
    }

    var errorCode: String? { (json["error"] as? [String: Any])?["code"] as? String }
}
