/// A value that does not mean anything in our words: which value, what is wrong, what would be right.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where the value stands, as a dotted path: `bulletins[3].rrule`. Empty for a bare value.
    public var path: String
    /// What is wrong and what is allowed, one sentence.
    public var problem: String

    public init(path: String = "", _ problem: String) {
        self.path = path
        self.problem = problem
    }

    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }

    /// The same problem seen from the value's owner.
    public func under(_ owner: String) -> ModelError {
        ModelError(path: path.isEmpty ? owner : "\(owner).\(path)", problem)
    }
}
