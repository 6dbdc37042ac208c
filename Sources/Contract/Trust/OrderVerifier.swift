public import LoaModel

/// Judges orders: decides from values alone, remembers nothing, touches nothing.
public struct OrderVerifier: Sendable {
    public var trust: TrustList
    public var device: DeviceID
    public var area: Area

    public init(trust: TrustList, device: DeviceID, area: Area) {
        self.trust = trust
        self.device = device
        self.area = area
    }

    /// What judging an order needs to know of the device's past and present.
    public struct Circumstances: Sendable {
        /// The device's clock; nil while it is not known to be right.
        public var clock: Timestamp?
        /// No earlier than this can it be: the last synchronised or stored time.
        public var lowerBound: Timestamp
        /// The last accepted number of a stream, and the hash of the order that carried it.
        public var last: @Sendable (OrderStream) -> (sequence: Int64, hash: String)?
        public var knowsZone: @Sendable (String) -> Bool

        public init(
            clock: Timestamp?, lowerBound: Timestamp,
            last: @escaping @Sendable (OrderStream) -> (sequence: Int64, hash: String)?,
            knowsZone: @escaping @Sendable (String) -> Bool
        ) {
            self.clock = clock
            self.lowerBound = lowerBound
            self.last = last
            self.knowsZone = knowsZone
        }
    }

    public enum Verdict: Sendable {
        /// New and in order.
        case accepted(Order, hash: String)
        /// The same order as the last of its stream, come again, as retained orders do: nothing to do.
        case known(Order, hash: String)
    }

    /// A clock of another machine may be this much ahead of ours, seconds.
    static let leeway: Int64 = 120

    /// - Parameter compact: the order as received.
    /// - Throws: the first reason for which it is refused, in the order of `Refusal.Code`.
    public func judge(_ compact: [UInt8], _ circumstances: Circumstances) throws(Refusal) -> Verdict {
        let jws = try CompactJWS(parsing: compact, limit: Order.maximumBytes)
        let signer = try signer(of: jws)
        let order = try Self.read(jws)
        guard order.issuer == signer.id else {
            throw Refusal(.wrongIssuer, "iss is '\(order.issuer)', but the key belongs to '\(signer.id)'")
        }
        try checkScope(order, of: signer)
        let hash = orderHash(compact)
        let last = circumstances.last(order.stream)
        if let last, last.sequence == order.sequence, last.hash == hash { return .known(order, hash: hash) }
        try Self.checkTimes(order, circumstances)
        if let last, order.sequence <= last.sequence {
            throw Refusal(
                .replayed, "seq \(order.sequence) is not above \(last.sequence), the last of \(order.stream)")
        }
        try Self.checkBody(order.body, knowsZone: circumstances.knowsZone)
        try Self.checkRights(order.body, of: signer)
        return .accepted(order, hash: hash)
    }

    private func signer(of jws: CompactJWS) throws(Refusal) -> TrustList.Authority {
        for authority in trust.authorities {
            for key in authority.keys where key.kid == jws.keyID {
                guard key.verifies(jws) else {
                    throw Refusal(.badSignature, "the signature does not fit key '\(key.kid)' of '\(authority.id)'")
                }
                return authority
            }
        }
        throw Refusal(
            .unknownKey, "no authority of trust list \(trust.version) has the key '\(jws.keyID.prefix(64))'")
    }

    /// Version and type are read first, so that a newer protocol is told from nonsense.
    private static func read(_ jws: CompactJWS) throws(Refusal) -> Order {
        struct Outline: Decodable {
            var loa: Int
            var type: String
        }
        do {
            let outline = try JSON.decode(Outline.self, from: jws.payload)
            guard outline.loa == Order.currentVersion else {
                throw Refusal(
                    .unsupportedVersion, "protocol \(outline.loa); this device speaks \(Order.currentVersion)")
            }
            guard OrderType(rawValue: outline.type) != nil else {
                let known = OrderType.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(.unknownOrder, "type '\(outline.type.prefix(40))'; known are \(known)")
            }
            return try JSON.decode(Order.self, from: jws.payload)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(.invalidBody, "\(error)")
        }
    }

