/// How patient the reading of a stream is.
public struct StreamLimits: Hashable, Sendable {
    /// Depth of the jitter buffer, in seconds: so much is held back before the first sound, and after each gap.
    public var buffer: Double
    /// Seconds until the first sound, after which the stream is given up.
    public var connect: Double
    /// Seconds without a byte after which a stream that sounded is given up.
    public var stall: Double
    /// The program that decodes.
    public var program: String
    /// What is started before it for a stream over http: a program that runs `StreamProgram`, which decodes what it can
    /// itself and becomes `program` for all else. Empty for none.
    public var first: [String]
    /// Its address space, in bytes: ffmpeg with its libraries takes 150 MiB of it, and a few of memory.
    public var memoryBytes: Int

    /// The loudness that a stream is brought to, in LUFS; nil: as loud as it comes.
    public var loudness: Double?

    public init(
        buffer: Double = 1, connect: Double = 4, stall: Double = 3, program: String = "ffmpeg",
        first: [String] = [], memoryBytes: Int = 768 << 20, loudness: Double? = nil
    ) {
        self.buffer = buffer
        self.connect = connect
        self.stall = stall
        self.program = program
        self.first = first
        self.memoryBytes = memoryBytes
        self.loudness = loudness
    }
}
