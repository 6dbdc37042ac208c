/// What a zone's clock differs from UTC by, for a time.
public struct ZoneOffset: Hashable, Sendable {
    /// The most that a zone may differ, in seconds either way (RFC 9636 3.2: 26 hours less a second).
    static let largest = 93_599

    /// Seconds east of UTC; -93,599...93,599.
    public let seconds: Int
    /// Daylight-saving time.
    public let isDaylight: Bool
    /// As the zone's file writes it: "CEST", "+07".
    public let abbreviation: String

    init(seconds: Int, isDaylight: Bool, abbreviation: String) {
        self.seconds = seconds
        self.isDaylight = isDaylight
        self.abbreviation = abbreviation
    }
}
