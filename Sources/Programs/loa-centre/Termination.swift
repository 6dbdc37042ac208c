import Dispatch
import Foundation

/// The wish to end: SIGTERM or SIGINT.
enum Termination {
    /// Returns at the first of the two signals, or when cancelled. From the signal on the process has 2 s: then it
    /// ends whatever hangs, for all that is acknowledged is on the disk.
    static func requested() async {
        let (signals, rings) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                rings.yield()
                DispatchQueue.global().asyncAfter(deadline: .now() + 1.9) { _exit(0) }
            }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
