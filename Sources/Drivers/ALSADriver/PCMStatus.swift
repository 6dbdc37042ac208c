import CALSA
import Glibc
import Hardware

/// One reading of a PCM's position, in memory taken once, so that the real-time thread allocates nothing.
struct PCMStatus: ~Copyable {
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

    func read(_ pcm: OpaquePointer) {
        snd_pcm_status(pcm, status)
    }

    var state: snd_pcm_state_t { snd_pcm_status_get_state(status) }

    /// Frames from the next one written to the one that leaves the DAC.
    var delay: Int { max(0, Int(snd_pcm_status_get_delay(status))) }

    /// Frames that it took when it was read.
    var room: Int { Int(snd_pcm_status_get_avail(status)) }

    var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    /// The delay and the instant it held at; without a usable time stamp it is asked for anew.
    func position(of pcm: OpaquePointer, now: MonotonicTime) -> (stamp: MonotonicTime, delay: Int) {
        var time = snd_htimestamp_t()
        snd_pcm_status_get_htstamp(status, &time)
        let stamp = MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
        if stamp.nanoseconds != 0, abs(now.since(stamp)) < Self.sane { return (stamp, delay) }
        var frames: snd_pcm_sframes_t = 0
        guard snd_pcm_delay(pcm, &frames) >= 0 else { return (now, delay) }
        return (self.now, max(0, Int(frames)))
    }
}
