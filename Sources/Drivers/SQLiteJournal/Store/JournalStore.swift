import CentreLink
import Glibc
import Journal
import LoaModel

/// The journal as its thread sees it. Opens the database when it is first needed, and again after it failed.
final class JournalStore {
    let file: JournalFile
    let device: DeviceID
    let boot: String
    let limits: OutboxLimits
    private var current: Database?
    /// Names the journal; empty until it was opened.
    private(set) var epoch = ""
    private var setAside: String?
    /// Why the file must be put aside before anything else; found while it was in use.
    private var damage: JournalError?

    init(path: String, device: DeviceID, boot: String, limits: OutboxLimits) {
        file = JournalFile(path: path, device: device.text)
        self.device = device
        self.boot = boot
        self.limits = limits
    }

    /// The open database, fit for writing.
    func database() throws(JournalError) -> Database {
        if let current { return current }
        let fresh = try openOrBeginAnew()
        epoch = try Self.epoch(of: fresh)
        current = fresh
        return fresh
    }

    private func openOrBeginAnew() throws(JournalError) -> Database {
        do throws(JournalError) {
            if let damage { throw damage }
            return try file.open()
        } catch {
            guard error.isDamage else { throw error }
            return try beginAnew(after: error)
        }
    }

    private func beginAnew(after cause: JournalError) throws(JournalError) -> Database {
        let aside = JournalFile(path: try file.setAside(), device: file.device)
        damage = nil
        setAside = "\(aside.path): \(cause.detail)"
        let fresh = try file.open()
        let saved = Salvage.orders(from: aside)
        unlink(aside.path + "-shm")
        guard !saved.isEmpty else { return fresh }
        try fresh.transaction { () throws(JournalError) in
            for order in saved { try Self.keep(order, in: fresh) }
        }
        setAside? += "; \(saved.count) orders were saved from it"
        return fresh
    }

    private static func epoch(of database: Database) throws(JournalError) -> String {
        let epoch = try database.row("SELECT epoch FROM journal") { (row) throws(JournalError) in try row.text(0) }
        guard let epoch else { throw .damaged("it has no name") }
        return epoch
    }

    /// After a failure of the disk or of the content nothing is believed of the connection: the next call opens anew.
    /// A full disk keeps it: what is there can still be read, and a new log might find no room.
    private func giveUp(after error: JournalError) {
        let isHarmless = error.fault == .outboxFull || error.fault == .storageFull
        if !isHarmless || current?.isStuck == true { current = nil }
        if error.isDamage { damage = error }
    }

    /// Carries out writes as one transaction.
    func commit(_ writes: [JournalWrite]) -> Result<Void, JournalError> {
        do {
            try database().transaction { () throws(JournalError) in
                for write in writes { try write.body(self) }
            }
            return .success(())
        } catch {
            giveUp(after: error)
            return .failure(error)
        }
    }

    func read<Value>(_ body: (JournalStore) throws(JournalError) -> Value) -> Result<Value, JournalError> {
        do {
            return .success(try body(self))
        } catch {
            giveUp(after: error)
            return .failure(error)
        }
    }

    func close() {
        try? current?.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        current = nil
    }

    /// What is there to start from; read from a disk that cannot be written too.
    func load() throws(JournalError) -> JournalContents {
        do {
            return try contents(try database())
        } catch {
            giveUp(after: error)
            if error.isDamage { return try contents(try database()) }
            guard let reader = try? file.openForReading() else { throw error }
            return try contents(reader)
        }
    }

    /// What is there, with nothing changed, checked or put aside.
    func peek() throws(JournalError) -> JournalContents { try contents(try file.openForReading()) }

    private func contents(_ database: Database) throws(JournalError) -> JournalContents {
        let lowerBound = try self.lowerBound(database)
        return JournalContents(
            epoch: try Self.epoch(of: database), orders: try orders(database), unfinished: try unfinished(database),
            finished: try finished(database, since: lowerBound.adding(seconds: -2 * 86_400)), lowerBound: lowerBound,
            setAside: setAside)
    }

    func lowerBound(_ database: Database) throws(JournalError) -> Timestamp {
        let bound = try database.row("SELECT lower_bound FROM journal") { (row) throws(JournalError) in
            Timestamp(nanoseconds: try row.integer(0))
        }
        return bound ?? .epoch
    }

    func noteTime(_ bound: Timestamp) throws(JournalError) {
        let database = try database()
        try database.run(
            "UPDATE journal SET lower_bound = ?1 WHERE lower_bound < ?1", .integer(bound.nanoseconds))
        try forgetBroadcasts(before: try lowerBound(database).adding(seconds: -3 * 86_400))
    }
}
