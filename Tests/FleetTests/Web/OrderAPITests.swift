import Fleet
import HTTPTypes
import HummingbirdTesting
import LoaModel
import Testing
import Trust

@testable import CentreWeb

@Suite struct `Orders over the API` {
    private let folder: Folder
    private let bench: WebBench
    private let signatory: Signatory

    init() throws {
        folder = try Folder()
        bench = try WebBench(folder)
        signatory = try Signatory()
    }

    private func post(_ body: [UInt8], type: String? = "application/jose") async throws -> TestResponse {
        var headers = WebBench.authorised
        if let type { headers[.contentType] = type }
        return try await bench.ask(.post, "/api/v1/orders", headers: headers, body: body)
    }

    @Test func `an order handed in can be read again`() async throws {
        let compact = try signatory.order(.alert(try Sample.alert()))
        let response = try await post(compact + [10])
        #expect(response.status == .accepted)  // The broker is not connected.
        let order = try #require(response.json["order"] as? [String: Any])
        #expect(order["order"] as? String == orderHash(compact))
        #expect(order["title"] as? String == "Cảnh báo lũ")
        #expect(order["published"] as? Bool == false)
        let read = try await bench.ask(.get, "/api/v1/orders/\(orderHash(compact))").json["order"] as? [String: Any]
        #expect(read?["compact"] as? String == String(decoding: compact, as: UTF8.self))
        #expect((read?["body"] as? [String: Any])?["id"] as? String == "lu")
        #expect(try await post(compact).status == .ok)
        let list = try await bench.ask(.get, "/api/v1/orders?in_force=true&type=alert&iss=ubnd-92")
        #expect((list.json["orders"] as? [Any])?.count == 1)
    }

    @Test func `refusals keep their code`() async throws {
        let alert = OrderBody.alert(try Sample.alert())
        _ = try await post(try signatory.order(alert, sequence: 5))
        let replayed = try await post(
            try signatory.order(alert, sequence: 5, audience: "area:vn/92/31528", lasting: 60))
        #expect(replayed.status == .conflict && replayed.errorCode == "replayed")
        let foreign = try await post(try signatory.order(alert, audience: "area:vn/1"))
        #expect(foreign.status == .unprocessableContent && foreign.errorCode == "area_not_permitted")
        let unknown = try await post(try signatory.order(alert, audience: "device:loa-0001"))
        #expect(unknown.status == .conflict && unknown.errorCode == "device_unknown")
        #expect(try await post(Array("{}".utf8)).errorCode == "malformed")
        #expect(try await post([]).errorCode == "malformed")
        #expect(try await post([0xFF, 0xFE, 0x2E, 0x2E]).errorCode == "malformed")
    }

    @Test func `only an order is taken for an order`() async throws {
        #expect(try await post([], type: "application/json").errorCode == "unsupported_content_type")
        #expect(try await post([], type: nil).status == .unsupportedMediaType)
        let large = try await post([UInt8](repeating: 65, count: Order.maximumBytes + 1))
        #expect(large.status == .contentTooLarge && large.errorCode == "too_large")
    }

    @Test func `without a trust list nothing is taken`() async throws {
        bench.link.trust.takeAway()
        let response = try await post(try signatory.order(.alert(try Sample.alert())))
        #expect(response.status == .serviceUnavailable && response.errorCode == "trust_unreadable")
    }

    @Test func `an unknown order is not found`() async throws {
        #expect(try await bench.ask(.get, "/api/v1/orders/abc").errorCode == "unknown_order")
    }
}
