import Fleet
import LoaModel
import Trust

extension OrderDesk {
    /// Verifies as a device of the audience would, against the centre's own trust list and clock.
    func judge(_ compact: [UInt8], at now: Timestamp) async throws(OrderProblem) -> OrderVerifier.Verdict {
        let list: TrustList
        do {
            list = try trust()
            trustVersion = list.version
        } catch {
            throw .trustUnreadable("\(error)")
        }
        let (device, area) = try await place(of: Self.audience(of: compact))
        let last = try await lastNumbers()
        let circumstances = OrderVerifier.Circumstances(
            clock: now, lowerBound: now, last: { last[$0] }, knowsZone: knowsZone)
        do {
            return try OrderVerifier(trust: list, device: device, area: area).judge(compact, circumstances)
        } catch {
            throw .refused(error)
        }
    }

    /// To whom the text says that it speaks, before anything of it is believed; nil where it cannot be read.
    private static func audience(of compact: [UInt8]) -> Audience? {
        struct Outline: Decodable { var aud: String }
        guard let jws = try? CompactJWS(parsing: compact, limit: Order.maximumBytes),
            let outline = try? JSON.decode(Outline.self, from: jws.payload)
        else { return nil }
        return try? Audience(outline.aud)
    }

    /// As which device, standing where, an order is judged: an order to an area as one that stands in just this area.
    private func place(of audience: Audience?) async throws(OrderProblem) -> (DeviceID, Area) {
        switch audience {
        case .device(let device): (device, try await area(of: device))
        case .area(let area): try Self.reader(in: area.description)
        // The verifier says what is wrong with the text; where its reader stands does not come into it.
        case nil: try Self.reader(in: "nowhere")
        }
    }

    private static func reader(in area: String) throws(OrderProblem) -> (DeviceID, Area) {
        do {
            return (try DeviceID("centre"), try Area(area))
        } catch {
            throw .refused(Refusal(.malformed, "\(error)"))
        }
    }

    private func area(of device: DeviceID) async throws(OrderProblem) -> Area {
        do {
            if let area = try await store.devices([device]).first?.area { return area }
        } catch {
            throw .storeFailed(error)
        }
        throw .deviceUnknown(device.text)
    }

    private func lastNumbers() async throws(OrderProblem) -> [OrderStream: (sequence: Int64, hash: String)] {
        do {
            let orders = try await store.lastOrders()
            return Dictionary(
                orders.map { ($0.order.order.stream, (sequence: $0.order.order.sequence, hash: $0.order.hash)) },
                uniquingKeysWith: { $0.sequence > $1.sequence ? $0 : $1 })
        } catch {
            throw .storeFailed(error)
        }
    }
}
