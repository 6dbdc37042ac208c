import Foundation
import Glibc
import Synchronization

/// A TCP server on a free loopback port that does to each connection what a script says: a web server that hangs, lies
/// or breaks off. Each connection has a thread; all end with the server.
public final class ScriptedServer: Sendable {
    public let port: Int
    private let listener: Int32
    private let log = RequestLog()

    /// - Parameters:
    ///   - readsHead: false for protocols that are not HTTP: the script is called at once.
    ///   - script: called for each connection once the head of its request has come; when it returns the connection is
    ///     closed.
    public init(readsHead: Bool = true, _ script: @escaping @Sendable (ScriptedConnection) -> Void) throws {
        let port = try FreePort.find()
        let listener = FreePort.listen(port)
        guard listener >= 0 else { throw FreePort.Failure() }
        self.port = port
        self.listener = listener
        let log = log
        Thread.detachNewThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                let connection = ScriptedConnection(descriptor: descriptor)
                Thread.detachNewThread {
                    if !readsHead {
                        script(connection)
                    } else if let head = connection.readHead() {
                        log.heads.withLock { $0.append(head) }
                        script(connection)
                    }
                    connection.close()
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    public var url: String { "http://127.0.0.1:\(port)" }

    /// The heads of all requests so far.
    public var requests: [String] { log.heads.withLock { $0 } }
}

private final class RequestLog: Sendable {
    let heads = Mutex<[String]>([])
}

/// One connection to a scripted server; used by its script alone.
public final class ScriptedConnection: Sendable {
    private let descriptor: Int32
    private let head = Mutex("")

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The request line and headers.
    public var request: String { head.withLock { $0 } }

    /// The first byte that the request asks for, 0 without `Range`.
    public var rangeStart: Int {
        guard let line = request.split(separator: "\r\n").first(where: { $0.lowercased().hasPrefix("range:") }) else {
            return 0
        }
        return Int(line.drop { $0 != "=" }.dropFirst().prefix { $0 != "-" }) ?? 0
    }

    func readHead() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 65_536, read(descriptor, &byte, 1) == 1 {
            bytes.append(byte)
            if bytes.suffix(4) == [13, 10, 13, 10] {
                let text = String(decoding: bytes, as: UTF8.self)
                head.withLock { $0 = text }
                return text
            }
        }
        return nil
    }

    /// Reads so many bytes of the request's body, fewer where the peer closes.
    public func readBody(_ count: Int) -> [UInt8] {
        var body: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while body.count < count {
            let length = read(descriptor, &chunk, min(chunk.count, count - body.count))
            guard length > 0 else { break }
            body += chunk[..<length]
        }
        return body
    }

    public func send(_ text: String) { send(Array(text.utf8)) }

    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// An answer with its length told truly.
    public func answer(_ status: String, headers: [String] = [], body: [UInt8] = []) {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)", "Connection: close"] + headers
        send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        send(body)
    }

    /// Says nothing more until the peer gives up.
    public func hang() {
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) > 0 {}
    }

    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
    }
}
