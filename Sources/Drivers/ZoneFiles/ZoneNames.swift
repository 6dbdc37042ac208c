/// The names in tzdata's own list of zones, for hints.
struct ZoneNames {
    /// Empty when there is no list.
    let all: [String]

    init(directory: String) {
        // "CC<tab>coordinates<tab>name<tab>comment" in the one; "Z name ..." and "L target name" in the other.
        let table = Self.lines(directory + "/zone.tab").compactMap { line in
            line.hasPrefix("#") ? nil : line.split(separator: "\t").dropFirst(2).first.map(String.init)
        }
        let source = Self.lines(directory + "/tzdata.zi").compactMap { line -> String? in
            let words = line.split(separator: " ")
            guard words.count > 2 else { return nil }
            return words[0] == "Z" ? String(words[1]) : words[0] == "L" ? String(words[2]) : nil
        }
        all = Set(table + source).sorted()
    }

    private static func lines(_ path: String) -> [Substring] {
        guard let bytes = try? SmallFile.read(path, most: 1 << 20) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    /// The known name that takes the fewest changed letters, if these are few; a city alone finds its zone.
    static func nearest(to name: String, among known: [String]) -> String? {
        let wanted = plain(name)
        let city = plain(name.split(separator: "/").last.map(String.init) ?? name)
        let best = known.map { candidate in
            let other = plain(candidate)
            let otherCity = other.split(separator: "/").last.map(String.init) ?? other
            return (distance: min(distance(wanted, other), distance(city, otherCity) * 2 + 1), name: candidate)
        }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best, best.distance <= max(2, wanted.count / 3) else { return nil }
        return best.name
    }

    private static func plain(_ name: String) -> String {
        String(name.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
    }

    /// How many letters must be put in, taken out or changed.
    private static func distance(_ left: String, _ right: String) -> Int {
        let letters = Array(right.utf8)
        var row = Array(0...letters.count)
        for (line, letter) in left.utf8.enumerated() {
            var corner = row[0]
            row[0] = line + 1
            for column in letters.indices {
                let changed = corner + (letters[column] == letter ? 0 : 1)
                corner = row[column + 1]
                row[column + 1] = min(changed, corner + 1, row[column] + 1)
            }
        }
        return row[letters.count]
    }
}
