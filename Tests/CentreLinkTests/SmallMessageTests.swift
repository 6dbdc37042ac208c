import CentreLink
import LoaModel
import TestSupport
import Testing
import Trust

@Suite struct `Acknowledgements, states and addresses` {
    @Test func `an acknowledgement comes back as it went`() throws {
        for lane in Report.Lane.allCases {
            let acknowledgement = Acknowledgement(epoch: "e1", lane: lane, through: .max)
            let bytes = try JSON.encode(acknowledgement)
            #expect(try JSON.decode(Acknowledgement.self, from: bytes) == acknowledgement)
        }
        #expect(
            String(decoding: try JSON.encode(Acknowledgement(epoch: "e1", lane: .record, through: 7)), as: UTF8.self)
                == #"{"epoch":"e1","lane":"record","through":7}"#)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"epoch":"e","lane":"record"}"#, #"{"epoch":"e","lane":"other","through":1}"#,
        #"{"epoch":"e","lane":"record","through":"1"}"#, #"{"epoch":"e","lane":"record","through":1.5}"#,
        #"{"epoch":1,"lane":"record","through":1}"#, #"{"epoch":"e","lane":"record","through":99999999999999999999}"#,
    ])
    func `a broken acknowledgement is refused`(text: String) {
        #expect(throws: ModelError.self) { try JSON.decode(Acknowledgement.self, from: Array(text.utf8)) }
    }

    @Test func `a state comes back as it went, and mutated bytes trap nothing`() throws {
        var dice = Dice(seed: 8)
        for presence in DeviceState.Presence.allCases {
            let state = DeviceState(
                device: try DeviceID("loa-0001"), presence: presence, at: Timestamp(nanoseconds: 1_500_000_000),
                version: "0.1.0")
            let bytes = try JSON.encode(state)
            #expect(try JSON.decode(DeviceState.self, from: bytes) == state)
            for _ in 0..<1_000 {
                guard let read = try? JSON.decode(DeviceState.self, from: dice.mutate(bytes)) else { continue }
                let written = try JSON.encode(read)
                #expect(try JSON.encode(try JSON.decode(DeviceState.self, from: written)) == written)
            }
        }
    }

    @Test func `plain TCP is for this machine alone`() {
        for host in ["localhost", "127.0.0.1", "::1"] {
            #expect(BrokerAddress(host: host, port: 1_883, tls: nil).isPermitted)
        }
        for host in ["", "0.0.0.0", "192.168.1.1", "localhost.example", "127.0.0.1.example", "broker"] {
            #expect(!BrokerAddress(host: host, port: 1_883, tls: nil).isPermitted)
        }
        let tls = BrokerAddress.TLS(authorityFile: "a", certificateFile: "b", keyFile: "c")
        #expect(BrokerAddress(host: "broker", port: 8_883, tls: tls).isPermitted)
    }
}
