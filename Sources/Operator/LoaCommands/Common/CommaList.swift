import ArgumentParser

/// Several words in one argument: `schedule,alert`.
struct CommaList<Word: RawRepresentable & CaseIterable & Sendable>: Sendable where Word.RawValue == String {
    let words: [Word]

    static var all: Self { Self(words: Array(Word.allCases)) }

    private init(words: [Word]) { self.words = words }

    /// - Throws: the word that is none, and those that are.
    init(parsing text: String) throws {
        words = try text.split(separator: ",").map { part in
            guard let word = Word(rawValue: String(part)) else {
                let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("'\(part)' is none of \(known)")
            }
            return word
        }
        guard !words.isEmpty else { throw ValidationError("at least one word is needed") }
    }
}
