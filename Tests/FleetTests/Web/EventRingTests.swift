import Fleet
import LoaModel
import Testing

@testable import CentreWeb

@Suite(.timeLimit(.minutes(1))) struct `Live events` {
    private let ring = EventRing(boot: "b", capacity: 8, silentAfterSeconds: 900, clock: { Sample.now })

    private func tell(_ count: Int) {
        for _ in 0..<count { ring.tell([.broker(BrokerStatus(connected: true, since: Sample.now))]) }
    }

    /// The ids that a reader gets until the ring is closed.
    private func ids(after lastID: String?, more: Int = 0) async -> [String] {
        guard let stream = ring.read(after: lastID) else { return ["refused"] }
        tell(more)
        ring.close()
        return await stream.reduce(into: []) { ids, frame in
            guard frame.hasPrefix("id: ") else { return }
            let lines = frame.split(separator: "\n")
            ids.append(String(lines[0].dropFirst(4)) + (lines[1] == "event: reset" ? " reset" : ""))
        }
    }

    @Test func `a new reader gets what happens from now on`() async {
        tell(3)
        #expect(await ids(after: nil, more: 2) == ["b-4", "b-5"])
    }

    @Test func `one that comes back gets what it missed, in order and once`() async {
        tell(5)
        #expect(await ids(after: "b-3", more: 1) == ["b-4", "b-5", "b-6"])
    }

    @Test func `one that missed nothing gets nothing`() async {
        tell(5)
        #expect(await ids(after: "b-5") == [])
    }

    @Test(arguments: ["a-3", "b-0", "b-99", "", "b-", "b-x", "b--1", "99999999999999999999", "b-99999999999999999999"])
    func `one whose last event is not held is told to read anew`(lastID: String) async {
        tell(40)
        #expect(await ids(after: lastID, more: 1) == ["b-40 reset", "b-41"])
    }

    @Test func `the ring stays bounded`() async {
        tell(1_000)
        #expect(await ids(after: "b-997") == ["b-998", "b-999", "b-1000"])
    }

    @Test func `a slow reader is cut off, not waited for`() async throws {
        let stream = try #require(ring.read(after: nil))
        tell(2_000)
        let frames = await stream.reduce(into: 0) { count, _ in count += 1 }
        #expect(frames > 500 && frames < 1_000)
    }

    @Test func `readers are counted, and those that went make room`() async throws {
        var streams = try (0..<EventRing.mostReaders).map { _ in try #require(ring.read(after: nil)) }
        #expect(ring.read(after: nil) == nil)
        streams.removeLast()
        #expect(ring.read(after: nil) != nil)
    }

    @Test func `an event is one line of JSON, whatever it holds`() async throws {
        let stream = try #require(ring.read(after: nil))
        let fault = Fault(code: .linkDown, originator: "a\nb", since: Sample.now, detail: "data: x\n\nevent: y\r\n")
        ring.tell([.fault(try Sample.device(), fault)])
        ring.close()
        let frames = await stream.reduce(into: []) { $0.append($1) }
        #expect(frames.last?.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
        #expect(frames.last?.contains("event: fault\n") == true)
    }
}
