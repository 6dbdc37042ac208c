public import Hardware

extension AudioDecoder where Audio == StreamAudio {
    /// Plays streams through ffmpeg. The locator is their address.
    public static func streams(_ limits: StreamLimits = StreamLimits()) -> AudioDecoder<StreamAudio> {
        AudioDecoder { locator, format throws(DecodingFailure) in
            try StreamAudio.open(locator, for: format, limits: limits)
        }
    }
}
