import Glibc
import Keyring

/// The path from the root, with the folder of this process in front where it is relative. It need not exist.
func absolute(_ path: String) throws -> String {
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else {
        throw OperationFailure(.noInput, "the current folder is gone; change to one that exists")
    }
    defer { free(here) }
    return path == "." ? String(cString: here) : String(cString: here) + "/" + path
}
