import Glibc

/// Says something on standard error: standard output is for results.
func complain(_ text: String) { writeLine(text, to: STDERR_FILENO) }

/// A result that is wanted at once, also through a pipe, which `print` would let wait.
func announce(_ text: String) { writeLine(text, to: STDOUT_FILENO) }

private func writeLine(_ text: String, to descriptor: Int32) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(descriptor, bytes, bytes.count)
}
