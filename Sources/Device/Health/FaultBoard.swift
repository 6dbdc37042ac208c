public import LoaModel

/// The faults that hold now, at most one for each code and originator.
public struct FaultBoard: Sendable {
    private struct Place: Hashable {
        var code: FaultCode
        var originator: String
    }

    private var held: [Place: Fault] = [:]

    /// What a flapping source may fill; past it, new originators of a code share one entry named `more`.
    static let maximumHeld = 64

    public init() {}

    /// - Returns: the fault to report; nil when it held already.
    public mutating func raise(
        _ code: FaultCode, by originator: String, detail: String, at now: Timestamp
    ) -> Fault? {
        var place = Place(code: code, originator: originator)
        if held[place] == nil, held.count >= Self.maximumHeld { place.originator = "more" }
        guard held[place] == nil else { return nil }
        let fault = Fault(code: code, originator: place.originator, since: now, detail: detail)
        held[place] = fault
        return fault
    }

    /// - Returns: the fault with its end, to report; nil when it did not hold.
    public mutating func clear(_ code: FaultCode, by originator: String, at now: Timestamp) -> Fault? {
        guard var fault = held.removeValue(forKey: Place(code: code, originator: originator)) else { return nil }
        fault.cleared = now
        return fault
    }

    /// The oldest first.
    public var current: [Fault] {
        held.values.sorted { ($0.since, $0.code.rawValue, $0.originator) < ($1.since, $1.code.rawValue, $1.originator) }
    }
}
