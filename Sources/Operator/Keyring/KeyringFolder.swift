import Glibc
import LoaModel
public import Trust

/// The folder with all that lets people sign: the root key, the authorities with their keys, the last numbers, the
/// certificate authority of the links. One owner, nobody else. Blocks; two programs may use it at once.
public struct KeyringFolder: Sendable {
    public let path: String

    /// Makes the folder at the first use.
    /// - Throws: `notPermitted` where others than its owner may look into it.
    public init(_ path: String) throws(OperationFailure) {
        self.path = path
        try WholeFile.makeFolder(path, mode: 0o700)
        let mode: mode_t
        do {
            mode = try OpenFile.open(path, O_RDONLY | O_DIRECTORY).status().st_mode
        } catch {
            throw error.failure("cannot use the keyring", otherwise: .configuration)
        }
        guard mode & 0o077 == 0 else {
            throw OperationFailure(
                .notPermitted, "the keyring \(path) is open to others than its owner; run chmod 700 \(path)")
        }
    }

    /// Runs `body` while no other program uses the keyring.
    public func locked<Result>(_ body: () throws -> Result) throws -> Result {
        let file = try lock()
        return try withExtendedLifetime(file) { try body() }
    }

    private func lock() throws -> OpenFile {
        do throws(SystemFault) {
            let file = try OpenFile.open("\(path)/lock", O_RDWR | O_CREAT, mode: 0o600)
            try file.lock()
            return file
        } catch {
            throw error.failure("cannot lock the keyring", otherwise: .configuration)
        }
    }

    /// The key that signs trust lists; made at its first use.
    public func rootKey() throws -> SigningKey {
        try locked { try rootKeyWhileLocked() }
    }

    func rootKeyWhileLocked() throws -> SigningKey {
        if WholeFile.exists("\(path)/root.key") { return try key(at: "\(path)/root.key") }
        let key = SigningKey()
        try save(key, at: "\(path)/root.key")
        try write(key.publicKey, to: "\(path)/root.pub", readers: .everybody)
        return key
    }

    func key(at path: String) throws -> SigningKey {
        do {
            return try JSON.decode(KeyFile.self, from: try WholeFile.readSecret(path)).signingKey()
        } catch let problem as ModelError {
            throw OperationFailure(problem, in: path)
        }
    }

    func save(_ key: SigningKey, at path: String) throws {
        try write(KeyFile(key), to: path, readers: .owner)
    }

    func write(_ value: some Encodable, to path: String, readers: WholeFile.Readers) throws {
        try WholeFile.write(try JSON.encode(value) + [UInt8(ascii: "\n")], to: path, readers: readers)
    }

    func read<Value: Decodable>(_ type: Value.Type, at path: String) throws -> Value {
        let bytes = try WholeFile.read(path)
        do {
            return try JSON.decode(type, from: bytes)
        } catch {
            throw OperationFailure(error, in: path)
        }
    }

    /// The names before `suffix` in a folder of the keyring, sorted; none where there is no such folder.
    func names(in folder: String, suffix: String) -> [String] {
        guard let stream = opendir("\(path)/\(folder)") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(suffix) { names.append(String(name.dropLast(suffix.count))) }
        }
        return names.sorted()
    }
}
