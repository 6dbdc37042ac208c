import CMosquitto
import CentreLink
import Glibc

/// The network thread: connects, moves packets, waits, connects again, until it is stopped.
struct NetworkLoop {
    let address: BrokerAddress
    let clientID: String
    let keepAliveSeconds: Int
    let subscriptions: [String]
    let will: OutgoingMessage?
    let limits: BufferLimits
    let shared: SharedLink
    let mailbox: EventMailbox
    let wake: WakeBell

    /// How long a broker may take from the TCP connection to its welcome.
    static let welcomeSeconds = 20.0
    /// How long the broker may take to confirm what was published before the good-bye.
    static let farewellSeconds = 0.7

    /// Blocks until stopped.
    func run() {
        var pause = ReconnectPause()
        while !shared.isStopping {
            let connection = Connection(
                subscriptions: subscriptions, payloadLimit: limits.payloadBytes, shared: shared, mailbox: mailbox)
            let problem = connect(connection)
            shared.disconnected()
            if shared.isStopping { break }
            mailbox.offer(.disconnected(reason: problem.sentence))
            pause.linkEnded(heldSeconds: connection.welcomedAt.map { Self.now - $0 } ?? 0)
            let resume = Self.now + pause.next(jitter: Double.random(in: 0...1))
            while !shared.isStopping, Self.now < resume { _ = wake.wait(seconds: resume - Self.now) }
        }
        mailbox.finish()
    }

    /// One connection from its beginning to its end.
    /// - Returns: why it ended.
    private func connect(_ connection: Connection) -> LinkProblem {
        if let tls = address.tls, let problem = LinkProblem.unreadableFile(of: tls) { return problem }
        do {
            // The handle is destroyed before the connection that its callbacks know: both live to the end of here.
            return try withExtendedLifetime(connection) { () throws(LinkProblem) -> LinkProblem in
                let handle = try MosquittoHandle.make(
                    address: address, clientID: clientID, will: will,
                    context: Unmanaged.passUnretained(connection).toOpaque())
                connection.listen(to: handle.raw)
                errno = 0
                let result = mosquitto_connect(
                    handle.raw, address.host, Int32(clamping: address.port), Int32(clamping: keepAliveSeconds))
                guard result == MOSQ_ERR_SUCCESS.code else { return problem(result, errno, connection) }
                return turn(handle.raw, connection)
            }
        } catch {
            return error
        }
    }

    /// Moves packets until the connection ends.
    private func turn(_ raw: OpaquePointer, _ connection: Connection) -> LinkProblem {
        let begun = Self.now
        var farewell = Farewell()
        var keepAlive = KeepAlive(seconds: keepAliveSeconds, now: begun)
        while true {
            if let refused = connection.refusal { return refused }
            if connection.welcomedAt == nil, Self.now - begun > Self.welcomeSeconds {
                return LinkProblem(
                    "what listens at \(address.host):\(address.port) says no welcome; is it a broker?")
            }
            if shared.isStopping { farewell.advance(raw, connection, shared, now: Self.now) }
            if farewell.isOver(at: Self.now) { return LinkProblem("stopped") }
            errno = 0
            let seconds = farewell.isBegun ? 0.05 : connection.welcomedAt == nil ? 1 : keepAlive.patience(at: Self.now)
            let result = step(raw, seconds: seconds, &keepAlive)
            guard result == MOSQ_ERR_SUCCESS.code else { return problem(result, errno, connection) }
        }
    }

    /// Waits for the socket, a publisher or the time, and lets the library work.
    private func step(_ raw: OpaquePointer, seconds: Double, _ keepAlive: inout KeepAlive) -> Int32 {
        let socket = mosquitto_socket(raw)
        guard socket >= 0 else { return MOSQ_ERR_CONN_LOST.code }
        let ready = wake.wait(socket: socket, wantsWrite: mosquitto_want_write(raw), seconds: seconds)
        var result = MOSQ_ERR_SUCCESS.code
        if ready.isReadable {
            result = mosquitto_loop_read(raw, 1)
            keepAlive.received(at: Self.now)
        }
        if result == MOSQ_ERR_SUCCESS.code, mosquitto_socket(raw) >= 0, mosquitto_want_write(raw) {
            result = mosquitto_loop_write(raw, 1)
            keepAlive.sent(at: Self.now)
        }
        return result == MOSQ_ERR_SUCCESS.code ? mosquitto_loop_misc(raw) : result
    }

    private func problem(_ code: Int32, _ number: Int32, _ connection: Connection) -> LinkProblem {
        connection.refusal
            ?? LinkProblem(code: code, number: number, complaint: connection.complaint, address: address)
    }

    /// Monotonic seconds.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
