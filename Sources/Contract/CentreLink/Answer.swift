public import LoaModel
public import Trust

/// What a device did with an order.
public struct Answer: Hashable, Sendable, Codable {
    public enum Outcome: String, Codable, Sendable, CaseIterable { case accepted, refused }

    /// SHA-256 of the order as received; of a refused one too.
    public var order: String
    public var outcome: Outcome
    /// What could be read of the order; nil in an order that could not.
    public var type: OrderType?
    public var issuer: AuthorityID?
    public var sequence: Int64?
    /// Why it was refused.
    public var code: Refusal.Code?
    public var detail: String?

    public init(
        order: String, outcome: Outcome, type: OrderType? = nil, issuer: AuthorityID? = nil, sequence: Int64? = nil,
        code: Refusal.Code? = nil, detail: String? = nil
    ) {
        self.order = order
        self.outcome = outcome
        self.type = type
        self.issuer = issuer
        self.sequence = sequence
        self.code = code
        self.detail = detail
    }

    private enum CodingKeys: String, CodingKey {
        case order, outcome, type, code, detail
        case issuer = "iss"
        case sequence = "seq"
    }
}
