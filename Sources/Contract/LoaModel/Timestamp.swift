import CivilCalendar

/// An instant of UTC, in nanoseconds since 1970 without leap seconds. Written as RFC 3339: `2026-11-21T05:00:00.25Z`.
public struct Timestamp: Hashable, Sendable, Comparable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Years 1678...2261 can be told; what lies outside is clamped to them.
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        nanoseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    public static let epoch = Timestamp(nanoseconds: 0)

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Clamped at the ends of the span, never a trap.
    public func adding(nanoseconds more: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(more)
        return Timestamp(nanoseconds: overflow ? (more < 0 ? .min : .max) : sum)
    }

    public func adding(seconds: Double) -> Timestamp {
        adding(nanoseconds: Int64(max(-9e18, min(9e18, seconds * 1e9))))
    }

    /// Seconds from `earlier` to this instant.
    public func seconds(since earlier: Timestamp) -> Double {
        (Double(nanoseconds) - Double(earlier.nanoseconds)) / 1e9
    }

    public func nanoseconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow ? (nanoseconds < earlier.nanoseconds ? .min : .max) : difference
    }
}

extension Timestamp: CustomStringConvertible {
    public var description: String {
        let civil = CivilDateTime(secondsSinceEpochAsUTC: seconds)
        let remainder = nanoseconds % 1_000_000_000
        let milliseconds = (remainder < 0 ? remainder + 1_000_000_000 : remainder) / 1_000_000
        let fraction = milliseconds == 0 ? "" : "." + String(String(1_000 + milliseconds).dropFirst())
        return "\(civil.date)T\(civil.time)\(fraction)Z"
    }

    /// RFC 3339 with `Z` or a numeric offset, with or without a fraction.
    public init(parsing text: String) throws(ModelError) {
        guard let parsed = Self.parse(text) else {
            throw ModelError("'\(text.prefix(60))' is no time; write it like 2026-11-21T05:00:00Z")
        }
        self = parsed
    }

    private static func parse(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), let civil = try? CivilDateTime(parsing: String(text.prefix(19))) else {
            return nil
        }
        var index = 19
        var fraction: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            var unit: Int64 = 100_000_000
            index += 1
            while index < bytes.count, (48...57).contains(bytes[index]) {
                fraction += Int64(bytes[index] - 48) * unit
                unit /= 10
                index += 1
            }
        }
        guard let offset = zoneOffset(bytes[index...]) else { return nil }
        return Timestamp(seconds: civil.secondsSinceEpochAsUTC - offset).adding(nanoseconds: fraction)
    }

    private static func zoneOffset(_ tail: ArraySlice<UInt8>) -> Int64? {
        let tail = Array(tail)
        if tail == [UInt8(ascii: "Z")] || tail == [UInt8(ascii: "z")] { return 0 }
        let digits = [1, 2, 4, 5].compactMap { tail.indices.contains($0) ? Int64(tail[$0]) - 48 : nil }
        guard tail.count == 6, tail[3] == UInt8(ascii: ":"), digits.allSatisfy({ (0...9).contains($0) }) else {
            return nil
        }
        let seconds = (digits[0] * 10 + digits[1]) * 3_600 + (digits[2] * 10 + digits[3]) * 60
        switch tail[0] {
        case UInt8(ascii: "+"): return seconds
        case UInt8(ascii: "-"): return -seconds
        default: return nil
        }
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.checked { try Timestamp(parsing: $0) } }
    public func encode(to encoder: any Encoder) throws { try encoder.single(description) }
}
