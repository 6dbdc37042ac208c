/// A numbered report, ready for the wire.
public struct StoredReport: Hashable, Sendable {
    public var number: Int64
    /// The JSON of a `Report`.
    public var payload: [UInt8]

    public init(number: Int64, payload: [UInt8]) {
        self.number = number
        self.payload = payload
    }
}
