public import Fleet
import Foundation
import GRDB

/// The centre's database: SQLite in WAL mode, each commit on the disk before it returns.
///
/// Any task may call; reading goes on beside the one writer. Calls do not block the caller's thread.
public final class FleetDatabase: Sendable {
    let pool: DatabasePool
    /// Orders read most recently, parsed: a province's schedules are read by each look at the page.
    let orderCache = OrderCache()

    /// Opens or makes `fleet.sqlite` in the folder.
    /// - Throws: what could not be opened, and what to do.
    public init(folder: String) throws(FleetStoreError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.maximumReaderCount = 4
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            pool = try DatabasePool(path: folder + "/fleet.sqlite", configuration: configuration)
            try FleetSchema.migrator.migrate(pool)
        } catch {
            throw FleetStoreError(
                "\(folder)/fleet.sqlite cannot be opened: \(error); check that the folder is writable and not full")
        }
    }

    /// Writes what is left and closes. Nothing may be called after it.
    public func close() { try? pool.close() }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(FleetStoreError) -> Value {
        do { return try await pool.read(body) } catch { throw FleetStoreError("reading the database: \(error)") }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(FleetStoreError) -> Value {
        do {
            return try await pool.write(body)
        } catch {
            throw FleetStoreError("writing the database: \(error); check the space and the rights of the data folder")
        }
    }
}
