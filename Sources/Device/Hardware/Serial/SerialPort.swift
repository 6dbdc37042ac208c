/// One open serial line, this program's alone. Closed when the value ends; what was written leaves the line first.
///
/// One thread uses it at a time, and its own one: every call may block until its deadline. After a failure the value is
/// of no further use, but for `.timedOut`: let it end and open the port again.
public protocol SerialPort: ~Copyable, SendableMetatype {
    /// How the line runs, as read back from its driver.
    var line: SerialLine { get }

    /// Waits for at least one byte and takes what there is, without waiting for more; says how many. 0 means that the
    /// deadline came first. Damaged bytes and breaks are left out and counted.
    mutating func read(
        into bytes: inout MutableSpan<UInt8>, until deadline: MonotonicTime
    ) throws(SerialPortFailure) -> Int

    /// Hands all bytes to the driver; they may still be on their way when it returns. Where the deadline comes first a
    /// part of them was sent and `.timedOut` is thrown.
    mutating func write(_ bytes: Span<UInt8>, until deadline: MonotonicTime) throws(SerialPortFailure)

    /// Throws away what was received and not read yet. Does not block.
    mutating func discardReceived() throws(SerialPortFailure)

    /// What the driver has counted since it was loaded; nil where it counts nothing. Does not block.
    func errorCounts() -> SerialErrorCounts?
}
