import LoaModel

/// The keys of a schedule file: those of docs/protocol.md, and `file` in a source.
enum ScheduleKeys {
    static let schedule = ["version", "zone", "valid_from", "valid_until", "bulletins", "priority_order"]
    static let bulletin = [
        "id", "title", "class", "source", "start", "rrule", "rdate", "exdate", "zone", "max_seconds", "gain_db",
        "lateness", "after_losing", "in_quiet_hours", "zones",
    ]
    static let source = [
        "kind", "file", "sha256", "bytes", "url", "seconds", "loudness_lufs", "true_peak_dbtp", "text", "voice",
        "name", "fallback",
    ]
    static let lateness = ["policy", "within_minutes"]

    /// Keys that hold one of a few words.
    static let words = [
        "class": [BulletinClass.normal, .priority].map(\.rawValue),
        "after_losing": AfterLosing.allCases.map(\.rawValue),
    ]

    static let goodSchedule: [String: JSONTree] = [
        "version": .whole(1), "zone": .text("UTC"), "bulletins": .list([]),
    ]
    static let goodBulletin: [String: JSONTree] = [
        "id": .text("stand-in"), "class": .text("normal"), "start": .text("2026-01-01T05:00"), "max_seconds": .whole(1),
        "source": .object(["kind": .text("tone"), "seconds": .whole(1)]),
    ]
}
