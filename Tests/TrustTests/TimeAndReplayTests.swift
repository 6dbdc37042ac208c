import LoaModel
import Testing
import Trust

@Suite struct `Orders, time and numbers` {
    private let bench: Bench

    init() throws { bench = try Bench() }

    @Test func `an order holds from nbf, with two minutes for a slow clock, until exp`() throws {
        #expect(try bench.refusal(try bench.order(from: 120)) == nil)
        #expect(try bench.refusal(try bench.order(from: 121)) == .notYetValid)
        #expect(try bench.refusal(try bench.order(from: -20, until: 1)) == nil)
        #expect(try bench.refusal(try bench.order(from: -20, until: 0)) == .expired)
        #expect(try bench.refusal(try bench.order(from: 60, until: 60)) == .invalidBody)
        #expect(try bench.refusal(try bench.order(from: 60, until: 59)) == .invalidBody)
    }

    @Test func `without a clock the bound that only rises judges what has expired, and nothing else`() throws {
        let compact = try bench.key.sign(try bench.order(from: 0, until: 3_600))
        let later = Bench.now.adding(seconds: 3_600)
        #expect(bench.refusal(compact, clock: nil, lowerBound: .epoch) == nil)
        #expect(bench.refusal(compact, clock: nil, lowerBound: later.adding(seconds: -1)) == nil)
        #expect(bench.refusal(compact, clock: nil, lowerBound: later) == .expired)
        let future = try bench.key.sign(try bench.order(from: 86_400, until: 90_000))
        #expect(bench.refusal(future, clock: nil) == nil, "without a clock nothing can be said to be too early")
    }

    @Test func `a clock behind the bound does not bring an expired order back`() throws {
        let compact = try bench.key.sign(try bench.order(until: 60))
        let past = Bench.now.adding(seconds: -86_400)
        #expect(bench.refusal(compact, clock: past, lowerBound: Bench.now.adding(seconds: 61)) == .expired)
    }

    @Test(
        arguments: [
            (Int64.min, Int64.max), (0, Int64.max), (Int64.max - 1, Int64.max), (Int64.min, Int64.min + 1), (-5, -1),
        ] as [(Int64, Int64)])
    func `times at the ends of their numbers are judged, not trapped on`(nbf: Int64, exp: Int64) throws {
        var order = try bench.order()
        order.notBefore = nbf
        order.expires = exp
        order.issuedAt = nbf
        let compact = try bench.key.sign(order)
        for clock in [Timestamp(nanoseconds: .min), .epoch, Bench.now, Timestamp(nanoseconds: .max), nil] {
            for bound in [Timestamp(nanoseconds: .min), .epoch, Timestamp(nanoseconds: .max)] {
                let code = bench.refusal(compact, clock: clock, lowerBound: bound)
                #expect(code == nil || code == .expired || code == .notYetValid)
            }
        }
    }

    @Test func `a number that does not rise is a replay`() throws {
        let compact = try bench.key.sign(try bench.order(sequence: 10))
        #expect(bench.refusal(compact, last: nil) == nil)
        #expect(bench.refusal(compact, last: (9, "x")) == nil)
        #expect(bench.refusal(compact, last: (10, "x")) == .replayed)
        #expect(bench.refusal(compact, last: (11, "x")) == .replayed)
        #expect(bench.refusal(compact, last: (.max, "x")) == .replayed)
        for number in [Int64.min, -1, 0, .max] {
            let order = try bench.key.sign(try bench.order(sequence: number))
            #expect(bench.refusal(order, last: (number, "x")) == .replayed)
            #expect(bench.refusal(order) == nil)
        }
    }

    @Test func `the very order that was accepted last is known, also after it expired`() throws {
        let compact = try bench.key.sign(try bench.order(sequence: 10))
        let hash = orderHash(compact)
        for clock in [Bench.now, Bench.now.adding(seconds: 1e6)] {
            guard case .known = try bench.judge(compact, clock: clock, last: (10, hash)) else {
                Issue.record("judged anew")
                return
            }
        }
        #expect(bench.refusal(compact, last: (11, hash)) == .replayed)
    }

    @Test func `streams are told apart by issuer, audience and kind; a cancel is of the alerts' stream`() throws {
        let cancel = OrderBody.cancel(Cancellation(target: .alert, id: try BulletinID("a")))
        let alert = try bench.order().stream
        #expect(try bench.order(cancel).stream == alert)
        #expect(try bench.order(try bench.schedule()).stream != alert)
        #expect(try bench.order(issuer: "ubnd-92").stream != alert)
        #expect(try bench.order(audience: "device:loa-0001").stream != alert)
    }
}
