import LoaModel
import Testing

@testable import Uplink

struct RefusalLogTests {
    let start = Timestamp(seconds: 1_800_000_000)

    @Test func `the same refused order is reported once`() {
        var log = RefusalLog()
        let answers = [0.0, 7_200].map { log.shouldReport("a", at: start.adding(seconds: $0)) }
        #expect(answers == [true, false])
        #expect(log.suppressed == 1)
    }

    @Test func `a flood is reported up to the hourly limit, and again an hour later`() {
        var log = RefusalLog()
        let reported = (0..<1_000).filter { log.shouldReport("order \($0)", at: start) }
        #expect(reported.count == RefusalLog.perHour)
        let later = log.shouldReport("a new one", at: start.adding(seconds: 3_601))
        #expect(later)
    }

    @Test func `a clock set back does not silence it`() {
        var log = RefusalLog()
        for number in 0..<RefusalLog.perHour { _ = log.shouldReport("\(number)", at: start) }
        let earlier = log.shouldReport("later order, earlier clock", at: start.adding(seconds: -86_400))
        #expect(earlier)
    }
}
