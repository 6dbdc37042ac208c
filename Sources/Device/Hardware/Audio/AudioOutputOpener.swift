/// Opens the configured output when sound is due, so that the card is closed while the device sleeps.
///
/// A value and not a protocol, because the language has no associated type without copies yet.
public struct AudioOutputOpener<Output: AudioOutput & ~Copyable>: Sendable {
    /// The output's name as in the settings.
    public let name: String
    private let openOutput: @Sendable (AudioFormat) throws(AudioOutputFailure) -> Output

    public init(
        name: String, open: @escaping @Sendable (_ wanted: AudioFormat) throws(AudioOutputFailure) -> Output
    ) {
        self.name = name
        self.openOutput = open
    }

    /// Opens the output near the wanted format; what it settled on is the output's `format`. Takes milliseconds, may
    /// allocate; a busy or absent card fails at once instead of waiting.
    public func open(_ wanted: AudioFormat) throws(AudioOutputFailure) -> Output {
        try openOutput(wanted)
    }
}
