import Foundation
import TestSupport
import Testing

/// The rights that `loa broker` writes, held by a real mosquitto. What a client may do shows at another client: the
/// broker acknowledges what it refuses.
@Suite(.serialized) struct BrokerSystemTests {
    private let broker: EnrolledBroker
    private let centre: [String]

    init() throws {
        broker = try EnrolledBroker(devices: [("loa-a", "vn/92/31528/ap-1"), ("loa-b", "vn/92/31529")])
        centre = broker.identity("centre")
    }

    /// The last message to a listening centre. From a device: the broker knows one client of each name, so that a
    /// second centre would take the listener's place.
    private func sayEnd(_ text: String = "end") throws {
        try broker.publish(text, to: "loa/1/device/loa-b/report", as: broker.identity("loa-b"))
    }

    @Test func `a device is given its own orders and acknowledgements, and nothing else`() throws {
        let device = try broker.listen(
            as: broker.identity("loa-a"), to: ["#", "loa/1/device/loa-b/#", "loa/1/area/vn/92/31529/alert/+"])
        let own = [
            "loa/1/area/vn/alert/tw", "loa/1/area/vn/92/schedule/tinh", "loa/1/area/vn/92/31528/alert/xa",
            "loa/1/area/vn/92/31528/ap-1/schedule/xa", "loa/1/device/loa-a/order/alert/xa", "loa/1/device/loa-a/ack",
        ]
        let foreign = [
            "loa/1/area/vn/92/31529/alert/xa", "loa/1/area/vn/93/schedule/tinh", "loa/1/device/loa-b/order/alert/xa",
            "loa/1/device/loa-b/ack", "loa/1/area/vn/92/31528/ap-2/alert/xa", "loa/1/device/loa-b/state", "loa/2/x",
        ]
        for topic in foreign + own { try broker.publish("m", to: topic, as: centre, "-r") }
        try broker.publish("m", to: "loa/1/device/loa-b/report", as: broker.identity("loa-b"))
        try broker.publish("end", to: "loa/1/device/loa-a/ack", as: centre)
        #expect(Set(try device.received(before: "end")) == Set(own.map { "\($0) m" }))
    }

    @Test func `a device that comes later is given what is retained for it, and nothing else`() throws {
        try broker.publish("mine", to: "loa/1/area/vn/92/alert/tinh", as: centre, "-r")
        try broker.publish("not mine", to: "loa/1/area/vn/92/31529/alert/xa", as: centre, "-r")
        let device = try broker.listen(as: broker.identity("loa-a"))
        try broker.publish("end", to: "loa/1/device/loa-a/ack", as: centre)
        #expect(try device.received(before: "end") == ["loa/1/area/vn/92/alert/tinh mine"])
    }

