import CentreLink
import Fleet
import FleetStore
import Foundation
import LoaModel
import TestSupport
import Testing
import Trust

@Suite(.serialized, .timeLimit(.minutes(2))) struct `The program loa-centre` {
    private let folder: Folder
    private let broker: MosquittoBroker

    init() throws {
        folder = try Folder()
        broker = try MosquittoBroker()
    }

    @Test func `it says where it listens, and ends in good order within two seconds`() async throws {
        let centre = try CentreProcess(folder, broker: broker.address)
        let address = try #require(await centre.address())
        #expect(address.hasPrefix("http://127.0.0.1:") && !address.hasSuffix(":0"))
        let begun = ContinuousClock.now
        centre.terminate()
        #expect(await centre.ended() == 0)
        #expect(ContinuousClock.now - begun < .seconds(2))
        #expect(!centre.complaint.contains(CentreProcess.token))
    }

    @Test func `open to others without a token it does not start`() async throws {
        let centre = try CentreProcess(folder, broker: broker.address, listen: "0.0.0.0:0", more: [])
        #expect(await centre.ended() == 78)
        #expect(centre.complaint.contains("--token-file"))
    }

    @Test(arguments: [
        (["--token-file", "/nowhere"], "cannot be read"), (["--silent-minutes", "0"], "allowed are 1 to 1440"),
        (["--broker-ca", "/etc/hostname"], "together"),
    ])
    func `wrong settings are named`(more: [String], sentence: String) async throws {
        let centre = try CentreProcess(folder, broker: broker.address, more: more)
        #expect(await centre.ended() == 78)
        #expect(centre.complaint.contains(sentence))
    }

    @Test func `an address in use is said`() async throws {
        let first = try CentreProcess(folder, broker: broker.address)
        let address = try #require(await first.address()).dropFirst("http://".count)
        let other = try Folder()
        defer { withExtendedLifetime(other) {} }
        let second = try CentreProcess(other, broker: broker.address, listen: String(address))
        #expect(await second.ended() == 69)
        #expect(second.complaint.contains("cannot be listened on"))
    }

    @Test func `two centres do not share a folder`() async throws {
        let first = try CentreProcess(folder, broker: broker.address)
        _ = try #require(await first.address())
        let second = try CentreProcess(folder, broker: broker.address)
        #expect(await second.ended() == 74)
        #expect(second.complaint.contains("in use"))
    }

    @Test func `killed at any instant it has lost nothing that it acknowledged, and doubled nothing`() async throws {
        let device = RemoteDevice(try Sample.device(), broker: broker.address)
        let area = try Area("vn/92/31528")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await device.run(area: area) }
            defer { group.cancelAll() }
            try await until { device.isConnected }
            for round in 0..<8 {
                let centre = try CentreProcess(folder, broker: broker.address)
                _ = try #require(await centre.address())
                let enough = device.through + Int64(round * 37 % 200) + 1
                while device.through < enough {
                    // As a device does: what is not acknowledged in time goes again, from the first on.
                    let from = device.through
                    for number in from + 1...from + 400 { try device.send(try report(number)) }
                    let patience = ContinuousClock.now + .milliseconds(500)
                    try await until { device.through >= enough || ContinuousClock.now > patience }
                }
                centre.kill()
            }
        }
        let database = try FleetDatabase(folder: folder.path + "/data")
        let stored = try #require(try await database.positions().first?.through)
        #expect(stored >= device.through && device.through > 8)
        var query = AsRunQuery(limit: 1_000)
        var records: [AsRunRecord] = []
        repeat {
            let page = try await database.asRuns(query)
            records += page.elements
            query.after = page.next
        } while query.after != nil
        #expect(Set(records.map(\.asRun.bulletin.text)) == Set((1...stored).map { "b\($0)" }))
        #expect(records.allSatisfy { $0.steps.count == 1 })
    }

    private func report(_ number: Int64) throws -> Report {
        try Sample.report(number, body: .asRun(try Sample.asRun("b\(number)")))
    }
}
