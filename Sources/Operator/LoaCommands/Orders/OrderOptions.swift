import ArgumentParser
import Keyring
import LoaModel
import Trust

/// Who gives an order, and to whom.
struct OrderOptions: ParsableArguments {
    @Option(help: "The authority that gives it; its key is in the keyring.", transform: { try AuthorityID($0) })
    var authority: AuthorityID

    @Option(help: "The area that it is for, like vn/92/31528.", transform: { try Area($0) })
    var area: Area?

    @Option(help: "The one device that it is for, instead of an area.", transform: { try DeviceID($0) })
    var device: DeviceID?

    func validate() throws {
        guard (area == nil) != (device == nil) else {
            throw ValidationError("give either --area or --device")
        }
    }

    /// - Throws: `usage` where neither is given, which `validate` has already refused.
    func audience() throws -> Audience {
        if let area { return .area(area) }
        if let device { return .device(device) }
        throw OperationFailure(.usage, "give --area or --device")
    }
}
