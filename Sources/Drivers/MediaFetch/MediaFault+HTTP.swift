import CurlHTTP
import Glibc
import LoaModel
import Uplink

extension MediaFault {
    /// What an answer means; nil for the file itself.
    init?(_ answer: HTTPResponse, _ reference: MediaReference, url: String) {
        switch answer.status {
        case 200, 206:
            guard let total = Self.total(of: answer), total != reference.bytes else { return nil }
            self.init(
                .mediaRefused, "'\(url)' has \(total) bytes; the bulletin says \(reference.bytes)", isTransient: false)
        case 408, 425, 429, 500...599:
            self.init(.mediaMissing, "'\(url)' answered \(answer.status); it is tried again", isTransient: true)
        default:
            self.init(
                .mediaMissing, "'\(url)' answered \(answer.status); add the file to the centre", isTransient: false)
        }
    }

    /// How long the server says that the whole file is.
    private static func total(of answer: HTTPResponse) -> Int? {
        if answer.status == 206 {
            return answer["content-range"]?.split(separator: "/").last.flatMap { Int($0) }
        }
        return answer["content-length"].flatMap { Int($0) }
    }

    /// What a broken transfer means, and whether what came of the file may stay to be taken up again.
    init(_ error: HTTPError, _ reference: MediaReference, url: String, keepsPart: inout Bool) {
        keepsPart = true
        switch error.kind {
        case .file(let number):
            self = MediaFault.disk(number, error.sentence)
            // The journal needs the room more than half a file does.
            keepsPart = code != .storageFull
        case .tooLarge:
            keepsPart = false
            self.init(
                .mediaRefused, "'\(url)' is longer than the \(reference.bytes) bytes of the bulletin",
                isTransient: false)
        case .nonsense:
            keepsPart = false
            self.init(.mediaMissing, error.sentence, isTransient: false)
        default:
            self.init(.mediaMissing, error.sentence, isTransient: error.isTransient)
        }
    }

    /// What the system's error number says of the disk.
    static func disk(_ number: Int32, _ sentence: String) -> MediaFault {
        switch number {
        case ENOSPC, EDQUOT, EFBIG: MediaFault(.storageFull, sentence, isTransient: true)
        case EROFS, EACCES, EPERM, EIO, ENOENT, ENOTDIR, ELOOP, ENXIO:
            MediaFault(.storageReadOnly, sentence, isTransient: true)
        default: MediaFault(.mediaMissing, sentence, isTransient: true)
        }
    }
}
