import Glibc

/// A system call that failed, on which file and why.
struct SystemFault: Error, CustomStringConvertible {
    let code: Int32
    let call: String
    let path: String

    /// Takes the reason from errno: make it before anything else is called.
    init(_ call: String, _ path: String) {
        code = errno
        self.call = call
        self.path = path
    }

    var description: String { "\(path): cannot \(call): \(String(cString: strerror(code)))" }

    /// As a failure of the command; `what` says what was wanted, `otherwise` is the status where the code tells none.
    func failure(_ what: String, otherwise: OperationFailure.Status) -> OperationFailure {
        switch code {
        case EACCES, EPERM, EROFS:
            OperationFailure(
                .notPermitted, "\(what): \(self); use an account that may, or another place")
        case ENOENT, ENOTDIR:
            OperationFailure(.noInput, "\(what): \(self); check the name")
        case ENOSPC, EDQUOT:
            OperationFailure(.cannotCreate, "\(what): \(self); free some space")
        default:
            OperationFailure(otherwise, "\(what): \(self)")
        }
    }
}
