import CentreLink
import MQTTDriver
import TestSupport
import Testing

/// What speaks MQTT badly, or is no broker at all.
@Suite struct `The link and strange brokers` {
    private static func link(_ server: ScriptedServer, to topics: [String] = []) -> Link {
        Link(BrokerAddress(host: "127.0.0.1", port: server.port, tls: nil), to: topics)
    }

    @Test func `a broker that refuses this client is told with its reason, and asked again`() async throws {
        let server = try ScriptedServer(readsHead: false) { connection in
            _ = connection.readPacket()
            connection.send([0x20, 2, 0, 5])
            connection.hang()
        }
        let link = Self.link(server)
        #expect(await link.until { $0.reasons.count >= 2 })
        #expect(link.reasons.allSatisfy { $0.contains("not authorised") }, "\(link.reasons)")
        #expect(link.connects == 0)
        await link.end()
    }

    @Test func `a subscription that is refused breaks the link, and is named`() async throws {
        let server = try ScriptedServer(readsHead: false) { connection in
            _ = connection.readPacket()
            connection.send([0x20, 2, 0, 0])
            for answer in [UInt8(1), 0x80] {
                let packet = connection.readPacket()
                guard packet.count > 1 else { return }
                connection.send([0x90, 3, packet[0], packet[1], answer])
            }
            connection.hang()
        }
        let link = Self.link(server, to: ["t/granted", "t/refused"])
        #expect(await link.until { !$0.reasons.isEmpty })
        #expect(link.reasons.first?.contains("'t/refused'") == true, "\(link.reasons)")
        await link.end()
    }

    @Test func `garbage of any kind ends a connection and never the process`() async throws {
        var dice = Dice(seed: 9)
        let garbage =
            [
                [0x30, 0xff, 0xff, 0xff, 0xff], [0x30, 0x02, 0xff, 0xff], [0x32, 0x05, 0, 1, 0xff, 0, 1], [0x40, 0],
                [0x62, 2, 0, 9], [0xf0, 0], [0x20, 2, 0, 0], [0x30, 0], Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8),
            ] + (0..<30).map { _ in dice.bytes(upTo: 60) }
        await withTaskGroup { group in
            for bytes in garbage {
                group.addTask {
                    guard
                        let server = try? ScriptedServer(
                            readsHead: false,
                            { connection in
                                _ = connection.readPacket()
                                connection.send([0x20, 2, 0, 0])
                                connection.send(bytes)
                            })
                    else {
                        Issue.record("no server")
                        return
                    }
                    let link = Self.link(server)
                    #expect(await link.until { !$0.reasons.isEmpty }, "\(bytes)")
                    await link.end()
                }
            }
        }
    }

    @Test func `a broker that takes the connection and says nothing can be left at once`() async throws {
        let server = try ScriptedServer(readsHead: false) { $0.hang() }
        let link = Self.link(server)
        await link.end()
        #expect(link.all.isEmpty)
    }
}

extension ScriptedConnection {
    /// The body of one MQTT packet of less than 16 KiB.
    fileprivate func readPacket() -> [UInt8] {
        let head = readBody(2)
        guard head.count == 2 else { return [] }
        guard head[1] >= 128 else { return readBody(Int(head[1])) }
        let more = readBody(1)
        return readBody(Int(head[1] & 127) + Int(more.first ?? 0) * 128)
    }
}
