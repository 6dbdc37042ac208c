import Glibc
import Hardware
import LinuxWorkers
import SerialDriver
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SerialListenerTests {
    let workers = LinuxWorkers()

    @Test func `an adapter that comes back under its path is opened again`() throws {
        let link = "/tmp/loa-port-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        defer { unlink(link) }
        var pty = try PseudoTerminal()
        #expect(symlink(pty.path, link) == 0)
        var story: [String] = []
        let listener = SerialListener(.tty(link, line: SerialLine(baud: 9_600)), workers: workers)
        listener.run(until: workers.now().advanced(bySeconds: 20)) { event in
            switch event {
            case .opened(let device, let line):
                story.append("opened \(device == pty.path) \(line)")
                pty.send(Array("hello".utf8))
            case .received(let bytes, let damage):
                story.append(String(decoding: bytes, as: UTF8.self))
                #expect(damage == nil)
                // Pulled: the udev rule's link goes with it.
                pty.pull()
                unlink(link)
            case .failed(let failure):
                story.append(failure.code.rawValue)
                guard failure.code == .notFound, let other = try? PseudoTerminal() else { return true }
                pty = other
                symlink(pty.path, link)
            }
            return story.count < 6
        }
        #expect(
            story == ["opened true 9600 8N1", "hello", "disappeared", "not_found", "opened true 9600 8N1", "hello"])
    }

    @Test func `an absent port is told once, however often it is looked for`() {
        var told = 0
        let listener = SerialListener(.tty("/dev/loa-no-such-port", line: SerialLine(baud: 9_600)), workers: workers)
        listener.run(until: workers.now().advanced(bySeconds: 0.8)) { _ in
            told += 1
            return true
        }
        #expect(told == 1)
    }
}
