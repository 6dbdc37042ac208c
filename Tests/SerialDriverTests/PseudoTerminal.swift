import Glibc
import Synchronization

/// A pseudo terminal whose near end the test holds: the far end's path is a serial line with neither rate nor parity.
/// The test's thread alone uses it, but for `echo`.
final class PseudoTerminal: @unchecked Sendable {
    let path: String
    private let descriptor: Atomic<Int32>

    struct Failure: Error {}

    init() throws {
        let near = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard near >= 0, grantpt(near) == 0, unlockpt(near) == 0, let name = ptsname(near) else { throw Failure() }
        path = String(cString: name)
        descriptor = Atomic(near)
    }

    deinit { pull() }

    /// Hangs up, as an adapter does that is unplugged.
    func pull() {
        let near = descriptor.exchange(-1, ordering: .sequentiallyConsistent)
        if near >= 0 { close(near) }
    }

    func send(_ bytes: [UInt8]) {
        _ = write(descriptor.load(ordering: .sequentiallyConsistent), bytes, bytes.count)
    }

    /// What the far end sent: so many bytes.
    func received(_ count: Int) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: count)
        while all.count < count {
            let got = read(descriptor.load(ordering: .sequentiallyConsistent), &buffer, count - all.count)
            guard got > 0 else { break }
            all += buffer[..<got]
        }
        return all
    }

    /// Sends so many bytes back, each changed as `change` says.
    func echo(_ count: Int, change: (Int, UInt8) -> UInt8?) {
        var place = 0
        while place < count {
            for byte in received(1) {
                if let back = change(place, byte) { send([back]) }
            }
            place += 1
        }
    }
}

// Swift's Glibc module hides these four of <stdlib.h>.
@_silgen_name("posix_openpt") private func posix_openpt(_ flags: Int32) -> Int32
@_silgen_name("grantpt") private func grantpt(_ descriptor: Int32) -> Int32
@_silgen_name("unlockpt") private func unlockpt(_ descriptor: Int32) -> Int32
@_silgen_name("ptsname") private func ptsname(_ descriptor: Int32) -> UnsafePointer<CChar>?