    @Test func `a device writes its own report and state, and nothing else`() throws {
        let listener = try broker.listen(as: centre)
        let identity = broker.identity("loa-a")
        let forbidden = [
            "loa/1/device/loa-b/report", "loa/1/device/loa-b/state", "loa/1/device/loa-a/ack",
            "loa/1/device/loa-a/order/alert/xa", "loa/1/area/vn/alert/xa", "loa/1/area/vn/92/31528/ap-1/schedule/xa",
            "loa/1/device/loa-a/report/x", "loa/1/device/centre/report", "x",
        ]
        for topic in forbidden {
            try broker.publish("evil", to: topic, as: identity)
            try broker.publish("evil", to: topic, as: identity, "-r", "-u", "loa-b", "-i", "loa-b")
        }
        try broker.publish("report", to: "loa/1/device/loa-a/report", as: identity)
        try broker.publish("state", to: "loa/1/device/loa-a/state", as: identity, "-r")
        try sayEnd()
        #expect(
            try listener.received(before: "end")
                == ["loa/1/device/loa-a/report report", "loa/1/device/loa-a/state state"])
    }

    @Test func `a last will is bound by the same rights`() throws {
        let listener = try broker.listen(as: centre)
        let will = ["--will-topic", "loa/1/device/loa-b/state", "--will-payload", "evil", "--will-retain"]
        let device = try broker.listen(as: broker.identity("loa-a") + will)
        withExtendedLifetime(device) {}
        try sayEnd()
        #expect(try listener.received(before: "end") == [])
    }

    @Test func `who has no certificate of ours is nobody`() throws {
        let listener = try broker.listen(as: centre)
        let foreign = try TestCertificates(client: "centre")
        let place = ["-h", "localhost", "-p", "\(broker.port)", "--cafile", broker.folder.file("broker/ca.pem")]
        let strangers = [
            place, ["-h", "localhost", "-p", "\(broker.port)"],
            place + ["--cert", foreign.client.certificate, "--key", foreign.client.key],
            place + [
                "--cert", broker.folder.file("broker/broker.pem"), "--key", broker.folder.file("broker/broker.key"),
            ],
        ]
        for identity in strangers {
            let result = try broker.publish("evil", to: "loa/1/device/loa-a/report", as: identity, "-u", "centre")
            #expect(result.status != 0, "\(identity)")
        }
        try sayEnd()
        #expect(try listener.received(before: "end") == [])
    }

    @Test func `no device takes another's place by its client id`() throws {
        let device = try broker.listen(as: broker.identity("loa-a") + ["-i", "loa-a"])
        try broker.publish("x", to: "loa/1/device/loa-b/report", as: broker.identity("loa-b"), "-i", "loa-a")
        try broker.publish("end", to: "loa/1/device/loa-a/ack", as: centre)
        #expect(try device.received(before: "end") == [])
        #expect(!(try broker.folder.text("broker.log")).contains("already connected"))
    }

    @Test func `a device that is enrolled later has its rights after a reload`() throws {
        try broker.enrol("loa-c", area: "vn/93")
        let device = try broker.listen(as: broker.identity("loa-c"))
        try broker.expect("broker", "acl", "--out", "broker", "--reload")
        try EnrolledBroker.wait(for: "the new rights") {
            try broker.publish("order", to: "loa/1/area/vn/93/alert/tinh", as: centre)
            return try !device.received().isEmpty
        }
    }

    @Test func `a device that was struck from the list may nothing more`() throws {
        try FileManager.default.removeItem(atPath: broker.folder.file("keys/enrolled/loa-a.json"))
        try broker.expect("broker", "acl", "--out", "broker", "--reload")
        let listener = try broker.listen(as: centre)
        try EnrolledBroker.wait(for: "the new rights") {
            let before = try listener.received().count
            try broker.publish("x", to: "loa/1/device/loa-a/report", as: broker.identity("loa-a"))
            try sayEnd("mark")
            try EnrolledBroker.wait(for: "the mark") { try listener.received().count > before }
            return try listener.received()[before...].first?.hasSuffix(" mark") == true
        }
    }

    @Test func `retained orders outlive the broker's restart`() throws {
        try broker.publish("order", to: "loa/1/area/vn/92/alert/tinh", as: centre, "-r")
        broker.stop()
        try broker.start()
        let device = try broker.listen(as: broker.identity("loa-b"))
        try broker.publish("end", to: "loa/1/device/loa-b/ack", as: centre)
        #expect(try device.received(before: "end") == ["loa/1/area/vn/92/alert/tinh order"])
    }

    @Test func `a message larger than any order does not pass`() throws {
        let listener = try broker.listen(as: centre)
        let huge = broker.folder.file("huge")
        try Data(repeating: 65, count: 3 << 20).write(to: URL(fileURLWithPath: huge))
        _ = try Command.run(
            "/usr/bin/mosquitto_pub",
            broker.identity("loa-a") + ["-q", "0", "-t", "loa/1/device/loa-a/report", "-f", huge], in: broker.folder)
        try sayEnd()
        #expect(try listener.received(before: "end").isEmpty)
    }
}
