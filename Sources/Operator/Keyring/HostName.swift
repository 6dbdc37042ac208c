import Glibc
public import LoaModel

/// Where a server stands, as a certificate names it.
public enum HostName: Hashable, Sendable {
    case name(String)
    /// 4 or 16 bytes.
    case address([UInt8])

    public init(_ text: String) throws(ModelError) {
        if let address = Self.address(text, AF_INET, 4) ?? Self.address(text, AF_INET6, 16) {
            self = .address(address)
            return
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 253, labels.allSatisfy({ Self.isLabel($0) }) else {
            throw ModelError("'\(text.prefix(80))' is no host; write a name like broker.example.vn or an IP address")
        }
        self = .name(text)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        let bytes = label.utf8
        return (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == UInt8(ascii: "-") }
    }

    private static func address(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
