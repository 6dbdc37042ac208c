import Keyring
import LoaModel
import Trust

/// A schedule as a person writes it: the schedule's JSON, where a source may name a file beside it.
struct ScheduleFile {
    let path: String
    /// With each `file` that could be read replaced by its hash and size.
    private(set) var tree: JSONTree
    /// What the schedule needs at the centre, each once.
    private(set) var media: [MediaFile] = []
    /// Files that cannot be used.
    private(set) var problems: [ModelError] = []

    /// Reads the schedule and every media file that it names.
    /// - Throws: where the file cannot be read or is no JSON.
    init(_ path: String) throws {
        self.path = path
        tree = try Self.json(try WholeFile.read(path), of: path)
        guard var bulletins = tree["bulletins"]?.list else { return }
        for (index, bulletin) in bulletins.enumerated() {
            guard let source = bulletin["source"], let name = source["file"]?.text else { continue }
            do {
                let file = try file(named: name)
                bulletins[index] = bulletin.setting("source", to: Self.resolved(source, file))
            } catch {
                problems.append(ModelError(path: "bulletins[\(index)].source.file", "\(error)"))
                bulletins[index] = bulletin.setting("source", to: ScheduleKeys.goodBulletin["source"])
            }
        }
        tree = tree.setting("bulletins", to: .list(bulletins))
    }

    private mutating func file(named name: String) throws -> MediaFile {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let place = name.hasPrefix("/") ? name : folder + name
        if let known = media.first(where: { $0.path == place }) { return known }
        let file = try MediaFile(place, progress: ProgressBar("reading \(place)"))
        media.append(file)
        return file
    }

    private static func resolved(_ source: JSONTree, _ file: MediaFile) -> JSONTree {
        // What is measured counts, not what somebody wrote down.
        source.setting("file", to: nil)
            .setting("sha256", to: .text(file.sha256.hex))
            .setting("bytes", to: .whole(Int64(file.bytes)))
            .setting("loudness_lufs", to: file.reference.loudness.map { .number($0) })
            .setting("true_peak_dbtp", to: file.reference.truePeak.map { .number($0) })
    }

    private static func json(_ bytes: [UInt8], of path: String) throws -> JSONTree {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw OperationFailure(.data, "\(path): is not UTF-8; save it as UTF-8")
        }
        do {
            try JSONSyntax.check(bytes)
            return try JSON.decode(JSONTree.self, from: bytes)
        } catch {
            throw OperationFailure(error, in: path)
        }
    }
}
