import CTOML
import Glibc
public import Settings

/// Reads TOML 1.0 files for the settings.
public enum TOMLFile {
    /// Far more than any settings need.
    static let maximumBytes = 256 << 10

    /// - Throws: what is wrong with the file, with its line: not there, not readable, too long, not UTF-8, not TOML.
    public static func read(_ path: String) throws(SettingsError) -> [SettingsNode.Entry] {
        let bytes = try load(path)
        return try parse(bytes, file: path)
    }

    /// - Parameter file: the name that problems are told with.
    public static func parse(_ bytes: [UInt8], file: String) throws(SettingsError) -> [SettingsNode.Entry] {
        guard bytes.count <= maximumBytes else { throw failure(file, 0, "is longer than \(maximumBytes) bytes") }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw failure(file, 0, "is not UTF-8") }
        guard !NestingGuard.refuses(bytes) else { throw failure(file, 0, "nests deeper than settings do") }
        var builder = TreeBuilder(file: file)
        var problem = loa_toml_problem()
        let result = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                withUnsafeMutablePointer(to: &builder) { context in
                    loa_toml_read(
                        characters.baseAddress, UInt64(characters.count), context,
                        { context, node in
                            guard let context, let node else { return }
                            context.assumingMemoryBound(to: TreeBuilder.self).pointee.add(node.pointee)
                        }, &problem)
                }
            }
        }
        guard result == 0 else {
            let message = withUnsafeBytes(of: problem.message) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            throw failure(file, Int(problem.line), message)
        }
        return builder.finished
    }

    private static func load(_ path: String) throws(SettingsError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw failure(path, 0, "cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maximumBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw failure(path, 0, "cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    private static func failure(_ file: String, _ line: Int, _ problem: String) -> SettingsError {
        SettingsError(
            problems: [SettingsProblem(place: SettingsPlace(file: file, line: line), key: "", problem: problem)])
    }
}
