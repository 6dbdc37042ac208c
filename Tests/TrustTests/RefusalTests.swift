import CivilCalendar
import LoaModel
import Testing
import Trust

/// Each reason for which an order is refused, met by an order that is wrong in that alone.
@Suite struct `Orders that are refused` {
    private let bench: Bench

    init() throws { bench = try Bench() }

    @Test func `what is in order is accepted`() throws {
        for body in [
            try bench.schedule(), .alert(try bench.alert()),
            .cancel(Cancellation(target: .alert, id: try BulletinID("lu-quet"))),
        ] {
            let order = try bench.order(body)
            guard case .accepted(let read, let hash) = try bench.judge(try bench.key.sign(order)) else {
                Issue.record("\(body.type) is not new")
                continue
            }
            #expect(read == order)
            #expect(hash.count == 64)
        }
    }

    @Test func `every code of the protocol has an order that meets it`() throws {
        let met = Set(try cases().map(\.code))
        #expect(met == Set(Refusal.Code.allCases))
        for (code, compact) in try cases() {
            let last: (Int64, String)? = code == .replayed ? (10, "another order") : nil
            #expect(bench.refusal(compact, last: last) == code)
        }
    }

    private func cases() throws -> [(code: Refusal.Code, compact: [UInt8])] {
        let stranger = try SigningKey(seed: Array(repeating: 1, count: 32))
        let sign = bench.key.sign as (Order) throws(ModelError) -> [UInt8]
        var forged = try sign(try bench.order())
        forged[forged.count - 5] ^= 1
        let outline = #"{"loa":1,"type":"reboot"}"#
        return [
            (.tooLarge, Array(repeating: 65, count: Order.maximumBytes + 1)),
            (.malformed, Array("hello".utf8)),
            (.unsupportedAlgorithm, header(#"{"alg":"none","kid":"\#(bench.key.keyID)"}"#)),
            (.unknownKey, try stranger.sign(try bench.order())),
            (.badSignature, forged),
            (.unsupportedVersion, try sign(try bench.order(version: 2))),
            (.unknownOrder, try bench.signed(outline)),
            (.wrongIssuer, try sign(try bench.order(issuer: "ubnd-92"))),
            (.notForThisDevice, try sign(try bench.order(audience: "area:vn/92/99999"))),
            (.areaNotPermitted, try sign(try bench.order(audience: "area:vn/92"))),
            (.orderNotPermitted, try bench.provinceKey.sign(try bench.order(issuer: "ubnd-92"))),
            (.expired, try sign(try bench.order(from: -20, until: 0))),
            (.notYetValid, try sign(try bench.order(from: 121))),
            (.replayed, try sign(try bench.order(sequence: 10))),
            (.invalidBody, try sign(try bench.order(try bench.schedule(zone: "Mars/Base")))),
            (
                .classNotPermitted,
                try bench.provinceKey.sign(
                    try bench.order(try bench.schedule([try bench.bulletin(class: .priority)]), issuer: "ubnd-92"))
            ),
            (.gainNotPermitted, try sign(try bench.order(.alert(try bench.alert(gain: 6.5))))),
            (
                .quietHoursNotPermitted,
                try bench.provinceKey.sign(
                    try bench.order(try bench.schedule([try bench.bulletin(quiet: true)]), issuer: "ubnd-92"))
            ),
        ]
    }

    private func header(_ json: String) -> [UInt8] {
        Array("\(Base64URL.encode(Array(json.utf8))).\(Base64URL.encode(Array("{}".utf8))).AAAA".utf8)
    }

    @Test func `algorithms of other libraries are refused by name`() throws {
        for alg in ["none", "NONE", "HS256", "RS256", "ES256", "Ed25519", "eddsa", ""] {
            let compact = header(#"{"alg":"\#(alg)","kid":"\#(bench.key.keyID)"}"#)
            #expect(bench.refusal(compact) == .unsupportedAlgorithm, "\(alg)")
        }
        let critical = header(#"{"alg":"EdDSA","kid":"\#(bench.key.keyID)","crit":["exp"]}"#)
        #expect(bench.refusal(critical) == .unsupportedAlgorithm)
    }

    @Test(arguments: [
        "", ".", "..", "...", "a.b", "a.b.c.d", "e30.e30.", "e30..AAAA", ".e30.AAAA", "e30=.e30.AAAA", "e30.e30.A A",
        " e30.e30.AAAA", "bm8.e30.AAAA", "W10.e30.AAAA", "bnVsbA.e30.AAAA", "e30.e30.AAAA\n",
    ])
    func `what is no compact JWS is malformed`(text: String) {
        #expect(bench.refusal(Array(text.utf8)) == .malformed)
    }

    @Test func `each claim that is missing or of another kind is named`() throws {
        let order = try bench.key.sign(try bench.order())
        let payload = try CompactJWS(parsing: order, limit: 1 << 20).payload
        let text = String(decoding: payload, as: UTF8.self)
        for claim in ["aud", "body", "exp", "iat", "iss", "loa", "nbf", "seq", "type"] {
            let renamed = text.replacing("\"\(claim)\":", with: "\"\(claim)x\":")
            #expect(renamed != text)
            do {
                _ = try bench.judge(try bench.signed(renamed))
                Issue.record("accepted without \(claim)")
            } catch let refusal as Refusal {
                #expect(refusal.code == .invalidBody && refusal.detail.contains(claim), "\(refusal)")
            }
            let nulled = text.replacing("\"\(claim)\":", with: "\"\(claim)\":null,\"x\":")
            #expect(bench.refusal(try bench.signed(nulled)) == .invalidBody)
        }
    }

    @Test func `ranges of bodies are judged`() throws {
        let wrong: [OrderBody] = [
            try bench.schedule([try bench.bulletin(seconds: -1)]), try bench.schedule([try bench.bulletin(gain: 20.5)]),
            try bench.schedule([try bench.bulletin("a"), try bench.bulletin("a")]),
            try bench.schedule([try bench.bulletin(class: .emergency)]),
            .alert(Alert(id: try BulletinID("a"), title: "", source: nil, times: 0)),
            .alert(Alert(id: try BulletinID("a"), title: "", source: nil, toneSeconds: 0)),
            .alert(Alert(id: try BulletinID("a"), title: "", source: .tone(seconds: 61))),
        ]
        for body in wrong { #expect(try bench.refusal(try bench.order(body)) == .invalidBody) }
        let many = try (0...Schedule.maximumBulletins).map { try bench.bulletin("b\($0)") }
        #expect(try bench.refusal(try bench.order(try bench.schedule(many))) == .invalidBody)
        #expect(try bench.refusal(try bench.order(try bench.schedule(Array(many.dropLast())))) == nil)
    }
}
