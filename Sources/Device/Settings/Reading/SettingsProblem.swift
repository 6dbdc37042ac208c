/// Something wrong in the settings: where, at which key, what is allowed.
public struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    public var place: SettingsPlace
    /// `group.key`; empty where the file itself is meant.
    public var key: String
    public var problem: String

    public init(place: SettingsPlace, key: String, problem: String) {
        self.place = place
        self.key = key
        self.problem = problem
    }

    public var description: String { "\(place): \(key.isEmpty ? "" : "\(key): ")\(problem)" }
}

/// The settings cannot be used; all that is wrong with them.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    public var problems: [SettingsProblem]

    public init(problems: [SettingsProblem]) { self.problems = problems }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
