import Keyring
import Trust

/// The folder of a device's configuration while it is written: what is secret is readable by its owner alone.
struct DeviceFolder {
    let path: String
    /// Written so far.
    private(set) var files: [String] = []

    init(_ path: String) { self.path = path }

    /// Whether an enrolment stands there.
    var isUsed: Bool { WholeFile.exists("\(path)/\(Self.site)") || WholeFile.exists("\(path)/\(Self.key)") }

    static let site = "site.toml"
    static let trust = "trust.jws"
    static let root = "root.pub"
    static let authority = "ca.pem"
    static let certificate = "device.pem"
    static let key = "device.key"

    mutating func write(_ trust: SignedTrust) throws {
        try WholeFile.makeFolder(path, mode: 0o700)
        try TrustFiles.write(trust, list: "\(path)/\(Self.trust)", root: "\(path)/\(Self.root)")
        files += [Self.trust, Self.root]
    }

    mutating func write(_ issued: LinkCertificate, authority: String) throws {
        try write(authority, to: Self.authority, readers: .everybody)
        try write(issued.key, to: Self.key, readers: .owner)
        try write(issued.certificate, to: Self.certificate, readers: .everybody)
    }

    mutating func write(_ site: SiteFile) throws {
        try write(site.text, to: Self.site, readers: .everybody)
    }

    private mutating func write(_ text: String, to name: String, readers: WholeFile.Readers) throws {
        try WholeFile.write(Array(text.utf8), to: "\(path)/\(name)", readers: readers)
        files.append(name)
    }
}
