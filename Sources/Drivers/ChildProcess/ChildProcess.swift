import CProcess
import Glibc

/// A child process in a process group of its own, with limits. Whatever it does, crash, hang or flood, the parent
/// only sees what it reads here. The whole group is killed and reaped when the value ends.
///
/// Used by one thread, which may block: never the real-time thread, never the cooperative pool.
public struct ChildProcess: ~Copyable {
    private let process: pid_t
    private let output: Int32
    private let errors: Int32
    private var status: Int32?
    private var said: [UInt8] = []

    /// What `read` gives.
    public enum Reading: Hashable, Sendable {
        case bytes(Int)
        /// Nothing came until the deadline.
        case nothing
        /// It has closed its output.
        case ended
    }

    /// How much of what it says on standard error is kept, the end of it.
    static let keptWords = 600

    public static func start(_ order: ChildOrder) throws(ChildFailure) -> ChildProcess {
        var pipes = try ChildPipes.open(order)
        let started = pipes.start(order, program: try find(order.words.first ?? ""))
        guard started > 0 else {
            throw ChildFailure(
                code: .system(-started), program: order.words.first ?? "",
                detail: "cannot be started: \(String(cString: strerror(-started)))")
        }
        let (output, errors) = pipes.takeOurs()
        return ChildProcess(owning: started, output: output, errors: errors)
    }

    private init(owning process: pid_t, output: Int32, errors: Int32) {
        self.process = process
        self.output = output
        self.errors = errors
    }

    deinit {
        loa_child_kill(process)
        if output >= 0 { close(output) }
        close(errors)
        var last: Int32 = 0
        if status == nil { waitpid(process, &last, 0) }
    }

    /// The end of what it said on standard error, as one line.
    public var lastWords: String {
        let lines = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.suffix(3).joined(separator: "; ")
    }

    /// Reads what it writes, at least a byte, unless nothing comes for so many milliseconds.
    public mutating func read(into bytes: UnsafeMutableRawBufferPointer, milliseconds: Int) -> Reading {
        let deadline = Self.now() + milliseconds
        while true {
            let left = deadline - Self.now()
            let ready = loa_child_wait(output, errors, Int32(clamping: max(0, left)))
            if ready & 2 != 0 { listen() }
            if ready & 1 != 0 {
                let count = Glibc.read(output, bytes.baseAddress, bytes.count)
                if count > 0 { return .bytes(count) }
                if count == 0 { return .ended }
                if errno != EINTR, errno != EAGAIN { return .ended }
            }
            if left <= 0 { return .nothing }
            // Its standard error is closed and always ready: its output is still worth waiting for.
            if ready == 2 { _ = loa_child_wait(output, -1, 1) }
        }
    }

    /// Waits for its end, at most so many milliseconds; then it is killed.
    public mutating func end(withinMilliseconds limit: Int) -> ChildEnd {
        let deadline = Self.now() + limit
        var isKilled = false
        while true {
            var last: Int32 = 0
            let ended = loa_child_poll(process, &last)
            if ended != 0 {
                status = last
                while loa_child_wait(-1, errors, 0) != 0, listen() {}
                if isKilled { return .tookTooLong }
                let verdict = loa_child_verdict(last)
                return verdict < 0 ? .killed(signal: Int(-verdict)) : .exited(Int(verdict))
            }
            if Self.now() >= deadline, !isKilled {
                loa_child_kill(process)
                isKilled = true
            }
            // Also where nothing can be heard: an end is looked for 100 times a second.
            if loa_child_wait(-1, errors, 10) != 0, !listen() { _ = loa_child_wait(-1, -1, 10) }
        }
    }

    /// Takes what it said; false at the end of it.
    @discardableResult
    private mutating func listen() -> Bool {
        let heard = withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 1) { room in
            let count = Glibc.read(errors, room.baseAddress, room.count)
            return count > 0 ? Array(room[..<count]) : []
        }
        said = (said + heard).suffix(Self.keptWords)
        return !heard.isEmpty
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    /// Where a program lies: absolute, or in /usr/local/bin, /usr/bin or /bin.
    public static func find(_ name: String) throws(ChildFailure) -> String {
        let places = name.contains("/") ? [name] : ["/usr/local/bin", "/usr/bin", "/bin"].map { "\($0)/\(name)" }
        guard let path = places.first(where: { !name.isEmpty && access($0, X_OK) == 0 }) else {
            throw ChildFailure(
                code: .notInstalled, program: name, detail: "is not on this board: install the package that holds it")
        }
        return path
    }
}
