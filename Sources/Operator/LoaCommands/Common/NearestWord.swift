/// The word that somebody may have meant.
enum NearestWord {
    /// - Returns: the known word with the fewest letters changed, added, left out; nil when none is near.
    static func find(_ word: String, among known: [String]) -> String? {
        let word = Array(word.utf8.prefix(64))
        let ranked = known.map { (distance: distance(word, Array($0.utf8)), word: $0) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= max(1, word.count / 3) else {
            return nil
        }
        return best.word
    }

    /// Levenshtein's, one row at a time.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let change = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
