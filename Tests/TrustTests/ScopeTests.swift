import LoaModel
import Testing
import Trust

@Suite struct `Who may say what to whom` {
    private let bench: Bench

    init() throws { bench = try Bench() }

    @Test(
        arguments: [
            ("area:vn/92/31528", nil), ("area:vn/92/31528/ap-1", nil), ("area:vn/92", .areaNotPermitted),
            ("area:vn", .areaNotPermitted), ("area:vn/92/31528/ap-2", .notForThisDevice),
            ("area:vn/92/31528/ap-1/to-3", .notForThisDevice), ("area:vn/92/3152", .notForThisDevice),
            ("area:vn/9", .notForThisDevice), ("device:loa-0001", nil), ("device:loa-0002", .notForThisDevice),
            ("device:loa-00011", .notForThisDevice),
        ] as [(String, Refusal.Code?)])
    func `an audience is an area around the device within the authority's right, or the device itself`(
        audience: String, code: Refusal.Code?
    ) throws {
        #expect(try bench.refusal(try bench.order(audience: audience)) == code)
    }

    @Test func `a device outside the authority's areas is not its own to command`() throws {
        var bench = bench
        bench.trust.authorities[0].areas = [try Area("vn/92/31529")]
        #expect(try bench.refusal(try bench.order(audience: "device:loa-0001")) == .areaNotPermitted)
        bench.trust.authorities[0].areas = []
        #expect(try bench.refusal(try bench.order()) == .areaNotPermitted)
    }

    @Test(arguments: ["area:", "area:vn//92", "area:vn/+", "area:#", "area:VN/92", "device:", "vn/92", "group:x", ""])
    func `audiences that are none are refused`(audience: String) throws {
        #expect(throws: ModelError.self) { try Audience(audience) }
        let payload = try CompactJWS(parsing: try bench.key.sign(try bench.order()), limit: 1 << 20).payload
        let text = String(decoding: payload, as: UTF8.self).replacing("area:vn/92/31528", with: audience)
        #expect(bench.refusal(try bench.signed(text)) == .invalidBody)
    }

    @Test func `each type is a right of its own`() throws {
        let bodies: [OrderBody] = [
            try bench.schedule(), .alert(try bench.alert()),
            .cancel(Cancellation(target: .bulletin, id: try BulletinID("sang"))),
            .command(.speakerTest(SpeakerTest(id: try BulletinID("test")))),
        ]
        for type in OrderType.allCases {
            var bench = bench
            bench.trust.authorities[0].orders = [type]
            for body in bodies {
                let expected: Refusal.Code? = body.type == type ? nil : .orderNotPermitted
                #expect(try bench.refusal(try bench.order(body)) == expected)
            }
        }
    }

    @Test func `each class is a right of its own, and an alert is an emergency`() throws {
        var bench = bench
        bench.trust.authorities[0].classes = [.priority]
        #expect(try bench.refusal(try bench.order()) == .classNotPermitted)
        let schedule = { try bench.order(try bench.schedule([try bench.bulletin(class: $0)])) }
        #expect(try bench.refusal(try schedule(.normal)) == .classNotPermitted)
        #expect(try bench.refusal(try schedule(.priority)) == nil)
    }

    @Test func `gain has a ceiling, in schedules and in alerts`() throws {
        for (gain, code) in [(6.0, nil), (6.01, .gainNotPermitted), (-60, nil)] as [(Double, Refusal.Code?)] {
            #expect(try bench.refusal(try bench.order(.alert(try bench.alert(gain: gain)))) == code)
            let schedule = try bench.schedule([try bench.bulletin("a"), try bench.bulletin("b", gain: gain)])
            #expect(try bench.refusal(try bench.order(schedule)) == code)
        }
    }

    @Test func `quiet hours are broken by right alone`() throws {
        let order = try bench.order(try bench.schedule([try bench.bulletin(quiet: true)]))
        #expect(try bench.refusal(order) == nil)
        var bench = bench
        bench.trust.authorities[0].mayBreakQuietHours = false
        #expect(try bench.refusal(order) == .quietHoursNotPermitted)
    }

    @Test func `a speaker test needs the rights of a normal bulletin`() throws {
        let maker = bench
        func order(gain: Double = 0, quiet: Bool = false, seconds: Double = 4) throws -> Order {
            let id = try BulletinID("test")
            let test = SpeakerTest(id: id, seconds: seconds, gainDecibels: gain, inQuietHours: quiet)
            return try maker.order(.command(.speakerTest(test)))
        }
        #expect(try bench.refusal(try order(quiet: true)) == nil)
        #expect(try bench.refusal(try order(gain: 6.5)) == .gainNotPermitted)
        #expect(try bench.refusal(try order(seconds: 6)) == .invalidBody)
        var bench = bench
        bench.trust.authorities[0].mayBreakQuietHours = false
        #expect(try bench.refusal(try order(quiet: true)) == .quietHoursNotPermitted)
        #expect(try bench.refusal(try order()) == nil)
        bench.trust.authorities[0].classes = [.emergency]
        #expect(try bench.refusal(try order()) == .classNotPermitted)
    }

    @Test func `a right that only newer devices know does not spoil a trust list`() throws {
        let text = String(decoding: try JSON.encode(bench.trust), as: UTF8.self)
        let newer = text.replacing("\"cancel\"", with: "\"cancel\",\"moonshine\"")
        #expect(newer != text)
        #expect(try JSON.decode(TrustList.self, from: Array(newer.utf8)) == bench.trust)
    }

    @Test func `two keys hold while they change, and a key that is none signs nothing`() throws {
        let next = try SigningKey(seed: Array(repeating: 3, count: 32))
        var bench = bench
        #expect(try bench.refusal(try bench.order(), by: next) == .unknownKey)
        bench.trust.authorities[0].keys.append(next.publicKey)
        #expect(try bench.refusal(try bench.order(), by: next) == nil)
        #expect(try bench.refusal(try bench.order()) == nil)
        for x in ["", "AAAA", "not base64!", String(repeating: "A", count: 43), String(repeating: "_", count: 43)] {
            bench.trust.authorities[0].keys = [TrustList.Key(kid: bench.key.keyID, x: x)]
            #expect(try bench.refusal(try bench.order()) == .badSignature, "\(x)")
        }
    }

    @Test func `a trust list is read when the root key signed it, unchanged`() throws {
        let root = try SigningKey(seed: Array(repeating: 5, count: 32))
        let signed = try root.sign(bench.trust)
        #expect(try TrustList(verifying: signed, root: root.publicKey) == bench.trust)
        for index in signed.indices {
            var changed = signed
            changed[index] = changed[index] == 65 ? 66 : 65
            guard changed != signed else { continue }
            #expect(throws: Refusal.self) { try TrustList(verifying: changed, root: root.publicKey) }
        }
        #expect(throws: Refusal.self) { try TrustList(verifying: signed, root: bench.key.publicKey) }
        let order = try root.sign(try bench.order())
        #expect(throws: Refusal.self) { try TrustList(verifying: order, root: root.publicKey) }
    }
}
