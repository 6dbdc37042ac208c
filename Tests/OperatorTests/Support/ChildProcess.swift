import Foundation

/// A program that runs beside the test; killed by its pid with the last reference. Foundation's `Process` waits by a
/// run loop and hands on Dispatch's blocked signals; a broker must hear SIGTERM and SIGHUP.
final class ChildProcess {
    private let id: pid_t
    private var status: Int32?

    struct Failure: Error {
        var program: String
        var code: Int32
    }

    /// - Parameters:
    ///   - output: the file that its standard output goes to; made anew.
    ///   - errors: the same for its standard error.
    init(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String], output: String,
        errors: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // env(1) changes the folder and becomes the program.
        var words = (["env", "-C", folder, program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/usr/bin/env", &actions, &attributes, &words, &variables)
        guard code == 0 else { throw Failure(program: program, code: code) }
        id = child
    }

    deinit {
        guard status == nil else { return }
        kill(id, SIGKILL)
        waitpid(id, nil, 0)
    }

    /// Waits until it has ended.
    /// - Returns: its exit status; 128 and the signal where one ended it.
    func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(id, &raw, 0) < 0, errno == EINTR {}
        let ended = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
        status = ended
        return ended
    }

    /// Sends the signal and waits for the end.
    func end(_ signal: Int32) {
        guard status == nil else { return }
        kill(id, signal)
        _ = wait()
    }
}
