import Glibc

/// Large files, read piece by piece. Blocks; any thread.
public enum FilePieces {
    /// - Parameters:
    ///   - size: of a piece, bytes; the last one is shorter.
    ///   - body: takes each piece in order.
    /// - Throws: `noInput` or `notPermitted` where it cannot be read or is no plain file, or what `body` throws.
    public static func read(_ path: String, size: Int = 1 << 18, _ body: ([UInt8]) throws -> Void) throws {
        do {
            // A pipe without a writer must not hold us up.
            let file = try OpenFile.open(path, O_RDONLY | O_NONBLOCK)
            guard try file.status().st_mode & S_IFMT == S_IFREG else {
                throw OperationFailure(.noInput, "\(path): is no plain file")
            }
            while true {
                let piece = try file.read(upTo: size)
                if piece.isEmpty { return }
                try body(piece)
            }
        } catch let fault as SystemFault {
            throw fault.failure("cannot read the file", otherwise: .noInput)
        }
    }
}
