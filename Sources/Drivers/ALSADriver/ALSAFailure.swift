import CALSA
import Glibc
import Hardware

extension AudioOutputFailure {
    /// What an error number of libasound means for an output; `call` is the function that gave it.
    init(alsa number: Int32, call: String, output: String, isOpen: Bool) {
        let code: Code =
            switch -number {
            case ENODEV, ENXIO, EBADFD: isOpen ? .disappeared : .notFound
            case ENOENT: .notFound
            case EBUSY, EAGAIN: .busy
            case EACCES, EPERM: .notPermitted
            case EINVAL: .unsupported
            default: .system
            }
        let text = snd_strerror(number).map { String(cString: $0) } ?? "error \(number)"
        self.init(code, output: output, detail: "\(call): \(text)")
    }
}
