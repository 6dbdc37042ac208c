import CentreLink
import Foundation
import MQTTDriver
import TestSupport
import Testing

@Suite struct `The link to a real broker` {
    @Test func `what is published arrives whole, in order, with its topic`() async throws {
        let broker = try MosquittoBroker()
        let listener = Link(broker.address, to: ["loa/1/area/+/alert/+"])
        let speaker = Link(broker.address)
        #expect(await listener.until { $0.connects == 1 })
        #expect(await speaker.until { $0.connects == 1 })
        let payloads: [[UInt8]] = [[], [0, 255, 10], Array("thông báo".utf8), Array(repeating: 7, count: 3 << 20)]
        for payload in payloads {
            try speaker.transport.publish(OutgoingMessage(topic: "loa/1/area/vn/alert/a", payload: payload))
        }
        try speaker.transport.publish(OutgoingMessage(topic: "elsewhere", payload: [1]))
        #expect(await listener.until { $0.messages.count == payloads.count })
        #expect(listener.messages.map(\.payload) == payloads)
        #expect(listener.messages.allSatisfy { $0.topic == "loa/1/area/vn/alert/a" && !$0.retained })
        await listener.end()
        await speaker.end()
    }

    @Test func `a retained message meets who comes later`() async throws {
        let broker = try MosquittoBroker()
        let speaker = Link(broker.address)
        #expect(await speaker.until { $0.connects == 1 })
        try speaker.transport.publish(OutgoingMessage(topic: "t/kept", payload: [1, 2], retained: true))
        await speaker.end()
        let listener = Link(broker.address, to: ["t/#"])
        #expect(await listener.until { $0.messages.count == 1 })
        #expect(listener.messages.first?.retained == true)
        await listener.end()
    }

