import LoaModel
import Testing

@testable import Scheduling

/// Who wins when two want the horn, and what becomes of the other.
@Suite struct ClashTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bulletins: @Sendable () throws -> [Bulletin]
        var order: [String] = []
        var lengths: [String: Double] = [:]
        var story: [String]
    }

    static let cases = [
        Case(
            testDescription: "of two normal bulletins the first planned wins, the other joins what is left of its time",
            bulletins: { [try Plans.bulletin("x", at: "05:05"), try Plans.bulletin("a", at: "05:00")] },
            story: ["a 05:00:00-05:10:00 played", "x 05:10:01-05:15:00 played <a"]),
        Case(
            testDescription: "at the same instant the name decides in the end",
            bulletins: { [try Plans.bulletin("y", at: "05:00"), try Plans.bulletin("x", at: "05:00")] },
            story: ["x 05:00:00-05:10:00 played", "y lost <x"]),
        Case(
            testDescription: "one after the other needs no stop",
            bulletins: { [try Plans.bulletin("a", at: "05:00"), try Plans.bulletin("b", at: "05:10")] },
            story: ["a 05:00:00-05:10:00 played", "b 05:10:00-05:20:00 played"]),
        Case(
            testDescription: "content that ends early frees the horn for who waits",
            bulletins: { [try Plans.bulletin("a", at: "05:00"), try Plans.bulletin("b", at: "05:05")] },
            lengths: ["a": 330], story: ["a 05:00:00-05:05:30 played", "b 05:05:31-05:15:00 played <a"]),
        Case(
            testDescription: "content that ends just before the next start makes way for its exact start",
            bulletins: { [try Plans.bulletin("a", at: "05:00"), try Plans.bulletin("b", at: "05:05")] },
            lengths: ["a": 299], story: ["a 05:00:00-05:04:59 played", "b 05:05:00-05:15:00 played"]),
        Case(
            testDescription: "priority takes the horn from normal, which resumes where it would be",
            bulletins: {
                [try Plans.bulletin("n", at: "05:00"), try Plans.bulletin("p", at: "05:03", minutes: 2, .priority)]
            },
            story: ["n 05:00:00-05:02:59.800 05:05:01-05:10:00 played <p", "p 05:03:00-05:05:00 played"]),
        Case(
            testDescription: "play after: goes on where it stopped, for all of its time",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:00", losing: .playAfter),
                    try Plans.bulletin("p", at: "05:03", minutes: 2, .priority),
                ]
            },
            story: ["n 05:00:00-05:02:59.800 05:05:00-05:12:00.200 played", "p 05:03:00-05:05:00 played"]),
        Case(
            testDescription: "drop: what lost the horn is over",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:00", losing: .drop),
                    try Plans.bulletin("p", at: "05:03", minutes: 2, .priority),
                ]
            },
            story: ["n 05:00:00-05:02:59.800 partial <p", "p 05:03:00-05:05:00 played"]),
        Case(
            testDescription: "drop: what never had the horn is lost",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:01", losing: .drop),
                    try Plans.bulletin("p", at: "05:00", minutes: 2, .priority),
                ]
            },
            story: ["p 05:00:00-05:02:00 played", "n lost <p"]),
        Case(
            testDescription: "play after: begins late, from the beginning",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:01", minutes: 3, losing: .playAfter),
                    try Plans.bulletin("p", at: "05:00", minutes: 5, .priority),
                ]
            },
            story: ["p 05:00:00-05:05:00 played", "n 05:05:00-05:08:00 played"]),
        Case(
            testDescription: "play after: not longer than an hour after",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:01", minutes: 3, losing: .playAfter),
                    try Plans.bulletin("p", at: "05:00", minutes: 62, .priority),
                ]
            },
            story: ["p 05:00:00-06:02:00 played", "n lost <p"]),
        Case(
            testDescription: "play after within its own minutes",
            bulletins: {
                [
                    try Plans.bulletin(
                        "n", at: "05:01", minutes: 3, late: .playLate(withinMinutes: 3), losing: .playAfter),
                    try Plans.bulletin("p", at: "05:00", minutes: 5, .priority),
                ]
            },
            story: ["p 05:00:00-05:05:00 played", "n lost <p"]),
        Case(
            testDescription: "what plays after gives way to what is planned, and goes on behind it",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:01", minutes: 6, losing: .playAfter),
                    try Plans.bulletin("p", at: "05:00", minutes: 5, .priority),
                    try Plans.bulletin("z", at: "05:08", minutes: 1),
                ]
            },
            story: [
                "p 05:00:00-05:05:00 played", "n 05:05:00-05:07:59.800 05:09:00-05:12:00.200 played",
                "z 05:08:00-05:09:00 played",
            ]),
        Case(
            testDescription: "after losing, a bulletin that must not start late is lost",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:01", late: .skip),
                    try Plans.bulletin("p", at: "05:00", minutes: 2, .priority),
                ]
            },
            story: ["p 05:00:00-05:02:00 played", "n lost <p"]),
        Case(
            testDescription: "after losing, a bulletin that may start late starts from its beginning",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:01", minutes: 3, late: .playLate(withinMinutes: 5)),
                    try Plans.bulletin("p", at: "05:00", minutes: 2, .priority),
                ]
            },
            story: ["p 05:00:00-05:02:00 played", "n 05:02:00-05:05:00 played"]),
        Case(
            testDescription: "a priority that started later does not take the horn from its equal",
            bulletins: {
                [
                    try Plans.bulletin("p", at: "05:00", minutes: 5, .priority),
                    try Plans.bulletin("q", at: "05:03", minutes: 1, .priority),
                ]
            },
            story: ["p 05:00:00-05:05:00 played", "q lost <p"]),
        Case(
            testDescription: "the commune's stated order decides among priority bulletins, whoever was first",
            bulletins: {
                [
                    try Plans.bulletin("p", at: "05:00", minutes: 5, .priority),
                    try Plans.bulletin("q", at: "05:03", minutes: 1, .priority),
                ]
            },
            order: ["commune/q", "commune"],
            story: ["p 05:00:00-05:02:59.800 05:04:01-05:05:00 played <q", "q 05:03:00-05:04:00 played"]),
        Case(
            testDescription: "the stated order says nothing about normal bulletins",
            bulletins: {
                [try Plans.bulletin("a", at: "05:00", minutes: 5), try Plans.bulletin("b", at: "05:03", minutes: 1)]
            },
            order: ["commune/b"], story: ["a 05:00:00-05:05:00 played", "b lost <a"]),
        Case(
            testDescription: "three classes of loss at once",
            bulletins: {
                [
                    try Plans.bulletin("n", at: "05:00", minutes: 30),
                    try Plans.bulletin("m", at: "05:02", minutes: 4, losing: .playAfter),
                    try Plans.bulletin("p", at: "05:10", minutes: 5, .priority),
                    try Plans.bulletin("q", at: "05:12", minutes: 6, .priority),
                ]
            },
            story: [
                "n 05:00:00-05:09:59.800 05:18:01-05:30:00 played <q", "m 05:30:00-05:34:00 played",
                "p 05:10:00-05:15:00 played", "q 05:15:01-05:18:00 played <p",
            ]),
    ]

    @Test(arguments: cases) func story(_ test: Case) throws {
        var rig = try Rig.running(
            at: "04:00", Plans.timetable(try test.bulletins(), order: test.order), lengths: test.lengths)
        try rig.run(until: "08:00")
        #expect(rig.story == test.story)
        #expect(rig.scheduler.isIdle)
    }

    @Test func `a bulletin is made ready in time and starts at its planned instant`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "06:00")
        #expect(rig.events(of: "a") == [.started, .ended])
        let play = try #require(rig.plays.first)
        #expect(play.start == .at(try Plans.time("05:00")))
        #expect(play.maximumSeconds == 600)
        #expect(rig.actions.first { $0.action == .play(play) }?.at == (try Plans.time("04:59:58")))
        let record = try #require(rig.finals(of: "a").first)
        #expect(record.startErrorMicroseconds == 0)
        #expect(record.frames == 600 * record.rate)
    }

    @Test func `at the same instant the nearer area wins`() throws {
        let timetable = Plans.timetable([
            try Plans.schedule([Plans.bulletin("a", at: "05:00")], by: "province", area: "vn/92"),
            try Plans.schedule([Plans.bulletin("b", at: "05:00")], by: "zcommune", area: "vn/92/31528"),
        ])
        var rig = try Rig.running(at: "04:00", timetable)
        try rig.run(until: "06:00")
        #expect(rig.story == ["b 05:00:00-05:10:00 played", "a lost <b"].sorted())
    }

    @Test func `the stated order is read from the nearest schedule alone`() throws {
        let timetable = Plans.timetable([
            try Plans.schedule(
                [Plans.bulletin("p", at: "05:03", minutes: 2, .priority)], by: "province", area: "vn/92",
                order: ["province"]),
            try Plans.schedule([Plans.bulletin("q", at: "05:00", minutes: 5, .priority)]),
        ])
        var rig = try Rig.running(at: "04:00", timetable)
        try rig.run(until: "06:00")
        #expect(rig.story == ["q 05:00:00-05:05:00 played", "p lost <q"])
    }

    @Test func `pre-emption and resumption leave their records`() throws {
        var rig = try Rig.running(
            at: "04:00",
            Plans.timetable([
                Plans.bulletin("n", at: "05:00"), Plans.bulletin("p", at: "05:03", minutes: 2, .priority),
            ]))
        try rig.run(until: "06:00")
        #expect(rig.events(of: "n") == [.started, .preempted, .resumed, .ended])
        let paused = try #require(rig.records.first { $0.event == .preempted })
        #expect(paused.reason?.bulletin == "p")
        #expect(paused.frames == Int(179.8 * Double(paused.rate)))
        #expect(rig.finals(of: "n").map(\.frames) == [Int((179.8 + 299) * Double(paused.rate))])
    }
}
