import FoundationEssentials
import LoaModel
import Trust

/// Where it lies how the speaker sounded at installation: one JSON object, `speaker.json` in the data folder.
struct CalibrationFile {
    let path: String

    init(folder: String) { path = "\(folder)/speaker.json" }

    /// nil where nobody has calibrated, or where the file is damaged: tests then say that they have nothing to compare with.
    func read() -> SpeakerResponse? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSON.decode(SpeakerResponse.self, from: [UInt8](data))
    }

    func write(_ response: SpeakerResponse) throws {
        try Data(try JSON.encode(response)).write(to: URL(filePath: path), options: .atomic)
    }
}
