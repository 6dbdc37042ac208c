import LoaModel
import Testing
import Trust

/// Somebody on the way changes one thing.
@Suite struct `Tampering with an order` {
    private let bench: Bench
    private let compact: [UInt8]

    init() throws {
        bench = try Bench()
        compact = try bench.key.sign(try bench.order(try bench.schedule()))
    }

    private var parts: [String] { String(decoding: compact, as: UTF8.self).split(separator: ".").map(String.init) }

    private func text(ofPart index: Int) -> String {
        String(decoding: Base64URL.decode(parts[index].utf8) ?? [], as: UTF8.self)
    }

    private func with(part index: Int, _ text: String) -> [UInt8] {
        var parts = parts
        parts[index] = Base64URL.encode(Array(text.utf8))
        return Array(parts.joined(separator: ".").utf8)
    }

    @Test(arguments: [
        (#""loa":1"#, #""loa":2"#), (#""iss":"ubnd-31528""#, #""iss":"ubnd-92""#),
        (#""aud":"area:vn/92/31528""#, #""aud":"area:vn/92/31528/ap-1""#),
        (#""aud":"area:vn/92/31528""#, #""aud":"device:loa-0001""#), (#""iat":1"#, #""iat":2"#),
        (#""nbf":1"#, #""nbf":0"#), (#""exp":1"#, #""exp":9"#), (#""seq":10"#, #""seq":11"#),
        (#""type":"schedule""#, #""type":"alert""#), (#""class":"normal""#, #""class":"priority""#),
        (#""gain_db":0"#, #""gain_db":6"#), (#""max_seconds":60"#, #""max_seconds":61"#),
        (#""id":"sang""#, #""id":"toi""#), ("T05:00", "T03:15"), ("FREQ=DAILY", "FREQ=YEARLY"),
        ("Asia/Ho_Chi_Minh", "Asia/Bangkok"), (#"{"aud""#, #"{ "aud""#), (#""seconds":5"#, #""seconds":6"#),
    ])
    func `each claim and each field of the body is under the signature`(old: String, new: String) {
        let payload = text(ofPart: 1)
        let changed = payload.replacing(old, with: new)
        #expect(changed != payload, "\(old) is not in \(payload)")
        #expect(bench.refusal(with(part: 1, changed)) == .badSignature)
    }

    @Test func `the header is under the signature, and names key and algorithm`() throws {
        let header = text(ofPart: 0)
        let changes: [(String, String, Refusal.Code)] = [
            ("loa-order+jwt", "loa-trust+jwt", .badSignature), ("{", "{ ", .badSignature),
            ("EdDSA", "none", .unsupportedAlgorithm), ("EdDSA", "HS256", .unsupportedAlgorithm),
            (bench.key.keyID, bench.provinceKey.keyID, .badSignature), (bench.key.keyID, "other", .unknownKey),
            (#"{"alg""#, #"{"crit":["b64"],"alg""#, .unsupportedAlgorithm),
        ]
        for (old, new, code) in changes {
            let changed = header.replacing(old, with: new)
            #expect(changed != header, "\(old) is not in \(header)")
            #expect(bench.refusal(with(part: 0, changed)) == code, "\(new)")
        }
    }

    @Test func `no single character of an order can be changed, taken away or doubled`() {
        for index in compact.indices {
            for replacement in [UInt8(65), 66, 46, 61, 0, 255] where compact[index] != replacement {
                var changed = compact
                changed[index] = replacement
                #expect(bench.refusal(changed) != nil, "byte \(index) as \(replacement)")
            }
            var shorter = compact
            shorter.remove(at: index)
            #expect(shorter == compact || bench.refusal(shorter) != nil, "without byte \(index)")
            var longer = compact
            longer.insert(compact[index], at: index)
            #expect(bench.refusal(longer) != nil, "byte \(index) twice")
        }
    }

    @Test func `the same bytes have one spelling only`() {
        // The last character of a signature carries four bits that mean nothing; set, they would respell the order.
        let last = compact[compact.count - 1]
        for other in Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8) where other != last
        {
            #expect(bench.refusal(compact.dropLast() + [other]) != nil)
        }
        for tail in ["=", "==", "\n", " ", "."] { #expect(bench.refusal(compact + Array(tail.utf8)) == .malformed) }
        let standard = String(decoding: compact, as: UTF8.self).replacing("-", with: "+").replacing("_", with: "/")
        #expect(Array(standard.utf8) == compact || bench.refusal(Array(standard.utf8)) == .malformed)
    }

    @Test func `a signature of zeros, of nothing, or of another order is bad`() throws {
        let other = try bench.key.sign(try bench.order(sequence: 11))
        let stolen = String(decoding: other, as: UTF8.self).split(separator: ".")[2]
        let zeros = Base64URL.encode([UInt8](repeating: 0, count: 64))
        let short = Base64URL.encode([UInt8](repeating: 0, count: 63))
        for signature in ["", zeros, short, String(stolen), zeros + zeros] {
            let forged = Array("\(parts[0]).\(parts[1]).\(signature)".utf8)
            #expect(bench.refusal(forged) == .badSignature, "\(signature)")
        }
    }

    @Test func `another authority cannot sign in this one's name`() throws {
        let order = try bench.order(try bench.schedule())
        #expect(try bench.refusal(order, by: bench.provinceKey) == .wrongIssuer)
    }
}
