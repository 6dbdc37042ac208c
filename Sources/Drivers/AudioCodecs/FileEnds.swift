import Glibc
import Hardware

/// What the first and last bytes of a file tell: libsndfile silently shortens a cut WAV or Ogg file.
struct FileEnds {
    /// True where the container says that bytes are missing at the end.
    let looksCut: Bool
    /// True where the first bytes are those of WAV, FLAC, Ogg or MP3: no other of the library's parsers sees the file.
    let isKnown: Bool

    /// Reads both ends of a regular file; anything else, such as a pipe that would block for ever, is refused.
    static func read(_ path: String) throws(DecodingFailure) -> FileEnds {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw DecodingFailure(.unreadable, path: path, detail: systemText(errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw DecodingFailure(.unreadable, path: path, detail: "not a regular file")
        }
        let size = Int(status.st_size)
        let head = bytes(file, at: 0, count: min(size, 65_536))
        if head.starts(with: Array("OggS".utf8)) {
            let tail = bytes(file, at: max(0, size - 65_536), count: min(size, 65_536))
            return FileEnds(looksCut: !endsOgg(tail), isKnown: true)
        }
        return FileEnds(looksCut: waveDataEnd(head).map { $0 > size } ?? false, isKnown: isKnown(head))
    }

    private static func isKnown(_ head: [UInt8]) -> Bool {
        let marks = ["RIFF", "RIFX", "RF64", "fLaC", "ID3"].map { Array($0.utf8) }
        // An MPEG frame begins with eleven set bits.
        let isMPEG = head.count > 2 && head[0] == 0xFF && head[1] & 0xE0 == 0xE0
        return isMPEG || marks.contains { head.starts(with: $0) }
    }

    /// The byte after the data chunk of a WAV file, nil where the head has none or leaves its length open.
    static func waveDataEnd(_ head: [UInt8]) -> Int? {
        guard head.count >= 12, head.starts(with: Array("RIFF".utf8)), head[8..<12].elementsEqual("WAVE".utf8) else {
            return nil
        }
        var offset = 12
        while offset + 8 <= head.count {
            let length = (0..<4).reduce(0) { $0 | Int(head[offset + 4 + $1]) << (8 * $1) }
            if head[offset..<(offset + 4)].elementsEqual("data".utf8) {
                // A recorder that streams cannot know the length and writes 0 or all ones.
                return length == 0 || length >= 0xFFFF_FF00 ? nil : offset + 8 + length
            }
            offset += 8 + length + length % 2
        }
        return nil
    }

    /// True where the last page of an Ogg file is whole and marked as the last of its stream.
    static func endsOgg(_ tail: [UInt8]) -> Bool {
        let mark = Array("OggS".utf8)
        var offset = tail.count - 27
        while offset >= 0 {
            if tail[offset..<(offset + 4)].elementsEqual(mark) {
                let segments = Int(tail[offset + 26])
                let table = offset + 27
                guard table + segments <= tail.count else { return false }
                let body = tail[table..<(table + segments)].reduce(0) { $0 + Int($1) }
                return tail[offset + 5] & 4 != 0 && table + segments + body <= tail.count
            }
            offset -= 1
        }
        return false
    }

    private static func bytes(_ file: Int32, at offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(file, buffer.baseAddress, count, off_t(offset)))
        }
    }
}

func systemText(_ number: Int32) -> String {
    String(cString: strerror(number))
}
