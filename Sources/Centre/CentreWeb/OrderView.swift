import CentreLink
import Fleet
import LoaModel
import Trust

/// An order that the centre holds.
struct OrderView: Encodable {
    struct Answers: Encodable {
        var accepted: Int
        var refused: Int
    }

    struct DeviceAnswer: Encodable {
        var outcome: Answer.Outcome
        var code: Refusal.Code?
        var detail: String?
        var at: Timestamp
    }

    var order: String
    var type: OrderType
    var iss: AuthorityID
    var aud: String
    var seq: Int64
    var iat: Timestamp
    var nbf: Timestamp
    var exp: Timestamp
    var stream: String
    var topic: String
    var title: String?
    var version: Int?
    var received: Timestamp
    var inForce: Bool
    var published: Bool?
    var answers: Answers
    var answer: DeviceAnswer?
    var body: Body?
    var compact: String?

    /// - Parameter published: nil where it is not known.
    init(_ standing: OrderStanding, published: Bool?, at now: Timestamp) {
        let order = standing.order.order
        self.order = standing.order.hash
        type = order.body.type
        iss = order.issuer
        aud = order.audience.description
        seq = order.sequence
        iat = Timestamp(seconds: order.issuedAt)
        nbf = Timestamp(seconds: order.notBefore)
        exp = Timestamp(seconds: order.expires)
        stream = order.stream.description
        topic = Topics.order(order.stream)
        if case .alert(let alert) = order.body { title = alert.title }
        if case .schedule(let schedule) = order.body { version = schedule.version }
        received = standing.order.received
        inForce = standing.inForce(at: now)
        self.published = published
        answers = Answers(accepted: standing.accepted, refused: standing.refused)
    }

    mutating func addBody(of order: CentreOrder) {
        body = Body(body: order.order.body)
        compact = String(decoding: order.compact, as: UTF8.self)
    }

    struct Body: Encodable {
        var body: OrderBody

        func encode(to encoder: any Encoder) throws {
            switch body {
            case .schedule(let schedule): try schedule.encode(to: encoder)
            case .alert(let alert): try alert.encode(to: encoder)
            case .cancel(let cancellation): try cancellation.encode(to: encoder)
            case .command(let command): try command.encode(to: encoder)
            }
        }
    }
}

/// What a device did with an order.
struct AnswerView: Encodable {
    private enum Key: String, CodingKey { case device, at, received }

    var record: AnswerRecord

    init(_ record: AnswerRecord) { self.record = record }

    func encode(to encoder: any Encoder) throws {
        try record.answer.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(record.device, forKey: .device)
        try container.encode(record.at, forKey: .at)
        try container.encode(record.received, forKey: .received)
    }
}
