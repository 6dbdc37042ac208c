public import Hardware

extension AudioDecoder where Audio == FileAudio {
    /// Decodes WAV, FLAC, Ogg/Vorbis, Ogg/Opus and MP3 files (libsndfile), resampled where their rate differs (soxr).
    public static var files: AudioDecoder<FileAudio> {
        AudioDecoder { path, format throws(DecodingFailure) in
            try FileAudio.open(path, for: format)
        }
    }
}
