import Journal

/// The tables, and how those of an older program become those of this one.
enum Schema {
    /// Step n leads from `user_version` n to n + 1. A step that was ever released is never changed: add another.
    private static let steps = [
        """
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            device TEXT NOT NULL,
            epoch TEXT NOT NULL,
            lower_bound INTEGER NOT NULL -- nanoseconds since 1970, as every time here
        ) STRICT;
        CREATE TABLE lane (
            name TEXT PRIMARY KEY,
            last INTEGER NOT NULL, -- the number last given, whether or not the report still waits
            depth INTEGER NOT NULL -- how many wait
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE report (
            lane TEXT NOT NULL REFERENCES lane (name),
            number INTEGER NOT NULL,
            after INTEGER NOT NULL,
            made INTEGER NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (lane, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE accepted (
            kind TEXT NOT NULL,
            audience TEXT NOT NULL,
            issuer TEXT NOT NULL,
            type TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            hash TEXT NOT NULL,
            received INTEGER NOT NULL,
            compact BLOB NOT NULL,
            PRIMARY KEY (kind, audience, issuer)
        ) STRICT;
        CREATE TABLE broadcast (
            id TEXT PRIMARY KEY,
            noted INTEGER NOT NULL, -- planned, or recorded, whichever is later
            record BLOB -- JSON of the AsRun while it runs; NULL once it ended
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE media (
            hash TEXT PRIMARY KEY,
            bytes INTEGER NOT NULL,
            last_needed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
    ]

    /// - Throws: damage, where the journal was written by a newer program.
    static func migrate(_ database: Database, device: String) throws(JournalError) {
        let found = try version(database)
        guard found <= steps.count else {
            throw .damaged("the journal is of form \(found); this program knows forms up to \(steps.count)")
        }
        guard found < steps.count else { return }
        try database.transaction { () throws(JournalError) in
            for step in steps[found...] { try database.execute(step) }
            if found == 0 { try begin(database, device: device) }
            try database.execute("PRAGMA user_version = \(steps.count)")
        }
    }

    private static func version(_ database: Database) throws(JournalError) -> Int {
        let version = try database.row("PRAGMA user_version") { (row) throws(JournalError) in try row.integer(0) }
        guard let version, (0...Int64(Int32.max)).contains(version) else { throw .damaged("no form is stated") }
        return Int(version)
    }

    private static func begin(_ database: Database, device: String) throws(JournalError) {
        try database.run(
            "INSERT INTO journal (id, device, epoch, lower_bound) VALUES (1, ?, ?, 0)", .text(device), .text(newEpoch())
        )
        for lane in ["record", "telemetry"] {
            try database.run("INSERT INTO lane (name, last, depth) VALUES (?, 0, 0)", .text(lane))
        }
    }

    /// 16 hexadecimal digits that no other journal has.
    private static func newEpoch() -> String {
        let text = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
