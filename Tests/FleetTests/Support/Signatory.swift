import LoaModel
import Trust

/// An authority with its key and the trust list that names it.
struct Signatory {
    let key: SigningKey
    let trust: TrustList

    init(
        areas: [String] = ["vn/92"], orders: [OrderType] = OrderType.allCases,
        classes: [BulletinClass] = BulletinClass.allCases
    ) throws {
        key = try SigningKey(seed: [UInt8](repeating: 7, count: 32))
        trust = TrustList(
            version: 3, issued: Sample.now,
            authorities: [
                .init(
                    id: try AuthorityID("ubnd-92"), name: "UBND", keys: [key.publicKey],
                    areas: try areas.map { try Area($0) }, orders: orders, classes: classes)
            ])
    }

    func order(
        _ body: OrderBody, sequence: Int64 = 1, audience: String = "area:vn/92/31528", at now: Timestamp = Sample.now,
        lasting seconds: Int64 = 3_600
    ) throws -> [UInt8] {
        try key.sign(
            Order(
                issuer: try AuthorityID("ubnd-92"), audience: try Audience(audience), issuedAt: now.seconds,
                notBefore: now.seconds, expires: now.seconds + seconds, sequence: sequence, body: body))
    }
}
