import CentreLink
import Journal
import LoaModel
import SQLiteJournal
import Testing
import Trust

/// A damaged journal gives back the orders that are still whole.
@Suite(.scratch) struct SalvageTests {
    private var path: String { Scratch.current / "journal.db" }

    /// An order as it would come from the link; its signature is judged elsewhere.
    private func stored(_ body: OrderBody, _ sequence: Int64, authority: String) throws -> StoredOrder {
        let order = Order(
            issuer: try AuthorityID(authority), audience: .area(try Area("vn/92")), issuedAt: 1_795_237_200,
            notBefore: 0, expires: 1_900_000_000, sequence: sequence, body: body)
        let parts = [Array(#"{"alg":"EdDSA","kid":"k"}"#.utf8), try JSON.encode(order), [1, 2, 3]]
        let compact = Array(parts.map { Base64URL.encode($0) }.joined(separator: ".").utf8)
        return StoredOrder(
            stream: order.stream, type: body.type, sequence: sequence, hash: orderHash(compact), compact: compact,
            received: Timestamp(seconds: order.issuedAt))
    }

    private func schedule(_ authority: String) throws -> StoredOrder {
        try stored(
            .schedule(Schedule(version: 1, zone: "Asia/Ho_Chi_Minh", bulletins: [])), 7, authority: authority)
    }

    private func fill(device: DeviceID = .sample) async throws -> [StoredOrder] {
        let journal = SQLiteJournal(path: path, device: device, boot: "boot-1")
        let alert = try stored(.alert(Alert(id: try BulletinID("flood"), title: "", source: nil)), 9, authority: "c")
        var orders = [try schedule("a"), try schedule("b"), alert]
        for order in orders { try await journal.accept(order, answer: Sample.draft(Sample.answer())) }
        try await journal.append((0..<300).map { Sample.draft(Sample.answer("\($0)")) })
        await journal.close()
        orders[2].compact = []
        return orders
    }

    /// Damages every page that holds reports.
    private func damageReports() throws {
        var bytes = try Bytes.of(path)
        for page in 0..<bytes.count / 4_096 where bytes[page * 4_096..<(page + 1) * 4_096].holds("\"answer\"") {
            for index in page * 4_096..<page * 4_096 + 64 { bytes[index] ^= 0x77 }
        }
        try Bytes.write(bytes, to: path)
    }

    private func load(device: DeviceID = .sample) async throws -> JournalContents {
        let journal = SQLiteJournal(path: path, device: device, boot: "boot-2")
        let contents = try await journal.load()
        await journal.close()
        return contents
    }

    @Test func `schedules with their text, alerts with their number alone`() async throws {
        let orders = try await fill()
        try damageReports()
        let contents = try await load()
        #expect(contents.setAside?.contains("3 orders were saved") == true)
        #expect(Set(contents.orders) == Set(orders))
        #expect(!Scratch.current.names.contains("journal.corrupt-1-shm"))
    }

    @Test func `an order that was touched is left behind`() async throws {
        let orders = try await fill()
        var bytes = try Bytes.of(path)
        let needle = try #require(bytes.position(of: Array(orders[1].compact.prefix(200).suffix(60)), nth: 1))
        bytes[needle] ^= 1
        try Bytes.write(bytes, to: path)
        try damageReports()
        let contents = try await load()
        #expect(contents.setAside != nil)
        #expect(contents.orders.count == 2)
        #expect(contents.orders.allSatisfy { orders.contains($0) })
    }

    @Test func `nothing comes over from the journal of another device`() async throws {
        _ = try await fill(device: try DeviceID("cum-02"))
        let contents = try await load()
        #expect(contents.setAside != nil)
        #expect(contents.orders.isEmpty)
    }
}
