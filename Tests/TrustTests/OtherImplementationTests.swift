import Foundation
import LoaModel
import Testing
import Trust

/// Orders that PyJWT and cryptography sign, and ours that they verify.
@Suite struct `Orders of another implementation` {
    private let bench: Bench

    init() throws { bench = try Bench() }

    private var seed: String { String(repeating: "07", count: 32) }

    @Test(arguments: ["sign", "raw"]) func `are accepted, whatever their spacing and key order`(how: String) throws {
        let orders = try bodies().map { try bench.order($0) }
        let payloads = try orders.map { String(decoding: try JSON.encode($0), as: UTF8.self) }
        let lines = try oracle([how, seed, bench.key.keyID], "[\(payloads.joined(separator: ","))]")
        let compacts = lines.split(separator: "\n").map { Array($0.utf8) }
        #expect(compacts.count == orders.count)
        for (compact, order) in zip(compacts, orders) {
            guard case .accepted(let read, _) = try bench.judge(compact) else {
                Issue.record("not accepted")
                continue
            }
            #expect(read == order)
        }
    }

    @Test func `verify ours`() throws {
        let orders = try bodies().map { try bench.order($0) }
        let compacts = try orders.map { String(decoding: try bench.key.sign($0), as: UTF8.self) }
        let x = try #require(Base64URL.decode(bench.key.publicKey.x.utf8))
        let hex = x.map { String(format: "%02x", $0) }.joined()
        let read = try oracle(["verify", hex], compacts.joined(separator: "\n"))
        #expect(try JSON.decode([Order].self, from: Array(read.utf8)) == orders)
    }

    private func bodies() throws -> [OrderBody] {
        [
            try bench.schedule([
                try bench.bulletin("sang"), try bench.bulletin("toi", class: .priority, gain: -3.25, quiet: true),
            ]),
            .alert(Alert(id: try BulletinID("lu"), title: "Lũ \"quét\" \\ 🌊", source: nil, toneSeconds: 4.5)),
            .cancel(Cancellation(target: .bulletin, id: try BulletinID("sang"), reason: "Đổi giờ")),
        ]
    }

    private func oracle(_ arguments: [String], _ input: String) throws -> String {
        let script = "\(URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)/Oracle/orders.py"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [script] + arguments
        let (feed, result) = (Pipe(), Pipe())
        process.standardInput = feed
        process.standardOutput = result
        try process.run()
        feed.fileHandleForWriting.write(Data(input.utf8))
        try feed.fileHandleForWriting.close()
        let output = result.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "orders.py: install python3-jwt and python3-cryptography")
        return String(decoding: output, as: UTF8.self)
    }
}
