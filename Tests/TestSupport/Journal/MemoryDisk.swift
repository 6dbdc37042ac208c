import CentreLink
public import Journal
import LoaModel
import Synchronization
import Trust

/// What a `MemoryJournal` writes on: lives on when the journal is closed and another one is opened.
public final class MemoryDisk: Sendable {
    struct Lane {
        var last: Int64 = 0
        var reports: [Report] = []
    }

    struct Contents {
        var epoch = "memory"
        var orders: [OrderStream: StoredOrder] = [:]
        var unfinished: [BroadcastID: AsRun] = [:]
        /// With when each was planned or recorded, whichever is later.
        var finished: [BroadcastID: Timestamp] = [:]
        var lowerBound = Timestamp.epoch
        var lanes: [Report.Lane: Lane] = [:]
        var media: [MediaHash: StoredMedia] = [:]
        var failure: JournalError?
    }

    private let contents = Mutex(Contents())

    public init() {}

    /// Makes everything that is asked of it fail like this; nil repairs it.
    public func fail(with failure: JournalError?) { contents.withLock { $0.failure = failure } }

    /// Either all of `body` happens or, when it throws, nothing.
    func transaction<Value: Sendable>(
        _ body: (inout Contents) throws(JournalError) -> Value
    ) throws(JournalError) -> Value {
        let result: Result<Value, JournalError> = contents.withLock { contents in
            if let failure = contents.failure { return .failure(failure) }
            var copy = contents
            do throws(JournalError) {
                let value = try body(&copy)
                contents = copy
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
