/// Opens the configured input when something sounds, so that the microphone is closed otherwise.
public struct AudioInputOpener<Input: AudioInput & ~Copyable>: Sendable {
    /// The input's name as in the settings.
    public let name: String
    private let openInput: @Sendable () throws(AudioInputFailure) -> Input

    public init(name: String, open: @escaping @Sendable () throws(AudioInputFailure) -> Input) {
        self.name = name
        openInput = open
    }

    /// Takes milliseconds, may allocate; a busy or absent card fails at once instead of waiting.
    public func open() throws(AudioInputFailure) -> Input {
        try openInput()
    }
}
