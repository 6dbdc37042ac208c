import Foundation

/// A client of the broker that writes down all that it is given.
final class Listener {
    private let process: ChildProcess
    private let file: String

    /// Returns once the broker has taken the subscriptions.
    init(identity: [String], filters: [String], folder: Folder) throws {
        file = folder.file("listener-" + UUID().uuidString)
        process = try ChildProcess(
            "/usr/bin/stdbuf",
            ["-oL", "/usr/bin/mosquitto_sub"] + identity + ["-q", "1", "-d", "-F", "got %t %p"]
                + filters.flatMap { ["-t", $0] }, in: folder.path,
            environment: Command.variables(folder), output: file, errors: "/dev/null")
        try EnrolledBroker.wait(for: "the subscription") { try text().contains("received SUBACK") }
    }

    /// `topic payload` of each message so far.
    func received() throws -> [String] {
        try text().split(separator: "\n").filter { $0.hasPrefix("got ") }.map { String($0.dropFirst(4)) }
    }

    /// What came before a message with this payload, which was sent last.
    func received(before last: String) throws -> [String] {
        try EnrolledBroker.wait(for: "'\(last)'") { try received().contains { $0.hasSuffix(" \(last)") } }
        return try received().filter { !$0.hasSuffix(" \(last)") }
    }

    private func text() throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
    }
}
