import Foundation
import LoaModel

/// The system's clock.
enum SystemTime {
    static func now() -> Timestamp {
        Timestamp.epoch.adding(seconds: Date().timeIntervalSince1970)
    }
}
