public import LoaModel

/// To whom an order speaks: the claim `aud`, written `area:vn/92/31528` or `device:<id>`.
public enum Audience: Hashable, Sendable, CustomStringConvertible {
    case area(Area)
    case device(DeviceID)

    public init(_ text: String) throws(ModelError) {
        if text.hasPrefix("area:") {
            self = .area(try Area(String(text.dropFirst(5))))
        } else if text.hasPrefix("device:") {
            self = .device(try DeviceID(String(text.dropFirst(7))))
        } else {
            throw ModelError("'\(text.prefix(80))' is no audience; write area:vn/92 or device:<id>")
        }
    }

    public var description: String {
        switch self {
        case .area(let area): "area:\(area)"
        case .device(let device): "device:\(device)"
        }
    }
}
