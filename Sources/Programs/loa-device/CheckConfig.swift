import ArgumentParser
import Settings
import Trust

struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the settings; every mistake with its file, line and what is allowed.")

    @OptionGroup var options: ConfigOptions
    @Flag(help: "List every setting with its meaning, in both languages, instead of checking.")
    var describe = false

    func run() throws {
        if describe { return SettingDefinition.device.forEach(Self.describe) }
        let folder = try ConfigFolder.read(options.config)
        let settings = folder.settings
        print("good: \(settings.device) in \(settings.area), output \(settings.output.pcm),")
        print("      trust list \(folder.trust.version) with \(folder.trust.authorities.count) authorities,")
        print(
            "      quiet from \(settings.quietHours.from) until \(settings.quietHours.until) \(settings.quietHours.zone)"
        )
    }

    private static func describe(_ setting: SettingDefinition) {
        let standard = setting.standard.map { ", default \($0)" } ?? (setting.isRequired ? ", required" : "")
        print("\(setting.key): \(setting.allowed)\(standard)\n    \(setting.english)\n    \(setting.vietnamese)")
    }
}
