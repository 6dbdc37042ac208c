/// What a child process is to do, and how much of the board it may use.
public struct ChildOrder: Hashable, Sendable {
    public enum Output: Hashable, Sendable {
        /// Read through `ChildProcess.read`.
        case read
        case thrownAway
        /// Into this file, made anew.
        case file(String)
    }

    /// The program, absolute or looked for in /usr/local/bin, /usr/bin and /bin, and its arguments. No shell reads them.
    public var words: [String]
    /// What it finds on its standard input, at most 32 KiB.
    public var input: [UInt8]
    public var output: Output
    /// Address space, in bytes.
    public var memoryBytes: Int
    /// The longest file that it may write, in bytes.
    public var fileBytes: Int
    /// Processor time, 0 for no limit.
    public var cpuSeconds: Int
    public var niceness: Int

    public init(
        _ words: [String], input: [UInt8] = [], output: Output = .thrownAway, memoryBytes: Int = 1 << 30,
        fileBytes: Int = 0, cpuSeconds: Int = 0, niceness: Int = 0
    ) {
        self.words = words
        self.input = Array(input.prefix(32 << 10))
        self.output = output
        self.memoryBytes = memoryBytes
        self.fileBytes = fileBytes
        self.cpuSeconds = cpuSeconds
        self.niceness = niceness
    }
}
