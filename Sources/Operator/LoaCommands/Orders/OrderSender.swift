import Keyring
import LoaModel
import Trust

/// Numbers, signs and hands in orders.
struct OrderSender {
    let keyring: KeyringFolder
    let centre: CentreClient
    let authority: AuthorityID
    let audience: Audience

    /// What a person and a program want to know of an order that the centre took.
    struct Receipt: Encodable {
        var order: String
        var type: OrderType
        var seq: Int64
        var expires: Timestamp
        /// Whether the broker has been given it; where not, the centre does it by itself once it can.
        var published: Bool
        /// The id under which an alert can be cancelled, or a speaker test found.
        var id: BulletinID?
    }

    /// - Parameter seconds: how long from `now` it may be accepted.
    func send(_ body: OrderBody, validFor seconds: Int64, at now: Timestamp) async throws -> Receipt {
        let key = try keyring.key(of: authority)
        let stream = OrderStream(issuer: authority, audience: audience, kind: .init(of: body.type))
        let (expires, overflow) = now.seconds.addingReportingOverflow(seconds)
        guard !overflow else { throw OperationFailure(.usage, "the order would be valid for too long") }
        let order = Order(
            issuer: authority, audience: audience, issuedAt: now.seconds, notBefore: now.seconds, expires: expires,
            sequence: try keyring.nextSequence(of: stream, at: now), body: body)
        let signed = try key.sign(order)
        guard signed.count <= Order.maximumBytes else {
            throw OperationFailure(
                .data, "the order has \(signed.count) bytes; devices read at most \(Order.maximumBytes)")
        }
        let answer = try await centre.post(order: signed)
        let id: BulletinID? =
            switch body {
            case .alert(let alert): alert.id
            case .command(.speakerTest(let test)): test.id
            case .schedule, .cancel: nil
            }
        return Receipt(
            order: orderHash(signed), type: body.type, seq: order.sequence, expires: Timestamp(seconds: expires),
            published: answer["order"]?["published"] == .bool(true), id: id)
    }
}

extension OrderSender.Receipt {
    func say() {
        Terminal.say("\(type.rawValue) order \(order), seq \(seq), valid until \(expires)")
        Terminal.say(published ? "published" : "kept; the centre publishes it once its broker is connected")
    }
}
