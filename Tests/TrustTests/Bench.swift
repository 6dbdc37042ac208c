import CivilCalendar
import LoaModel
import Trust

/// A device, its trust list, and the keys of those who are in it: what the tests of orders are made of.
struct Bench {
    let device: DeviceID
    let area: Area
    let key: SigningKey
    let provinceKey: SigningKey
    var trust: TrustList

    /// 2026-11-21T05:00:00Z.
    static let now = Timestamp(seconds: 1_795_237_200)

    init() throws {
        device = try DeviceID("loa-0001")
        area = try Area("vn/92/31528/ap-1")
        key = try SigningKey(seed: Array(repeating: 7, count: 32))
        provinceKey = try SigningKey(seed: Array(repeating: 9, count: 32))
        trust = TrustList(
            version: 3, issued: Timestamp(seconds: 1_790_000_000),
            authorities: [
                TrustList.Authority(
                    id: try AuthorityID("ubnd-31528"), name: "UBND xã", keys: [key.publicKey],
                    areas: [try Area("vn/92/31528")], orders: [.schedule, .alert, .cancel, .command],
                    classes: [.normal, .priority, .emergency], mayBreakQuietHours: true, maximumGainDecibels: 6),
                TrustList.Authority(
                    id: try AuthorityID("ubnd-92"), name: "UBND tỉnh", keys: [provinceKey.publicKey],
                    areas: [try Area("vn/92")], orders: [.schedule], classes: [.normal], maximumGainDecibels: 0),
            ])
    }

    func order(
        _ body: OrderBody? = nil, issuer: String = "ubnd-31528", audience: String = "area:vn/92/31528",
        from: Int64 = 0, until: Int64 = 3_600, sequence: Int64 = 10, version: Int = 1
    ) throws -> Order {
        Order(
            version: version, issuer: try AuthorityID(issuer), audience: try Audience(audience),
            issuedAt: Self.now.seconds, notBefore: Self.now.seconds + from, expires: Self.now.seconds + until,
            sequence: sequence, body: try body ?? .alert(alert()))
    }

    func alert(gain: Double = 0) throws -> Alert {
        Alert(id: try BulletinID("lu-quet"), title: "Cảnh báo", source: nil, gainDecibels: gain)
    }

    func schedule(_ bulletins: [Bulletin]? = nil, zone: String = "Asia/Ho_Chi_Minh") throws -> OrderBody {
        .schedule(Schedule(version: 1, zone: zone, bulletins: try bulletins ?? [bulletin()]))
    }

    func bulletin(
        _ id: String = "sang", class bulletinClass: BulletinClass = .normal, gain: Double = 0, quiet: Bool = false,
        seconds: Double = 60
    ) throws -> Bulletin {
        Bulletin(
            id: try BulletinID(id), title: "Bản tin", bulletinClass: bulletinClass, source: .tone(seconds: 5),
            recurrence: Recurrence(
                start: try CivilDateTime(parsing: "2026-11-22T05:00"), rule: try RecurrenceRule(parsing: "FREQ=DAILY")),
            maximumSeconds: seconds, gainDecibels: gain, inQuietHours: quiet)
    }

    /// - Parameters:
    ///   - clock: nil where it is not known to be right.
    ///   - last: the last accepted of each stream.
    func judge(
        _ compact: [UInt8], clock: Timestamp? = Self.now, lowerBound: Timestamp = .epoch,
        last: (sequence: Int64, hash: String)? = nil
    ) throws(Refusal) -> OrderVerifier.Verdict {
        try OrderVerifier(trust: trust, device: device, area: area).judge(
            compact,
            OrderVerifier.Circumstances(
                clock: clock, lowerBound: lowerBound, last: { _ in last }, knowsZone: { $0 == "Asia/Ho_Chi_Minh" }))
    }

    /// The code of the refusal; nil where the order is accepted or known.
    func refusal(
        _ compact: [UInt8], clock: Timestamp? = Self.now, lowerBound: Timestamp = .epoch,
        last: (sequence: Int64, hash: String)? = nil
    ) -> Refusal.Code? {
        do throws(Refusal) {
            _ = try judge(compact, clock: clock, lowerBound: lowerBound, last: last)
            return nil
        } catch {
            return error.code
        }
    }

    func refusal(_ order: Order, by key: SigningKey? = nil, clock: Timestamp? = Self.now) throws -> Refusal.Code? {
        refusal(try (key ?? self.key).sign(order), clock: clock)
    }

    /// A payload of bytes, signed as an order is.
    func signed(_ payload: String) throws -> [UInt8] { try key.sign(Array(payload.utf8), type: "loa-order+jwt") }
}
