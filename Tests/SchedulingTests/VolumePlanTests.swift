import CivilCalendar
import LoaModel
import Testing

@testable import Scheduling

/// How loud: a site's loudness from what was measured, and what its hours add.
@Suite struct VolumePlanTests {
    private let plan = VolumePlan.plain(in: .utc)

    private func media(_ loudness: Double?, _ truePeak: Double?) throws -> MediaReference {
        MediaReference(
            sha256: try MediaHash(String(repeating: "a", count: 64)), bytes: 1, loudness: loudness, truePeak: truePeak)
    }

    @Test(
        arguments: [
            // Louder than the target: softer by the difference.
            (-10, 0.5, -6.0, -2.0), (-16, -3, 0, 4),
            // Softer, with room for it: louder by the difference.
            (-23, -12, 7, 11), (-30, -20, 14, 18),
            // Softer, without room: as far as its peaks allow; of an alert 6 dB are left to the limiter.
            (-23, -3, 2, 8), (-20, -1, 0, 6), (-16, 3, -4, 2),
            // Without a peak: never louder.
            (-23, nil, 0, 0), (-10, nil, -6, -2),
            // Never by more than -40 and +20 dB, whatever was measured.
            (-80, -70, 20, 20), (-144, -144, 20, 20), (40, 40, -40, -40), (-80, nil, 0, 0),
        ] as [(Double, Double?, Double, Double)])
    func `measured media is brought to the target as far as its peaks allow`(
        loudness: Double, truePeak: Double?, bulletin: Double, alert: Double
    ) throws {
        #expect(plan.gain(of: try media(loudness, truePeak), isAlert: false) == bulletin)
        #expect(plan.gain(of: try media(loudness, truePeak), isAlert: true) == alert)
    }

    @Test(arguments: [(-30.0, -20.0, 14.0, 18.0), (-21, -3, 5, 8), (-10, -1, -6, -2)])
    func `what the device speaks is brought there too, and may go into the limiter`(
        loudness: Double, truePeak: Double, bulletin: Double, alert: Double
    ) {
        #expect(plan.gain(spokenAt: loudness, truePeak: truePeak, isAlert: false) == bulletin)
        #expect(plan.gain(spokenAt: loudness, truePeak: truePeak, isAlert: true) == alert)
        var plan = plan
        (plan.levelsMedia, plan.unmeasuredGain) = (false, -3)
        #expect(plan.gain(spokenAt: loudness, truePeak: truePeak, isAlert: false) == 0)
    }

    @Test func `what nobody measured plays at the site's gain for it, alerts too`() throws {
        var plan = plan
        #expect(plan.gain(of: try media(nil, nil), isAlert: false) == 0)
        plan.unmeasuredGain = -6
        #expect(plan.gain(of: try media(nil, nil), isAlert: false) == -6)
        #expect(plan.gain(of: try media(nil, -1), isAlert: true) == -6)
    }

    @Test func `where media is not levelled, all of it is as unmeasured`() throws {
        var plan = plan
        plan.levelsMedia = false
        plan.unmeasuredGain = -3
        #expect(plan.gain(of: try media(-30, -20), isAlert: false) == -3)
    }

    @Test func `a lower ceiling leaves less room`() throws {
        var plan = plan
        plan.ceiling = -10
        #expect(plan.gain(of: try media(-20, -12), isAlert: false) == 2)
        #expect(plan.gain(of: try media(-16, -3), isAlert: false) == -7)
    }

    @Test(arguments: [
        ("04:59:59", -20.0), ("05:00", -9), ("06:29:59", -9), ("06:30", 0), ("12:00", 0), ("21:59:59", 0),
        ("22:00", -20), ("23:59:59", -20), ("00:00", -20),
    ]) func `hours end where they say and may cross midnight`(time: String, decibels: Double) throws {
        var plan = plan
        plan.hours = [
            VolumePlan.Hours(
                from: try CivilTime(parsing: "05:00"), until: try CivilTime(parsing: "06:30"), decibels: -9),
            VolumePlan.Hours(
                from: try CivilTime(parsing: "22:00"), until: try CivilTime(parsing: "05:00"), decibels: -20),
        ]
        #expect(plan.hourly(at: try Plans.time(time)) == decibels)
    }

    @Test func `hours are those of the zone, the first that holds wins, and equal ends are a whole day`() throws {
        var plan = VolumePlan.plain(in: ZoneRules.fixed(seconds: 25_200, name: "+07"))
        plan.hours = [
            VolumePlan.Hours(
                from: try CivilTime(parsing: "05:00"), until: try CivilTime(parsing: "06:00"), decibels: -9),
            VolumePlan.Hours(from: .midnight, until: .midnight, decibels: -3),
        ]
        #expect(plan.hourly(at: try Plans.time("22:30")) == -9)
        #expect(plan.hourly(at: try Plans.time("05:30")) == -3)
    }
}
