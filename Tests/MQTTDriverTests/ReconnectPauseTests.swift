import Testing

@testable import MQTTDriver

@Suite struct `Pauses between connects` {
    @Test func `begin short, double, and end at a minute`() {
        var pause = ReconnectPause()
        let seconds = (0..<12).map { _ in pause.next(jitter: 0.5) }
        #expect(seconds == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60])
    }

    @Test func `jitter spreads each by half to either side`() {
        for jitter in [-1, 0, 0.25, 1, 7] {
            var pause = ReconnectPause()
            let first = pause.next(jitter: jitter)
            #expect((0.25...0.75).contains(first))
        }
        var long = ReconnectPause()
        for _ in 0..<20 { #expect(long.next(jitter: 1) <= 60) }
    }

    @Test func `a link that held begins anew, one that was thrown out does not`() {
        var pause = ReconnectPause()
        for _ in 0..<5 { _ = pause.next(jitter: 0.5) }
        pause.linkEnded(heldSeconds: 1)
        #expect(pause.next(jitter: 0.5) == 16)
        pause.linkEnded(heldSeconds: 30)
        #expect(pause.next(jitter: 0.5) == 0.5)
    }
}
