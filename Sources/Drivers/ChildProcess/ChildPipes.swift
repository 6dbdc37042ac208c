import CProcess
import Glibc

/// The descriptors of a child and its parent, closed on each side when they are of no more use.
struct ChildPipes: ~Copyable {
    private var input: Int32 = -1
    private var theirOutput: Int32 = -1
    private var theirErrors: Int32 = -1
    private var ourOutput: Int32 = -1
    private var ourErrors: Int32 = -1

    static func open(_ order: ChildOrder) throws(ChildFailure) -> ChildPipes {
        var pipes = ChildPipes()
        let program = order.words.first ?? ""
        // What it reads fits into the pipe whole: nothing waits for a child that does not read.
        let (reading, writing) = try pipe(program)
        pipes.input = reading
        let count = order.input.isEmpty ? 0 : write(writing, order.input, order.input.count)
        close(writing)
        guard count == order.input.count else { throw failure(program) }
        (pipes.ourErrors, pipes.theirErrors) = try pipe(program)
        switch order.output {
        case .read: (pipes.ourOutput, pipes.theirOutput) = try pipe(program)
        case .thrownAway: pipes.theirOutput = Glibc.open("/dev/null", O_WRONLY | O_CLOEXEC)
        case .file(let path):
            pipes.theirOutput = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        guard pipes.theirOutput >= 0 else { throw failure(program) }
        return pipes
    }

    private static func pipe(_ program: String) throws(ChildFailure) -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw failure(program) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func failure(_ program: String) -> ChildFailure {
        let number = errno
        return ChildFailure(
            code: .system(number), program: program,
            detail: "gets no pipe or file: \(String(cString: strerror(number)))")
    }

    /// - Returns: the child's id, or the negative error number.
    func start(_ order: ChildOrder, program: String) -> pid_t {
        // A home in which not even root can make anything: libpulse tries to.
        let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/dev/null"]
        var words = order.words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        return program.withCString { path in
            words.withUnsafeMutableBufferPointer { words in
                variables.withUnsafeMutableBufferPointer { variables in
                    var child = loa_child(
                        program: path, words: words.baseAddress, environment: variables.baseAddress, input: input,
                        output: theirOutput, errors: theirErrors, niceness: Int32(order.niceness),
                        memory_bytes: Int64(order.memoryBytes), file_bytes: Int64(order.fileBytes),
                        cpu_seconds: Int64(order.cpuSeconds))
                    return loa_child_start(&child)
                }
            }
        }
    }

    /// The parent's ends, which are the caller's to close from now on.
    mutating func takeOurs() -> (output: Int32, errors: Int32) {
        defer { (ourOutput, ourErrors) = (-1, -1) }
        return (ourOutput, ourErrors)
    }

    deinit {
        for descriptor in [input, theirOutput, theirErrors, ourOutput, ourErrors] where descriptor >= 0 {
            close(descriptor)
        }
    }
}
