import CALSA
import Glibc
import Hardware

/// One reading of how much sound a capturing PCM holds and since when, in memory taken once.
struct CaptureStatus: ~Copyable {
    /// A time stamp further than this from now is of another clock: 5 s.
    private static let sane: Int64 = 5_000_000_000
    private let status: OpaquePointer?

    init() {
        var status: OpaquePointer?
        snd_pcm_status_malloc(&status)
        self.status = status
    }

    deinit {
        snd_pcm_status_free(status)
    }

    /// When the oldest frame that was not read yet was at the microphone.
    func oldest(of pcm: OpaquePointer, in format: AudioFormat) -> MonotonicTime {
        snd_pcm_status(pcm, status)
        var time = snd_htimestamp_t()
        snd_pcm_status_get_htstamp(status, &time)
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let stamp = Self.instant(time.tv_sec, time.tv_nsec)
        let present = Self.instant(now.tv_sec, now.tv_nsec)
        let held = max(0, Int(snd_pcm_status_get_delay(status)))
        let known = stamp.nanoseconds != 0 && abs(present.since(stamp)) < Self.sane ? stamp : present
        return known.advanced(byNanoseconds: -format.nanoseconds(ofFrames: held))
    }

    private static func instant(_ seconds: Int, _ nanoseconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: Int64(seconds) &* 1_000_000_000 &+ Int64(nanoseconds))
    }
}
