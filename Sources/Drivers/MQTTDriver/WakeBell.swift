import CLinux
import Glibc

/// Wakes the network thread from its poll.
final class WakeBell: Sendable {
    private let bell: Int32

    /// nil: the process has no descriptors left.
    init?() {
        bell = loa_bell_create()
        if bell < 0 { return nil }
    }

    deinit { if bell >= 0 { close(bell) } }

    /// Any thread; does not block.
    func ring() { loa_bell_ring(bell) }

    /// Blocks until rung, until the socket is ready, or for so long.
    /// - Parameter socket: negative for none.
    /// - Returns: what the socket is ready for.
    func wait(
        socket: Int32 = -1, wantsWrite: Bool = false, seconds: Double
    ) -> (isReadable: Bool, isWritable: Bool) {
        let interest = Int16(POLLIN) | (wantsWrite ? Int16(POLLOUT) : 0)
        var descriptors = [
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0), pollfd(fd: socket, events: interest, revents: 0),
        ]
        guard poll(&descriptors, 2, Int32(max(0, min(3_600, seconds)) * 1_000)) > 0 else { return (false, false) }
        if descriptors[0].revents != 0 {
            var rings: UInt64 = 0
            _ = read(bell, &rings, 8)
        }
        let ready = descriptors[1].revents
        return (ready & ~Int16(POLLOUT) != 0, ready & Int16(POLLOUT) != 0)
    }
}
