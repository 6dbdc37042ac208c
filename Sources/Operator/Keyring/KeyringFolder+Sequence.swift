public import LoaModel
public import Trust

extension KeyringFolder {
    /// The number of the next order of a stream, kept before it is returned. It always rises, and follows the clock,
    /// so that a second machine with the same authority's key is seldom behind.
    public func nextSequence(of stream: OrderStream, at now: Timestamp) throws -> Int64 {
        try locked {
            let path = "\(path)/sequences.json"
            var last = WholeFile.exists(path) ? try read([String: Int64].self, at: path) : [:]
            let before = last[stream.description] ?? 0
            guard before < Int64.max else {
                throw OperationFailure(.data, "\(path): the numbers of \(stream) are used up")
            }
            let next = max(before + 1, now.seconds)
            last[stream.description] = next
            try write(last, to: path, readers: .owner)
            return next
        }
    }
}
