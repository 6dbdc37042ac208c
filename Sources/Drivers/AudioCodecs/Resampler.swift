import CSoxr
import Hardware

/// A streaming resampler of soxr. A class, because an optional part of a value that cannot be copied is awkward; used
/// by one thread.
final class Resampler {
    private let handle: soxr_t

    static func make(from: Int, to: Int, channels: Int, path: String) throws(DecodingFailure) -> Resampler {
        var error: soxr_error_t?
        var quality = soxr_quality_spec(UInt(SOXR_20_BITQ), 0)
        var runtime = soxr_runtime_spec(1)
        guard
            let handle = soxr_create(Double(from), Double(to), UInt32(channels), &error, nil, &quality, &runtime),
            error == nil
        else {
            let detail = error.map { String(cString: $0) } ?? "no resampler"
            throw DecodingFailure(.noResources, path: path, detail: "\(detail) (\(from) to \(to) Hz)")
        }
        return Resampler(owning: handle)
    }

    private init(owning handle: soxr_t) {
        self.handle = handle
    }

    deinit {
        soxr_delete(handle)
    }

    /// Forgets what went in; the next frames are the start of a new signal.
    func clear() {
        soxr_clear(handle)
    }

    /// Takes frames and gives resampled ones; both counts may be anything up to what was offered. Without input it
    /// gives what it still holds, and 0 when that is all.
    func process(
        _ input: UnsafeBufferPointer<Float>?, frames: Int, into output: UnsafeMutableBufferPointer<Float>, room: Int
    ) -> (used: Int, made: Int) {
        var used = 0
        var made = 0
        let error = soxr_process(handle, input?.baseAddress, frames, &used, output.baseAddress, room, &made)
        guard error == nil else { return (frames, 0) }
        return (used, made)
    }
}
