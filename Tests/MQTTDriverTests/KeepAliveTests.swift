import Testing

@testable import MQTTDriver

@Suite struct `The keep-alive of an idle link` {
    @Test func `is looked at once, when it is due`() {
        let link = KeepAlive(seconds: 60, now: 1_000)
        #expect(abs(link.patience(at: 1_000) - 60.01) < 0.001)
        #expect(abs(link.patience(at: 1_045) - 15.01) < 0.001)
    }

    @Test func `counts from the staler of the two directions`() {
        var link = KeepAlive(seconds: 60, now: 1_000)
        link.received(at: 1_050)
        #expect(abs(link.patience(at: 1_050) - 10.01) < 0.001)
        link.sent(at: 1_055)
        #expect(abs(link.patience(at: 1_055) - 55.01) < 0.001)
    }

    @Test func `an answer that is out is looked for each second, never in a spin`() {
        var link = KeepAlive(seconds: 10, now: 0)
        link.sent(at: 10)
        for now in [10.0, 11, 500] { #expect(link.patience(at: now) == 1) }
    }
}
