import CentreLink
import CivilCalendar
import Hardware
import LoaModel
import Playback
import Scheduling
import TestSupport
import Testing
import Trust

/// What was measured travels with the order and becomes the gain that the player is given.
@Suite(.timeLimit(.minutes(1)))
struct VolumeTests {
    /// From 12:00 to 13:00 softer by 9 dB.
    private func volume() throws -> VolumePlan {
        var volume = VolumePlan.plain(in: Rig.zone)
        volume.hours = [
            VolumePlan.Hours(
                from: try CivilTime(parsing: "12:00"), until: try CivilTime(parsing: "13:00"), decibels: -9)
        ]
        return volume
    }

    /// Sounds an alert so that its media is on the device.
    private func alert(_ media: MediaReference, on rig: Rig, gain: Double = 0) async throws -> PlaybackItem? {
        try rig.order(
            .alert(
                Alert(id: try BulletinID("lu"), title: "", source: .media(media), gainDecibels: gain)))
        let id = try #require(await rig.nextStart()?.id)
        rig.player.sounds(id, at: MonotonicTime(nanoseconds: 0))
        rig.cache.letOneArrive()
        #expect(await rig.player.stops.first { _ in true } == id)
        let whole = await rig.nextStart()
        rig.player.ends(id, .completed, frames: 48_000, at: MonotonicTime(nanoseconds: 1_000_000_000))
        return whole
    }

    @Test func `an alert's message is brought to its own target, at any hour, its tone is left alone`() async throws {
        let rig = try Rig(volume: try volume())
        let media = try MediaReference.named("a", loudness: -20, truePeak: -4)
        try await rig.whileRunning {
            let item = try await alert(media, on: rig, gain: 2)
            // 8 dB to the target of -12; the peaks would allow 3 and the limiter 6 more.
            #expect(item?.fileGains == ["/media/\(media.sha256)": 8])
            #expect(item?.gain == 2)
        }
    }

    @Test(arguments: [(-20.0, -4.0, 3.0), (-10, -1, -6)])
    func `a bulletin has the site's loudness, and the gain of the hour on top`(
        loudness: Double, truePeak: Double, gain: Double
    ) async throws {
        let rig = try Rig(volume: try volume())
        let media = try MediaReference.named("a", loudness: loudness, truePeak: truePeak)
        try await rig.whileRunning {
            _ = try await alert(media, on: rig)
            try rig.order(try rig.schedule("trua", at: "12:01:00", source: .media(media)))
            rig.clock.advance(seconds: 59)
            let item = await rig.nextStart()
            #expect(item?.fileGains == ["/media/\(media.sha256)": gain])
            #expect(item?.gain == -9)
        }
    }

    @Test func `a card whose volume cannot be set is a fault until it can`() async throws {
        let (problems, tell) = AsyncStream.makeStream(of: String?.self)
        let rig = try Rig(volumeProblems: problems)
        try await rig.whileRunning {
            for problem in ["hw:0 has no control 'Master'", nil] {
                tell.yield(problem)
                let report = try await rig.nextReport {
                    if case .fault(let fault) = $0 { (fault.cleared == nil) == (problem != nil) } else { false }
                }
                guard case .fault(let fault)? = report else { throw ModelError("no fault was reported") }
                #expect(fault.code == .outputVolume && fault.originator == "output")
                #expect(fault.detail == "hw:0 has no control 'Master'")
            }
        }
    }

    @Test func `media of an order that knows no loudness plays as it is`() async throws {
        let rig = try Rig()
        let media = try MediaReference.named("a")
        try await rig.whileRunning {
            let item = try await alert(media, on: rig)
            #expect(item?.fileGains == ["/media/\(media.sha256)": 0])
            #expect(item?.gain == 0)
        }
    }
}
