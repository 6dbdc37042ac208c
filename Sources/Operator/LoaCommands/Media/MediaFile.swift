import Crypto
import Glibc
import Keyring
import LoaModel
import LoudnessMeter

/// A media file on this machine, with its name in the system, the hash of its bytes, and how loud it is.
struct MediaFile: Hashable {
    let path: String
    let sha256: MediaHash
    let bytes: Int
    /// LUFS and dBTP; nil where it is silent or could not be measured.
    let loudness: Double?
    let truePeak: Double?

    /// Reads the whole file, and decodes it to measure it. One that cannot be decoded is complained of and not measured:
    /// devices play it at their own default, if at all.
    /// - Throws: `noInput` where it cannot be read; `data` where it is empty or too large.
    init(_ path: String, progress: ProgressBar) throws {
        var facts = stat()
        let total = stat(path, &facts) == 0 ? Int(facts.st_size) : 0
        var hash = SHA256()
        var count = 0
        try FilePieces.read(path) { piece in
            hash.update(data: piece)
            count += piece.count
            guard count <= MediaReference.maximumBytes else {
                throw OperationFailure(
                    .data, "\(path): is larger than \(MediaReference.maximumBytes) bytes; cut it in two")
            }
            // Once in 16 MiB: hashing is faster than a terminal.
            if count & 0xff_ffff == 0 { progress.show(count, of: total) }
        }
        progress.end()
        guard count > 0 else { throw OperationFailure(.data, "\(path): is empty; is it the right file?") }
        self.path = path
        bytes = count
        sha256 = try MediaHash(digest: hash.finalize())
        let measured = Self.measure(path)
        loudness = measured?.integrated.map(Self.written)
        truePeak = measured?.truePeak.map(Self.written)
    }

    var reference: MediaReference {
        MediaReference(sha256: sha256, bytes: bytes, loudness: loudness, truePeak: truePeak)
    }

    private static func measure(_ path: String) -> FileLoudness? {
        let bar = ProgressBar("measuring \(path)")
        defer { bar.end() }
        do throws(LoudnessFailure) {
            let measured = try LoudnessReader.measure(path) { bar.show($0, of: $1) }
            if measured.integrated == nil { Terminal.complain("\(path): is silent, or shorter than 0.4 s") }
            return measured
        } catch {
            bar.end()
            Terminal.complain("\(error); its loudness is not measured, and a device may not be able to play it")
            return nil
        }
    }

    /// Hundredths: a level is not known better.
    private static func written(_ level: Double) -> Double {
        let levels = MediaReference.levels
        return (max(levels.lowerBound, min(levels.upperBound, level)) * 100).rounded() / 100
    }
}
