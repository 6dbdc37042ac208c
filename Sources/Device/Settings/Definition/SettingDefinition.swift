/// One setting: everything that the checker, the console, the docs and the centre's form know of it.
public struct SettingDefinition: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Checked further where it is used: a name, a path, an address.
        case text(Format)
        case integer(ClosedRange<Int64>)
        case choice([String])
    }

    /// What a text must look like.
    public enum Format: Hashable, Sendable {
        /// Anything that is not empty.
        case any
        /// HH:MM.
        case timeOfDay
        case deviceID
        case area
        /// http or https.
        case address
        case zone
        /// Of the board: a name, or chip:number.
        case line
        /// Numbers from 1 to 8, each once, with commas between.
        case channels
        /// Names with channels: `HornZone`.
        case hornZones
        /// Of the speech engine.
        case voice
        /// Parts of the day with dB: `VolumeHours`.
        case volumeHours
    }

    /// `group.key`.
    public var key: String
    public var kind: Kind
    /// As it would stand in a file; nil: the site must say it, or it stays unset where it is optional.
    public var standard: String?
    public var isRequired: Bool
    /// What its number counts; empty for none.
    public var unit: String
    /// One sentence in English and in Vietnamese.
    public var english: String
    public var vietnamese: String

    init(
        _ key: String, _ kind: Kind, standard: String? = nil, isRequired: Bool = false, unit: String = "",
        english: String, vietnamese: String
    ) {
        self.key = key
        self.kind = kind
        self.standard = standard
        self.isRequired = isRequired
        self.unit = unit
        self.english = english
        self.vietnamese = vietnamese
    }

    /// What is allowed, for people.
    public var allowed: String {
        let unit = unit.isEmpty ? "" : " \(unit)"
        return switch kind {
        case .text(.any): "a text"
        case .text(.timeOfDay): "a time of day such as \"22:00\""
        case .text(.deviceID): "1 to 64 characters of a-z, 0-9, - and _"
        case .text(.area): "an area such as \"vn/92/31528\""
        case .text(.address): "an address such as \"https://centre.example:8443\""
        case .text(.zone): "a time zone such as \"Asia/Ho_Chi_Minh\""
        case .text(.line): "a line's name, or chip and number such as \"gpiochip0:17\""
        case .text(.channels): "numbers of channels such as \"1,2\""
        case .text(.hornZones): "names and channels such as \"cho 1, truong 2\""
        case .text(.voice): "a voice's name such as \"vi\" or \"en-us\""
        case .text(.volumeHours): "hours and dB such as \"04:30-06:00 -10, 21:00-22:00 -6\""
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)\(unit)"
        case .choice(let choices): choices.map { "\"\($0)\"" }.joined(separator: " or ")
        }
    }
}
