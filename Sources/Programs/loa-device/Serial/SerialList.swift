import ArgumentParser
import SerialDriver
import Trust

struct SerialList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The serial lines of this board, and the paths that stay the same.")

    @Flag(help: "One JSON object a line.")
    var json = false

    private struct Line: Encodable {
        var device: String
        var byID: String?
        var byPath: String?
        var driver: String?
        var product: String?
        var heldBy: [String]

        enum CodingKeys: String, CodingKey {
            case device, driver, product
            case byID = "by_id"
            case byPath = "by_path"
            case heldBy = "held_by"
        }
    }

    func run() throws {
        let ports = SerialPortList.read()
        for port in ports {
            let line = Line(
                device: port.device, byID: port.byID, byPath: port.byPath, driver: port.driver, product: port.product,
                heldBy: port.holders.map(\.description))
            print(json ? String(decoding: try JSON.encode(line), as: UTF8.self) : Self.text(line))
        }
        if ports.isEmpty, !json { print("The kernel has no serial line here: is an adapter plugged in?") }
    }

    private static func text(_ port: Line) -> String {
        let what = [port.product, port.driver].compactMap { $0 }.joined(separator: ", ")
        let holders = port.heldBy.isEmpty ? "" : "\n    held by \(port.heldBy.joined(separator: ", "))"
        let paths = [port.byID, port.byPath].compactMap { $0 }.map { "\n    \($0)" }.joined()
        return "\(port.device)  \(what)\(paths)\(holders)"
    }
}
