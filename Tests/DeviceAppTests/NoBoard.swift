import Hardware
import LoaModel

/// A board that measures nothing and has no service manager.
struct NoBoard: BoardGauges, ServiceManager {
    let watchdogSeconds: Double? = nil

    func read() -> HealthReport.Board { HealthReport.Board() }
    func ready() {}
    func stopping() {}
    func watchdog() {}
    func status(_ sentence: String) {}
}
