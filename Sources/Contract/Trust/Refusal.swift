/// Why an order was not accepted. It changes nothing of what plays; it is recorded and reported.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order in which they are judged.
    public enum Code: String, Codable, CaseIterable, Sendable {
        case tooLarge = "too_large"
        /// Not a compact JWS of a JSON object.
        case malformed
        /// `alg` is not EdDSA, or the header asks for an extension that we do not know (`crit`).
        case unsupportedAlgorithm = "unsupported_algorithm"
        case unknownKey = "unknown_key"
        case badSignature = "bad_signature"
        /// The order speaks a newer protocol than this device.
        case unsupportedVersion = "unsupported_version"
        case unknownOrder = "unknown_order"
        /// The key is not one of the issuer's.
        case wrongIssuer = "wrong_issuer"
        case notForThisDevice = "not_for_this_device"
        case areaNotPermitted = "area_not_permitted"
        case orderNotPermitted = "order_not_permitted"
        case expired
        case notYetValid = "not_yet_valid"
        /// `seq` is not above the last of its stream.
        case replayed
        case invalidBody = "invalid_body"
        case classNotPermitted = "class_not_permitted"
        case gainNotPermitted = "gain_not_permitted"
        case quietHoursNotPermitted = "quiet_hours_not_permitted"
    }

    public var code: Code
    /// What is wrong and what would be right, one sentence.
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}
