import Foundation
import LoaModel

/// The system's clock.
enum SystemTime {
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec)).adding(nanoseconds: Int64(time.tv_nsec))
    }
}
