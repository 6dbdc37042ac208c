import CentreLink
import Journal
import LoaModel
import SQLiteJournal
import Testing
import Trust

/// What a journal said was kept is kept, whenever the program is killed.
@Suite(.scratch) struct KilledWriterTests {
    /// What the centre and the observer of the device know together.
    private struct Ledger {
        var kept: Set<String> = []
        var delivered: [Int64: String] = [:]
        var order: Int64 = 0
        var ended: Set<String> = []

        mutating func note(_ line: Substring) throws {
            let words = line.split(separator: " ")
            switch words.first {
            case "kept": kept.insert(String(words[1]))
            case "order": order = try #require(Int64(words[1]))
            case "ended": ended.insert(String(words[1]))
            case "sent": try deliver(try #require(Int64(words[1])), String(words[2]))
            default: Issue.record("the writer said: \(line)")
            }
        }

        mutating func deliver(_ number: Int64, _ id: String) throws {
            try #require(delivered[number] ?? id == id, "number \(number) was used twice")
            delivered[number] = id
        }
    }

    @Test func `nothing is lost or doubled by 200 kills at random instants`() async throws {
        let path = Scratch.current / "journal.db"
        var ledger = Ledger()
        var epochs: Set<String> = []
        for round in 0..<200 {
            let writer = try DoomedWriter(
                path: path, round: round, lines: .random(in: 0...60), spins: .random(in: 0...20_000))
            for line in writer.lines { try ledger.note(line) }
            guard round % 10 == 9 else { continue }
            epochs.insert(try await compare(&ledger, path))
        }
        #expect(epochs.count == 1)
        #expect(ledger.kept.count > 1_000)
    }

    private func compare(_ ledger: inout Ledger, _ path: String) async throws -> String {
        let journal = SQLiteJournal(path: path, device: .sample, boot: "compare")
        let contents = try await journal.load()
        try #require(contents.setAside == nil)
        for report in try await journal.waiting(.record) {
            guard case .answer(let answer) = report.body else { continue }
            try ledger.deliver(report.number, answer.order)
            try #require(report.after == report.number - 1)
        }
        let ids = ledger.delivered.values
        try #require(ledger.kept.subtracting(ids).isEmpty, "lost")
        try #require(Set(ids).count == ids.count, "doubled")
        try #require(ledger.delivered.keys.max() == Int64(ids.count), "a number is missing")
        let order = try #require(contents.orders.first)
        try #require(order.sequence >= ledger.order)
        try #require(order.compact.count == Int(order.sequence % 20_000))
        try #require(ledger.ended.subtracting(contents.finished.map(\.text)).isEmpty)
        try #require(ledger.ended.isDisjoint(with: contents.unfinished.map(\.broadcast.text)))
        await journal.close()
        return contents.epoch
    }
}
