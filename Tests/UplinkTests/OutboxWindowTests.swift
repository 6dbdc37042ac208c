import Testing

@testable import Uplink

struct OutboxWindowTests {
    @Test func `no more than the limit is on its way`() {
        var window = OutboxWindow()
        for number in 1...Int64(OutboxWindow.limit) { window.didSend(number, at: 0) }
        #expect(window.room.count == 0)
        window.didAcknowledge(10, at: 1)
        #expect(window.room.above == Int64(OutboxWindow.limit))
        #expect(window.room.count == 10)
    }

    @Test func `a new connection sends again from the first that is not acknowledged`() {
        var window = OutboxWindow()
        for number in 1...Int64(20) { window.didSend(number, at: 0) }
        window.didAcknowledge(7, at: 1)
        window.connected()
        #expect(window.room.above == 7)
        #expect(window.room.count == OutboxWindow.limit)
    }

    @Test func `silence makes it send again, with growing patience`() throws {
        var window = OutboxWindow()
        window.didSend(1, at: 100)
        let first = try #require(window.retryAt)
        #expect(first == 100 + OutboxWindow.firstPatience)
        window.retry(at: first - 0.1)
        #expect(window.sent == 1, "not yet")
        window.retry(at: first)
        #expect(window.sent == 0)
        window.didSend(1, at: first)
        #expect(window.retryAt == first + 2 * OutboxWindow.firstPatience)
    }

    @Test func `an answered window does not wake anybody`() {
        var window = OutboxWindow()
        window.didSend(1, at: 0)
        window.didAcknowledge(1, at: 0.1)
        #expect(window.retryAt == nil)
    }

    @Test func `an old acknowledgement changes nothing`() {
        var window = OutboxWindow()
        for number in 1...Int64(5) { window.didSend(number, at: 0) }
        window.didAcknowledge(4, at: 1)
        let before = window
        window.didAcknowledge(2, at: 2)
        #expect(window == before)
    }

    @Test func `an acknowledgement beyond what was sent moves the window there`() {
        var window = OutboxWindow()
        window.didSend(3, at: 0)
        window.didAcknowledge(9, at: 1)
        #expect(window.room.above == 9)
        #expect(window.retryAt == nil)
    }
}
