import CentreLink
import Hardware
import Journal
import LoaModel
import Playback
import TestSupport
import Testing
import Trust

@Suite(.timeLimit(.minutes(1)))
struct DeviceAppTests {
    @Test func `an alert plays at once, in the quiet hours and with an unknown clock`() async throws {
        let rig = try Rig(at: Rig.noon.adding(seconds: 12 * 3_600), synchronised: false)
        try await rig.whileRunning {
            try rig.order(try rig.alert("lu"))
            let item = await rig.nextStart()
            #expect(item?.start == .now)
            #expect(item?.segments == [.tone(seconds: 3)])
            #expect(item?.id.hasPrefix("ubnd/lu@") == true)
        }
    }

    @Test func `the timetable waits for a clock that is known, and says so as a fault`() async throws {
        let rig = try Rig(synchronised: false)
        try await rig.whileRunning {
            try rig.order(try rig.schedule("trua", at: "12:01:00"))
            let fault = try await rig.nextReport {
                if case .fault(let fault) = $0 { fault.cleared == nil } else { false }
            }
            guard case .fault(let raised)? = fault else { throw ModelError("no fault was reported") }
            #expect(raised.code == .clockNotSynchronised)
            rig.clock.step(to: Rig.noon.adding(seconds: 59), synchronised: true)
            let item = await rig.nextStart()
            #expect(item?.id == "ubnd/trua@2026-11-21T05:01:00Z")
            #expect(item?.start == .at(MonotonicTime(nanoseconds: 1_000_000_000)))
        }
    }

    @Test func `a clock that is set changes at once which media are fetched`() async throws {
        let rig = try Rig()
        let media = try MediaReference.named("b")
        try await rig.whileRunning {
            try rig.order(try rig.schedule("xa", at: "12:00:00", since: "2027-02-28", source: .media(media)))
            _ = try await rig.nextReport { if case .answer = $0 { true } else { false } }
            rig.clock.step(to: try Timestamp(parsing: "2027-02-28T04:00:00Z"), synchronised: true)
            #expect(await rig.cache.asked.first { _ in true } == media.sha256)
        }
    }

    @Test func `a refused order is answered with its reason and plays nothing`() async throws {
        let rig = try Rig()
        try await rig.whileRunning {
            let foreign = SigningKey()
            let order = try rig.makeOrder(try rig.alert("gia"))
            rig.transport.deliver(try foreign.sign(order), to: Topics.order(order.stream))
            let report = try await rig.nextReport { if case .answer = $0 { true } else { false } }
            guard case .answer(let answer)? = report else { throw ModelError("no answer") }
            #expect(answer.outcome == .refused)
            #expect(answer.code == .unknownKey)
            // What plays next is the good order: nothing came before it.
            try rig.order(try rig.alert("that"))
            #expect(await rig.nextStart()?.id.hasPrefix("ubnd/that@") == true)
        }
    }

    @Test func `the same order again does nothing, an older number is refused`() async throws {
        let rig = try Rig()
        try await rig.whileRunning {
            try rig.order(try rig.alert("mot"), sequence: 5)
            #expect(await rig.nextStart()?.id.hasPrefix("ubnd/mot@") == true)
            try rig.order(try rig.alert("mot"), sequence: 5)
            try rig.order(try rig.alert("hai"), sequence: 4)
            let report = try await rig.nextReport {
                if case .answer(let answer) = $0 { answer.outcome == .refused } else { false }
            }
            guard case .answer(let answer)? = report else { throw ModelError("no answer") }
            #expect(answer.code == .replayed)
        }
    }

    @Test func `an alert whose message is not here sounds its tone, then the whole once it has arrived`() async throws {
        let rig = try Rig()
        let media = try MediaReference.named("a")
        try await rig.whileRunning {
            try rig.order(try rig.alert("lu", source: .media(media)))
            let tone = await rig.nextStart()
            #expect(tone?.segments == [.tone(seconds: 3)])
            let id = try #require(tone?.id)
            rig.player.sounds(id, at: MonotonicTime(nanoseconds: 0))
            rig.cache.letOneArrive()
            #expect(await rig.player.stops.first { _ in true } == id)
            let whole = await rig.nextStart()
            #expect(whole?.id == id)
            #expect(whole?.segments == [.tone(seconds: 3), .chain([.file(path: "/media/\(media.sha256)")])])
        }
    }

