import Foundation
import Trust

/// The centre's copy of the trust list. Read anew each time, so that a new list holds without a restart.
struct TrustFile {
    var list: String
    var rootKey: String

    /// - Throws: which file is wrong, and how.
    func read() throws -> TrustList {
        let root: TrustList.Key
        do {
            root = try JSON.decode(TrustList.Key.self, from: try bytes(rootKey))
        } catch {
            throw Complaint("\(rootKey) is no root key: \(error); take root.pub of 'loa authority trust'")
        }
        do {
            return try TrustList(verifying: try bytes(list), root: root)
        } catch {
            throw Complaint("\(list) is no trust list to be used: \(error)")
        }
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Complaint("\(path) cannot be read") }
        var bytes = [UInt8](data)
        while let last = bytes.last, [0x0A, 0x0D, 0x20].contains(last) { bytes.removeLast() }
        return bytes
    }
}
