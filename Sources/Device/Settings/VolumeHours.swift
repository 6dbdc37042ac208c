public import CivilCalendar
import LoaModel

/// A part of each day and how much louder or softer it is than the rest.
public struct VolumeHours: Hashable, Sendable {
    public var from: CivilTime
    public var until: CivilTime
    /// -40 to 10.
    public var decibels: Double

    /// Reads `04:30-06:00 -10, 21:00-22:00 -6`.
    static func parse(_ text: String) throws(ModelError) -> [VolumeHours] {
        var parts: [VolumeHours] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ")
            let ends = words.first?.split(separator: "-") ?? []
            guard words.count == 2, ends.count == 2, let from = try? CivilTime(parsing: String(ends[0])),
                let until = try? CivilTime(parsing: String(ends[1])), let decibels = Int(words[1]),
                (-40...10).contains(decibels)
            else { throw ModelError("'\(part)' is not as in 04:30-06:00 -10, with -40 to 10 dB") }
            parts.append(VolumeHours(from: from, until: until, decibels: Double(decibels)))
        }
        return parts
    }
}
