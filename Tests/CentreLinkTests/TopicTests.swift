import CentreLink
import LoaModel
import TestSupport
import Testing
import Trust

@Suite struct `Where messages travel` {
    private let device: DeviceID
    private let area: Area
    private let authority: AuthorityID

    init() throws {
        device = try DeviceID("loa-0001")
        area = try Area("vn/92/31528")
        authority = try AuthorityID("ubnd-92")
    }

    @Test func `stand as the protocol says`() {
        let stream = { OrderStream(issuer: authority, audience: $0, kind: $1) }
        #expect(Topics.order(stream(.area(area), .schedule)) == "loa/1/area/vn/92/31528/schedule/ubnd-92")
        #expect(Topics.order(stream(.area(area), .alert)) == "loa/1/area/vn/92/31528/alert/ubnd-92")
        #expect(Topics.order(stream(.device(device), .alert)) == "loa/1/device/loa-0001/order/alert/ubnd-92")
        #expect(Topics.report(device) == "loa/1/device/loa-0001/report")
        #expect(Topics.state(device) == "loa/1/device/loa-0001/state")
        #expect(Topics.acknowledgement(device) == "loa/1/device/loa-0001/ack")
    }

    @Test func `a device hears the orders of each area around it and its own, and nobody else's`() throws {
        let filters = Topics.subscriptions(device: device, area: area)
        let heard = { (topic: String) in filters.contains { Self.filter($0, matches: topic) } }
        for area in ["vn", "vn/92", "vn/92/31528"] {
            for kind in OrderStream.Kind.allCases {
                let stream = OrderStream(issuer: authority, audience: .area(try Area(area)), kind: kind)
                #expect(heard(Topics.order(stream)))
            }
        }
        for kind in OrderStream.Kind.allCases {
            #expect(heard(Topics.order(OrderStream(issuer: authority, audience: .device(device), kind: kind))))
        }
        #expect(heard(Topics.acknowledgement(device)))
        let foreign = [
            "loa/1/area/vn/92/31529/schedule/ubnd-92", "loa/1/area/vn/92/31528/ap-1/schedule/ubnd-92",
            "loa/1/device/loa-0002/order/alert/ubnd-92", "loa/1/device/loa-0002/ack", Topics.report(device),
            Topics.state(device),
        ]
        for topic in foreign { #expect(!heard(topic), "\(topic)") }
    }

    @Test func `a device is read from topics of reports and states alone`() throws {
        #expect(Topics.device(ofTopic: Topics.report(device)) == device)
        #expect(Topics.device(ofTopic: Topics.state(device)) == device)
        let others = [
            Topics.acknowledgement(device), "", "/", "loa/1/device", "loa/1/device//report", "loa/2/device/a/report",
            "loa/1/device/a/report/", "loa/1/device/A/report", "loa/1/device/+/report", "loa/1/area/a/report",
            "loa/1/device/\(String(repeating: "a", count: 65))/report", "loa/1/device/a b/report",
        ]
        for topic in others { #expect(Topics.device(ofTopic: topic) == nil, "\(topic)") }
        var dice = Dice(seed: 6)
        for _ in 0..<3_000 {
            let topic = String(decoding: dice.mutate(Array(Topics.report(device).utf8)), as: UTF8.self)
            if let read = Topics.device(ofTopic: topic) {
                #expect(topic == Topics.report(read) || topic == Topics.state(read), "\(topic)")
            }
        }
    }

    /// MQTT 3.1.1, section 4.7.
    private static func filter(_ filter: String, matches topic: String) -> Bool {
        let wanted = filter.split(separator: "/", omittingEmptySubsequences: false)
        let given = topic.split(separator: "/", omittingEmptySubsequences: false)
        return wanted.count == given.count && zip(wanted, given).allSatisfy { $0 == "+" || $0 == $1 }
    }
}
