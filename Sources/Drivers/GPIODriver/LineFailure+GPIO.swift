import CGPIO
import Glibc
import Hardware

extension LineFailure {
    /// What a negative answer of the shim means for a line; `call` says what was being done.
    init(gpio number: Int32, call: String, line: String) {
        let text = "\(call): \(String(cString: strerror(-number)))"
        switch -number {
        case EBUSY: self.init(.busy, line: line, detail: text)
        case EACCES, EPERM: self.init(.notPermitted, line: line, detail: text)
        case ENODEV, ENXIO, ENOENT: self.init(.disappeared, line: line, detail: text)
        case EINVAL, ENOTTY:
            // Version 1 speaks an interface that newer kernels have dropped.
            let isOld = loa_gpio_load() == 1
            self.init(
                isOld ? .noLibrary : .unsupported, line: line,
                detail: isOld ? "\(text) (libgpiod 1 on a kernel without its interface?)" : text)
        case EOPNOTSUPP: self.init(.unsupported, line: line, detail: text)
        default: self.init(.system, line: line, detail: text)
        }
    }
}
