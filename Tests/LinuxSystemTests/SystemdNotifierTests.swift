import Glibc
import LinuxSystem
import Testing

struct SystemdNotifierTests {
    /// A socket such as the service manager's, and what came to it.
    private func received(_ say: (SystemdNotifier) -> Void) throws -> [String] {
        let path = "/tmp/loa-notify-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(descriptor)
            unlink(path)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        say(SystemdNotifier(environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "8000000"]))
        var messages: [String] = []
        var buffer = [UInt8](repeating: 0, count: 512)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return messages }
            messages.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }

    @Test func `the service manager hears what sd_notify(3) says`() throws {
        let messages = try received { service in
            service.ready()
            service.watchdog()
            service.status("two\nlines")
            service.stopping()
        }
        #expect(messages == ["READY=1", "WATCHDOG=1", "STATUS=two lines", "STOPPING=1"])
    }

    @Test func `the watchdog's time is read, and there is none without a service manager`() {
        #expect(SystemdNotifier(environment: ["WATCHDOG_USEC": "8000000"]).watchdogSeconds == 8)
        let alone = SystemdNotifier(environment: [:])
        #expect(alone.watchdogSeconds == nil)
        alone.ready()
    }
}
