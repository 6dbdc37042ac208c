import CivilCalendar
import LoaModel

/// Lays settings files over the defaults and checks each value by its definition. All problems are found, not only
/// the first.
struct SettingsReader {
    private let definitions: [String: SettingDefinition]
    private(set) var problems: [SettingsProblem] = []
    private var values: [String: (node: SettingsNode, place: SettingsPlace)] = [:]
    private let knowsZone: (String) -> Bool

    static let standardPlace = SettingsPlace(file: "built-in default", line: 0)

    init(_ definitions: [SettingDefinition], knowsZone: @escaping (String) -> Bool) {
        self.definitions = Dictionary(definitions.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        self.knowsZone = knowsZone
    }

    /// A later file wins.
    mutating func lay(_ entries: [SettingsNode.Entry], under group: String = "") {
        for entry in entries {
            let key = group.isEmpty ? entry.key : "\(group).\(entry.key)"
            if case .group(let inner) = entry.node, !definitions.keys.contains(key) {
                if definitions.keys.contains(where: { $0.hasPrefix("\(key).") }) {
                    lay(inner, under: key)
                } else {
                    refuseUnknown(key, at: entry.place, isGroup: true)
                }
            } else if let definition = definitions[key] {
                take(entry, as: definition)
            } else {
                refuseUnknown(key, at: entry.place, isGroup: false)
            }
        }
    }

    private mutating func refuseUnknown(_ key: String, at place: SettingsPlace, isGroup: Bool) {
        let groups = Set(definitions.keys.compactMap { $0.split(separator: ".").first.map(String.init) })
        let known = isGroup ? Array(groups) : Array(definitions.keys)
        let nearest = known.map { ($0, editDistance(key, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        let hint = nearest.map { $0.1 <= max(2, key.count / 3) ? "; did you mean '\($0.0)'?" : "" } ?? ""
        problems.append(
            SettingsProblem(place: place, key: key, problem: "there is no such \(isGroup ? "group" : "setting")\(hint)")
        )
    }

    private mutating func take(_ entry: SettingsNode.Entry, as definition: SettingDefinition) {
        if let problem = problem(with: entry.node, as: definition) {
            problems.append(
                SettingsProblem(
                    place: entry.place, key: definition.key, problem: "\(problem); allowed is \(definition.allowed)"))
        } else {
            values[definition.key] = (entry.node, entry.place)
        }
    }

    private func problem(with node: SettingsNode, as definition: SettingDefinition) -> String? {
        switch (definition.kind, node) {
        case (.integer(let range), .integer(let value)): range.contains(value) ? nil : "\(value) is out of range"
        case (.integer, _): "is not a whole number"
        case (.choice(let choices), .text(let text)):
            choices.contains(text) ? nil : "'\(text.prefix(80))' is none of them"
        case (.text(let format), .text(let text)): problem(with: text, as: format)
        case (.text, _), (.choice, _): "is not a text in quotes"
        }
    }

    private func problem(with text: String, as format: SettingDefinition.Format) -> String? {
        let shown = "'\(text.prefix(80))'"
        let isGood: Bool =
            switch format {
            case .any: !text.isEmpty && !text.utf8.contains(0)
            case .timeOfDay: (try? CivilTime(parsing: text)) != nil
            case .deviceID: (try? DeviceID(text)) != nil
            case .area: (try? Area(text)) != nil
            case .address: text.hasPrefix("http://") || text.hasPrefix("https://")
            case .zone: knowsZone(text)
            case .channels: Self.channels(text) != nil
            case .hornZones: HornZone.parse(text) != nil
            case .voice: Speech.isVoice(text)
            case .volumeHours: (try? VolumeHours.parse(text)) != nil
            case .line: (1...64).contains(text.utf8.count) && !text.utf8.contains(0) && !text.hasPrefix(":")
            }
        return isGood ? nil : text.isEmpty ? "is empty" : "\(shown) is none"
    }

    /// Names what must be said and was not.
    mutating func finish(in file: String) {
        for definition in definitions.values.sorted(by: { $0.key < $1.key })
        where definition.isRequired && values[definition.key] == nil
            && !problems.contains(where: { $0.key == definition.key })
        {
            problems.append(
                SettingsProblem(
                    place: SettingsPlace(file: file, line: 0), key: definition.key,
                    problem: "is missing; write \(definition.allowed)"))
        }
    }

    mutating func refuse(_ key: String, _ problem: String, in file: String) {
        let place = values[key]?.place ?? SettingsPlace(file: file, line: 0)
        problems.append(SettingsProblem(place: place, key: key, problem: problem))
    }

    /// The channels that a text names, counted from 0.
    static func channels(_ text: String) -> [Int]? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0.drop { $0 == " " }) }
        let channels = numbers.compactMap { $0.map { $0 - 1 } }
        let isGood = channels.count == numbers.count && Set(channels).count == channels.count
        return isGood && channels.allSatisfy((0..<8).contains) ? channels : nil
    }

    func text(_ key: String) -> String? {
        if case .text(let text)? = values[key]?.node { return text }
        return definitions[key]?.standard
    }

    func integer(_ key: String) -> Int {
        if case .integer(let value)? = values[key]?.node { return Int(clamping: value) }
        return definitions[key]?.standard.flatMap(Int.init) ?? 0
    }
}

/// How many letters must be changed, added or taken out (Levenshtein); of keys of ordinary length.
func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.utf8.prefix(64)), Array(right.utf8.prefix(64)))
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let change = diagonal + (letter == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