    @Test func `a disk that fails delays no alert`() async throws {
        let rig = try Rig()
        try await rig.whileRunning {
            rig.disk.fail(with: JournalError(.storageFull, "the test filled it"))
            try rig.order(try rig.alert("lu"))
            let item = await rig.nextStart()
            #expect(item?.id.hasPrefix("ubnd/lu@") == true)
        }
    }

    @Test func `an alert cut off by a power cut goes on after it, one that ended does not`() async throws {
        let disk = MemoryDisk()
        let key = SigningKey()
        let first = try Rig(disk: disk, key: key)
        try await first.whileRunning {
            try first.order(try first.alert("lu"))
            let id = try #require(await first.nextStart()?.id)
            first.player.sounds(id, at: MonotonicTime(nanoseconds: 0))
            _ = try await first.nextReport { if case .asRun = $0 { true } else { false } }
        }
        let second = try Rig(at: Rig.noon.adding(seconds: 20), disk: disk, key: key)
        try await second.whileRunning {
            let item = await second.nextStart()
            let id = try #require(item?.id)
            #expect(id.hasPrefix("ubnd/lu@"))
            second.player.sounds(id, at: MonotonicTime(nanoseconds: 0))
            second.player.ends(id, .completed, frames: 480_000, at: MonotonicTime(nanoseconds: 1))
            _ = try await second.nextReport {
                if case .asRun(let record) = $0 { record.event == .ended } else { false }
            }
        }
        let third = try Rig(at: Rig.noon.adding(seconds: 60), disk: disk, key: key)
        try await third.whileRunning {
            try third.order(try third.alert("khac"), sequence: 2)
            #expect(await third.nextStart()?.id.hasPrefix("ubnd/khac@") == true, "the first one must stay silent")
        }
    }

    @Test func `a journal that cannot be opened is a fault, and alerts play`() async throws {
        let rig = try Rig()
        rig.disk.fail(with: JournalError(.storageReadOnly, "the test made it so"))
        try await rig.whileRunning {
            try rig.order(try rig.alert("lu"))
            #expect(await rig.nextStart()?.id.hasPrefix("ubnd/lu@") == true)
        }
    }

    @Test func `what sounds at the end is recorded with what was heard of it, and stays open`() async throws {
        let rig = try Rig()
        try await rig.whileRunning {
            try rig.order(try rig.alert("lu"))
            let id = try #require(await rig.nextStart()?.id)
            rig.player.sounds(id, at: MonotonicTime(nanoseconds: 0))
            _ = try await rig.nextReport { if case .asRun = $0 { true } else { false } }
        }
        let journal = MemoryJournal(on: rig.disk, device: try DeviceID("loa-1"))
        let unfinished = try await journal.load().unfinished
        #expect(unfinished.map(\.outcome) == [.running])
        #expect(unfinished.map(\.frames) == [4_800])
    }

    @Test func `a bulletin whose media is not here gives way to the next one, and says so`() async throws {
        let rig = try Rig()
        let missing = Source.media(try MediaReference.named("b"))
        try await rig.whileRunning {
            guard case .schedule(var schedule) = try rig.schedule("thieu", at: "12:01:00", source: missing),
                case .schedule(let other) = try rig.schedule("co", at: "12:01:10")
            else { return }
            schedule.bulletins += other.bulletins
            try rig.order(.schedule(schedule))
            _ = try await rig.nextReport { if case .answer = $0 { true } else { false } }
            rig.clock.advance(seconds: 59)
            let fault = try await rig.nextReport { if case .fault = $0 { true } else { false } }
            guard case .fault(let raised)? = fault else { throw ModelError("no fault") }
            #expect(raised.code == .mediaMissing)
            rig.clock.advance(seconds: 10)
            #expect(await rig.nextStart()?.id == "ubnd/co@2026-11-21T05:01:10Z")
        }
    }
}
