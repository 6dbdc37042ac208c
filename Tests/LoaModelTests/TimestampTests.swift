import LoaModel
import Testing

@Suite struct `Timestamps at the ends of their span` {
    @Test(
        arguments: [
            (Int64.min, "1677-09-21T00:12:43.145Z"), (Int64.max, "2262-04-11T23:47:16.854Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (0, "1970-01-01T00:00:00Z"), (-1_000_000_000, "1969-12-31T23:59:59Z"), (999_999, "1970-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func `are written, not trapped on`(nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
    }

    @Test(arguments: [
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1677-01-01T00:00:00+99:99", "1970-01-01T00:00:00.Z",
        "2262-12-31T23:59:59-99:59",
    ])
    func `are read without a trap, and clamped`(text: String) {
        guard let read = try? Timestamp(parsing: text) else { return }
        #expect((try? Timestamp(parsing: read.description)) != nil || read.nanoseconds == .min)
    }
}
