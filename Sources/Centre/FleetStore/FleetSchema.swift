import GRDB

/// The tables. Times are nanoseconds since 1970; records are kept as the JSON of the contract.
enum FleetSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            for statement in [devices, lanes, reports, asRun, steps, answers, faults, health, losses, orders, media] {
                try database.execute(sql: statement)
            }
        }
        return migrator
    }

    private static let devices = """
        CREATE TABLE devices (device TEXT PRIMARY KEY, area TEXT, presence TEXT, presence_at INTEGER, version TEXT,
            first_heard INTEGER NOT NULL, last_heard INTEGER NOT NULL, health TEXT, health_at INTEGER,
            lost INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX devices_area ON devices (area);
        """

    /// How far each numbering is stored: what makes a report a duplicate.
    private static let lanes = """
        CREATE TABLE lanes (device TEXT NOT NULL, epoch TEXT NOT NULL, lane TEXT NOT NULL, through INTEGER NOT NULL,
            PRIMARY KEY (device, epoch, lane)) WITHOUT ROWID
        """

    /// The record lane as it came: evidence.
    private static let reports = """
        CREATE TABLE reports (device TEXT NOT NULL, epoch TEXT NOT NULL, lane TEXT NOT NULL, n INTEGER NOT NULL,
            kind TEXT NOT NULL, dated INTEGER NOT NULL, received INTEGER NOT NULL, report TEXT NOT NULL,
            PRIMARY KEY (device, epoch, lane, n)) WITHOUT ROWID;
        CREATE INDEX reports_received ON reports (received);
        """

    private static let asRun = """
        CREATE TABLE as_run (id INTEGER PRIMARY KEY, device TEXT NOT NULL, broadcast TEXT NOT NULL,
            planned INTEGER NOT NULL, corrected INTEGER, outcome TEXT NOT NULL, event TEXT NOT NULL, started INTEGER, ended INTEGER,
            received INTEGER NOT NULL, record TEXT NOT NULL, UNIQUE (device, broadcast));
        CREATE INDEX as_run_planned ON as_run (planned);
        """

    private static let steps = """
        CREATE TABLE as_run_steps (device TEXT NOT NULL, broadcast TEXT NOT NULL, epoch TEXT NOT NULL,
            n INTEGER NOT NULL, event TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX as_run_steps_of ON as_run_steps (device, broadcast);
        CREATE INDEX as_run_steps_at ON as_run_steps (at);
        """

    private static let answers = """
        CREATE TABLE answers (id INTEGER PRIMARY KEY, order_hash TEXT NOT NULL, device TEXT NOT NULL,
            outcome TEXT NOT NULL, at INTEGER NOT NULL, received INTEGER NOT NULL, record TEXT NOT NULL,
            UNIQUE (order_hash, device));
        CREATE INDEX answers_received ON answers (received);
        """

    private static let faults = """
        CREATE TABLE faults (device TEXT NOT NULL, code TEXT NOT NULL, originator TEXT NOT NULL, since INTEGER NOT NULL,
            cleared INTEGER, detail TEXT NOT NULL, PRIMARY KEY (device, code, originator)) WITHOUT ROWID;
        CREATE INDEX faults_open ON faults (device) WHERE cleared IS NULL;
        CREATE INDEX faults_cleared ON faults (cleared) WHERE cleared IS NOT NULL;
        """

    private static let health = """
        CREATE TABLE health_history (device TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL,
            record TEXT NOT NULL);
        CREATE INDEX health_history_of ON health_history (device, at);
        """

    private static let losses = """
        CREATE TABLE losses (device TEXT NOT NULL, epoch TEXT NOT NULL, lane TEXT NOT NULL, first INTEGER NOT NULL,
            last INTEGER NOT NULL, at INTEGER NOT NULL)
        """

    private static let orders = """
        CREATE TABLE orders (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, stream TEXT NOT NULL,
            type TEXT NOT NULL, issuer TEXT NOT NULL, audience TEXT NOT NULL, seq INTEGER NOT NULL,
            expires INTEGER NOT NULL, received INTEGER NOT NULL, last INTEGER NOT NULL, cleared INTEGER NOT NULL,
            compact BLOB NOT NULL, UNIQUE (stream, seq));
        CREATE INDEX orders_last ON orders (stream) WHERE last = 1;
        """

    private static let media = """
        CREATE TABLE media (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, added INTEGER NOT NULL) WITHOUT ROWID
        """
}
