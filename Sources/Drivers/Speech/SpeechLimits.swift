/// How long and how large speech may become.
public struct SpeechLimits: Hashable, Sendable {
    /// A text that takes longer, in seconds, is given up. 4,000 letters take espeak-ng 2 s on a small board.
    public var seconds: Double
    /// The longest file: 20 minutes at 22,050 Hz.
    public var fileBytes: Int
    /// The most that all files may hold together; what is needed is kept beyond that.
    public var folderBytes: Int
    /// Address space of the engine: a neural one with its model needs most of it.
    public var memoryBytes: Int

    public init(
        seconds: Double = 60, fileBytes: Int = 64 << 20, folderBytes: Int = 128 << 20, memoryBytes: Int = 1 << 30
    ) {
        self.seconds = seconds
        self.fileBytes = fileBytes
        self.folderBytes = folderBytes
        self.memoryBytes = memoryBytes
    }
}