    @Test func `a good end sends what was published and no will`() async throws {
        let broker = try MosquittoBroker()
        let listener = Link(broker.address, to: ["t/#"])
        #expect(await listener.until { $0.connects == 1 })
        let will = OutgoingMessage(topic: "t/will", payload: [9], retained: true)
        let device = Link(broker.address, will: will)
        #expect(await device.until { $0.connects == 1 })
        for number in 0..<200 {
            try device.transport.publish(OutgoingMessage(topic: "t/last", payload: [UInt8(number)]))
        }
        await device.end()
        #expect(await listener.until { $0.messages.count == 200 })
        // What the broker would say of the will comes before what somebody says after it.
        let after = Link(broker.address)
        #expect(await after.until { $0.connects == 1 })
        try after.transport.publish(OutgoingMessage(topic: "t/after", payload: []))
        #expect(await listener.until { $0.messages.last?.topic == "t/after" })
        #expect(!listener.messages.contains { $0.topic == "t/will" })
        #expect(throws: TransportError.notConnected) {
            try device.transport.publish(OutgoingMessage(topic: "t/late", payload: []))
        }
        await listener.end()
        await after.end()
    }

    @Test func `the broker publishes the will when somebody takes the name over`() async throws {
        let broker = try MosquittoBroker()
        let listener = Link(broker.address, to: ["t/#"])
        let first = Link(
            broker.address, name: "twin", will: OutgoingMessage(topic: "t/will", payload: [1], retained: true))
        #expect(await listener.until { $0.connects == 1 })
        #expect(await first.until { $0.connects == 1 })
        let second = Link(broker.address, name: "twin")
        #expect(await listener.until { $0.messages.contains { $0.topic == "t/will" } })
        #expect(await first.until { $0.reasons.contains { $0.contains("closed the connection") } })
        await first.end()
        await second.end()
        await listener.end()
    }

    @Test func `a broker that comes back is found again, with the subscriptions`() async throws {
        let broker = try MosquittoBroker()
        let listener = Link(broker.address, to: ["t/#"])
        let speaker = Link(broker.address)
        #expect(await listener.until { $0.connects == 1 })
        #expect(await speaker.until { $0.connects == 1 })
        broker.stop()
        #expect(await listener.until { !$0.reasons.isEmpty })
        #expect(await speaker.until { !$0.reasons.isEmpty })
        #expect(throws: TransportError.notConnected) {
            try speaker.transport.publish(OutgoingMessage(topic: "t/offline", payload: [1]))
        }
        try broker.start()
        #expect(await listener.until { $0.connects == 2 })
        #expect(await speaker.until { $0.connects == 2 })
        try speaker.transport.publish(OutgoingMessage(topic: "t/online", payload: [2]))
        #expect(await listener.until { !$0.messages.isEmpty })
        #expect(listener.messages.map(\.topic) == ["t/online"], "what was refused offline must never be sent")
        await listener.end()
        await speaker.end()
    }

    @Test func `a burst of 20,000 messages arrives or is counted as dropped`() async throws {
        let broker = try MosquittoBroker(configuration: ["max_queued_messages 0"])
        let buffer = BufferLimits(messages: 1_000, bytes: 1 << 20, payloadBytes: 1 << 20)
        let transport = MosquittoTransport(
            address: broker.address, clientID: "slow", keepAliveSeconds: 30, buffer: buffer)
        var events = transport.open(subscriptions: ["t/#"], will: nil).makeAsyncIterator()
        #expect(await events.next() == .connected)
        let speaker = Link(broker.address)
        #expect(await speaker.until { $0.connects == 1 })
        for number in 0..<20_000 {
            try speaker.transport.publish(OutgoingMessage(topic: "t/\(number)", payload: [1, 2, 3]))
        }
        await speaker.end()
        var (heard, dropped, highest) = (0, 0, -1)
        while heard + dropped < 20_000, let event = await events.next() {
            switch event {
            case .message(let topic, _, _):
                let number = try #require(Int(topic.dropFirst(2)))
                #expect(number == highest + 1 || dropped > 0, "the order holds, and a gap is told in its place")
                highest = number
                heard += 1
            case .dropped(let count):
                dropped += count
                highest += count
            default: Issue.record("\(event)")
            }
        }
        #expect(heard + dropped == 20_000)
        #expect(heard >= 1_000)
    }

    @Test func `an order of 10 MB arrives whole, to be refused by its name`() async throws {
        let broker = try MosquittoBroker()
        let link = Link(broker.address, to: ["t"])
        #expect(await link.until { $0.connects == 1 })
        try link.transport.publish(OutgoingMessage(topic: "t", payload: [UInt8](repeating: 3, count: 10 << 20)))
        #expect(await link.until { $0.messages.count == 1 })
        #expect(link.messages.first?.payload.count == 10 << 20)
        await link.end()
    }

    @Test func `what is longer than any order comes cut to one byte more than the limit`() async throws {
        let broker = try MosquittoBroker()
        let link = Link(
            broker.address, to: ["t"], buffer: BufferLimits(messages: 10, bytes: 1 << 20, payloadBytes: 1_000))
        #expect(await link.until { $0.connects == 1 })
        for count in [1_000, 1_001, 5_000] {
            try link.transport.publish(OutgoingMessage(topic: "t", payload: [UInt8](repeating: 3, count: count)))
        }
        #expect(await link.until { $0.messages.count == 3 })
        #expect(link.messages.map(\.payload.count) == [1_000, 1_001, 1_001])
        await link.end()
    }

    @Test func `what no broker may be sent is refused and leaves the link alone`() async throws {
        let broker = try MosquittoBroker()
        let link = Link(broker.address)
        #expect(await link.until { $0.connects == 1 })
        for topic in ["", "a/+/b", "#", "a\0b", String(repeating: "a", count: 70_000)] {
            #expect(throws: TransportError.self, "\(topic.prefix(10))") {
                try link.transport.publish(OutgoingMessage(topic: topic, payload: []))
            }
        }
        #expect(link.reasons.isEmpty)
        await link.end()
    }

    @Test func `a link that was never opened is closed already`() async {
        let address = BrokerAddress(host: "127.0.0.1", port: 1, tls: nil)
        await MosquittoTransport(address: address, clientID: "never", keepAliveSeconds: 30).closed()
    }

    @Test func `a consumer that is cancelled while it works ends the link in good order`() async throws {
        let broker = try MosquittoBroker()
        let listener = Link(broker.address, to: ["t/#"])
        #expect(await listener.until { $0.connects == 1 })
        let will = OutgoingMessage(topic: "t/will", payload: [], retained: true)
        let transport = MosquittoTransport(address: broker.address, clientID: "busy", keepAliveSeconds: 30)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for await event in transport.open(subscriptions: [], will: will) where event == .connected {
                begin.finish()
                while !Task.isCancelled { await Task.yield() }
                try? transport.publish(OutgoingMessage(topic: "t/stopping", payload: []))
            }
        }
        for await _ in begun {}
        task.cancel()
        await task.value
        await transport.closed()
        #expect(await listener.until { $0.messages.last?.topic == "t/stopping" }, "\(listener.all)")
        #expect(!listener.messages.contains { $0.topic == "t/will" })
        await listener.end()
    }

    @Test func `a consumer that walks away ends the link`() async throws {
        let broker = try MosquittoBroker()
        let transport = MosquittoTransport(address: broker.address, clientID: "gone", keepAliveSeconds: 30)
        do {
            var events = transport.open(subscriptions: [], will: nil).makeAsyncIterator()
            #expect(await events.next() == .connected)
        }
        await transport.closed()
        #expect(throws: TransportError.notConnected) {
            try transport.publish(OutgoingMessage(topic: "t", payload: []))
        }
    }
}
