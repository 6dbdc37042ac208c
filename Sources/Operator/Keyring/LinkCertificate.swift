public import LoaModel

/// A certificate of the link with its secret key, both PEM.
public struct LinkCertificate: Sendable {
    public var certificate: String
    /// PKCS #8, not encrypted: for a file that its owner alone may read.
    public var key: String
    public var expires: Timestamp
}

/// Whose certificate it is and what it may be used for.
public enum LinkParty: Hashable, Sendable {
    /// A device: proves itself to the broker by its id.
    case device(DeviceID)
    /// The centre: proves itself to the broker as `centre`.
    case centre
    /// The broker: proves that it stands at one of these DNS names or IP addresses.
    case broker(hosts: [String])

    /// The name by which the broker knows the centre. No device may have it.
    public static let centreName = "centre"

    /// The common name, which is the broker's user name of the party.
    var commonName: String {
        switch self {
        case .device(let id): id.text
        case .centre: Self.centreName
        case .broker: "loa broker"
        }
    }
}
