public import LoaModel

/// What the kernel says of the board.
public protocol BoardGauges: Sendable {
    /// Reads a few small files of /proc and /sys; milliseconds, never blocks on a network or a disk that hangs.
    func read() -> HealthReport.Board
}
