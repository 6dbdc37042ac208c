import CentreLink
import Hardware
import LoaModel
import Playback
import Scheduling
import TestSupport
import Testing
import Trust

/// The zones of an order become channels of the player's item, and what sounds in one leaves the other alone.
@Suite(.timeLimit(.minutes(1)))
struct HornZoneTests {
    private let horns = HornPlan(
        zones: [.init(name: "cho", channels: [0]), .init(name: "truong", channels: [1])], channels: [0, 1])

    private func alert(_ id: String, in zones: [String]? = nil) throws -> OrderBody {
        .alert(Alert(id: try BulletinID(id), title: id, source: nil, hornZones: zones))
    }

    /// The player has begun with it, and the conductor knows.
    private func sound(_ item: PlaybackItem, on rig: Rig) async throws {
        rig.player.sounds(item.id, at: MonotonicTime(nanoseconds: 0))
        _ = try await rig.nextReport {
            if case .asRun(let record) = $0 {
                record.broadcast.text == item.id && record.event == .started
            } else {
                false
            }
        }
    }

    @Test func `alerts in two zones sound side by side, one for everywhere takes both`() async throws {
        let rig = try Rig(horns: horns)
        try await rig.whileRunning {
            try rig.order(try alert("chay", in: ["cho"]), sequence: 1)
            let fire = try #require(await rig.nextStart())
            #expect(fire.zones == [[0]])
            try await sound(fire, on: rig)
            try rig.order(try alert("de", in: ["truong"]), sequence: 2)
            let dyke = try #require(await rig.nextStart())
            #expect(dyke.zones == [[1]])
            try await sound(dyke, on: rig)
            // The first that is stopped is the one that is cancelled.
            let cancel = Cancellation(target: .alert, id: try BulletinID("de"), reason: nil)
            try rig.order(.cancel(cancel), sequence: 3)
            #expect(await rig.player.stops.first { _ in true } == dyke.id)
            try rig.order(try alert("bao"), sequence: 4)
            let storm = try #require(await rig.nextStart())
            #expect(storm.zones == [[0], [1]])
            #expect(await rig.player.stops.first { _ in true } == fire.id)
        }
    }

    @Test func `an alert for a zone that is not here has all horns, and the record says why`() async throws {
        let rig = try Rig(horns: horns)
        try await rig.whileRunning {
            try rig.order(try alert("chay", in: ["dinh"]))
            let item = try #require(await rig.nextStart())
            #expect(item.zones == [[0], [1]])
            try await sound(item, on: rig)
            rig.player.ends(item.id, .completed, frames: 48_000, at: MonotonicTime(nanoseconds: 1_000_000_000))
            var faults: [FaultCode] = []
            let last = try await rig.nextReport {
                if case .fault(let fault) = $0 { faults.append(fault.code) }
                if case .asRun(let record) = $0 { return record.event == .ended }
                return false
            }
            guard case .asRun(let record)? = last else { throw ModelError("no record") }
            #expect(record.reason == "horn_zone_unknown" && record.hornZones == nil && record.outcome == .played)
        }
    }
}