    private func checkScope(_ order: Order, of signer: TrustList.Authority) throws(Refusal) {
        switch order.audience {
        case .device(let target):
            guard target == device else { throw Refusal(.notForThisDevice, "aud is \(order.audience)") }
            guard signer.areas.contains(where: { $0.contains(area) }) else {
                throw Refusal(.areaNotPermitted, "'\(signer.id)' has no right in \(area)")
            }
        case .area(let target):
            guard target.contains(area) else {
                throw Refusal(.notForThisDevice, "aud is \(order.audience), this device stands in \(area)")
            }
            guard signer.areas.contains(where: { $0.contains(target) }) else {
                throw Refusal(.areaNotPermitted, "'\(signer.id)' has no right in \(target)")
            }
        }
        guard signer.orders.contains(order.body.type) else {
            throw Refusal(.orderNotPermitted, "'\(signer.id)' may not send \(order.body.type.rawValue) orders")
        }
    }

    /// Without a known clock `nbf` and `exp` are judged against a bound that only rises: what has expired by it is
    /// refused, what may still be valid is taken.
    private static func checkTimes(_ order: Order, _ circumstances: Circumstances) throws(Refusal) {
        guard order.expires > order.notBefore else {
            throw Refusal(.invalidBody, "exp is not after nbf")
        }
        let now = max(circumstances.clock ?? circumstances.lowerBound, circumstances.lowerBound).seconds
        guard order.expires > now else {
            throw Refusal(.expired, "expired at \(Timestamp(seconds: order.expires)); it is \(Timestamp(seconds: now))")
        }
        if circumstances.clock != nil, order.notBefore > now + leeway {
            throw Refusal(
                .notYetValid, "valid from \(Timestamp(seconds: order.notBefore)); it is \(Timestamp(seconds: now))")
        }
    }

    private static func checkBody(_ body: OrderBody, knowsZone: (String) -> Bool) throws(Refusal) {
        do {
            switch body {
            case .schedule(let schedule): try schedule.check(knowsZone: knowsZone)
            case .alert(let alert): try alert.check()
            case .cancel: break
            case .command(let command): try command.check()
            }
        } catch {
            throw Refusal(.invalidBody, "body.\(error)")
        }
    }

    private static func checkRights(_ body: OrderBody, of signer: TrustList.Authority) throws(Refusal) {
        switch body {
        case .cancel: return
        case .command(.speakerTest(let test)):
            try check(.normal, gain: test.gainDecibels, of: signer)
            try check(quietHours: test.inQuietHours, of: test.id, signer)
        case .alert(let alert):
            try check(.emergency, gain: alert.gainDecibels, of: signer)
        case .schedule(let schedule):
            for bulletin in schedule.bulletins {
                try check(bulletin.bulletinClass, gain: bulletin.gainDecibels, of: signer)
                try check(quietHours: bulletin.inQuietHours, of: bulletin.id, signer)
            }
        }
    }

    private static func check(
        quietHours breaks: Bool, of id: BulletinID, _ signer: TrustList.Authority
    ) throws(Refusal) {
        guard !breaks || signer.mayBreakQuietHours else {
            throw Refusal(.quietHoursNotPermitted, "'\(signer.id)' may not break the quiet hours with '\(id)'")
        }
    }

    private static func check(
        _ bulletinClass: BulletinClass, gain: Double, of signer: TrustList.Authority
    ) throws(Refusal) {
        guard signer.classes.contains(bulletinClass) else {
            throw Refusal(.classNotPermitted, "'\(signer.id)' may not send \(bulletinClass.rawValue) bulletins")
        }
        guard gain <= signer.maximumGainDecibels else {
            throw Refusal(.gainNotPermitted, "gain_db \(gain) is above the ceiling \(signer.maximumGainDecibels)")
        }
    }
}

extension Order {
    /// Reads again an order that was accepted before: its signature and form are checked, its times and number are not.
    public init(rereading compact: [UInt8], trust: TrustList) throws(Refusal) {
        let jws = try CompactJWS(parsing: compact, limit: Order.maximumBytes)
        guard trust.authorities.contains(where: { $0.keys.contains { $0.kid == jws.keyID && $0.verifies(jws) } })
        else { throw Refusal(.badSignature, "no key of trust list \(trust.version) signed it") }
        do {
            self = try JSON.decode(Order.self, from: jws.payload)
        } catch {
            throw Refusal(.invalidBody, "\(error)")
        }
    }
}
