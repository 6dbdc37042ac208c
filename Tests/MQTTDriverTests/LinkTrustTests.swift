import CentreLink
import Foundation
import MQTTDriver
import TestSupport
import Testing

@Suite struct `What the link trusts` {
    @Test func `mutual TLS carries messages`() async throws {
        let certificates = try TestCertificates()
        let broker = try MosquittoBroker(tls: certificates)
        let link = Link(broker.address, to: ["t"])
        #expect(await link.until { $0.connects == 1 }, "\(link.reasons)")
        try link.transport.publish(OutgoingMessage(topic: "t", payload: Array(repeating: 1, count: 1 << 20)))
        #expect(await link.until { $0.messages.first?.payload.count == 1 << 20 })
        await link.end()
    }

    @Test func `a wrong authority is told and tried again, and works once the file is right`() async throws {
        let certificates = try TestCertificates()
        let others = try TestCertificates()
        let broker = try MosquittoBroker(tls: certificates)
        let file = "\(certificates.folder)/trusted.crt"
        try FileManager.default.copyItem(atPath: others.authority, toPath: file)
        var address = broker.address
        address.tls?.authorityFile = file
        let link = Link(address)
        #expect(await link.until { $0.reasons.count >= 2 })
        #expect(link.reasons.allSatisfy { $0.contains("TLS") && $0.contains(file) }, "\(link.reasons)")
        #expect(link.connects == 0)
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.copyItem(atPath: certificates.authority, toPath: file)
        #expect(await link.until { $0.connects == 1 })
        await link.end()
    }

    @Test func `a broker whose certificate names another host is refused`() async throws {
        let certificates = try TestCertificates(serverNames: "DNS:another.example")
        let broker = try MosquittoBroker(tls: certificates)
        let link = Link(broker.address)
        #expect(await link.until { !$0.reasons.isEmpty })
        #expect(link.connects == 0)
        #expect(link.reasons.first?.contains("names 127.0.0.1") == true, "\(link.reasons)")
        await link.end()
    }

    @Test func `a client of another authority is refused by the broker`() async throws {
        let certificates = try TestCertificates()
        let others = try TestCertificates()
        let broker = try MosquittoBroker(tls: certificates)
        var address = broker.address
        address.tls?.certificateFile = others.client.certificate
        address.tls?.keyFile = others.client.key
        let link = Link(address)
        #expect(await link.until { $0.reasons.count >= 2 })
        #expect(link.connects == 0)
        await link.end()
    }

    @Test func `a missing key file is named, and found once it is there`() async throws {
        let certificates = try TestCertificates()
        let broker = try MosquittoBroker(tls: certificates)
        var address = broker.address
        address.tls?.keyFile = "\(certificates.folder)/later.key"
        let link = Link(address)
        #expect(await link.until { !$0.reasons.isEmpty })
        #expect(link.reasons.first?.contains("later.key") == true)
        try FileManager.default.copyItem(atPath: certificates.client.key, toPath: "\(certificates.folder)/later.key")
        #expect(await link.until { $0.connects == 1 })
        await link.end()
    }

    @Test func `plain TCP to another machine is refused and never tried`() async throws {
        let address = BrokerAddress(host: "broker.example", port: 1_883, tls: nil)
        let link = Link(address)
        #expect(await link.until { !$0.reasons.isEmpty })
        #expect(link.reasons.first?.contains("plain TCP to broker.example is refused") == true)
        await link.end()
        #expect(link.reasons.count == 1)
    }

    @Test func `a port where nobody listens is told and tried again`() async throws {
        let port = try FreePort.find()
        let link = Link(BrokerAddress(host: "127.0.0.1", port: port, tls: nil))
        #expect(await link.until { $0.reasons.count >= 2 })
        #expect(link.reasons.first?.contains("127.0.0.1:\(port)") == true)
        await link.end()
    }
}
