import ArgumentParser
import LoaModel

struct MediaAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Bring media files to the centre.",
        discussion: """
            Prints for each file the source that a bulletin names it with, with how loud
            it is (EBU R 128), so that devices play all media at one loudness. A file that
            the centre has already is not sent again.

            Example: loa media add sang.mp3 chieu.mp3
            """)

    @Argument(help: ArgumentHelp("WAV, FLAC, Ogg or MP3 files.", valueName: "file"))
    var files: [String]

    @OptionGroup var centre: CentreOptions
    @OptionGroup var format: FormatOptions

    private struct Added: Encodable {
        var file: String
        var sent: Bool
        var source: Source
    }

    func run() async throws {
        let client = try centre.client()
        // All are read before the first is sent: a wrong name is told at once.
        let media = try files.map { try MediaFile($0, progress: ProgressBar("reading \($0)")) }
        for file in media {
            let sent = try await client.upload(file, progress: ProgressBar("sending \(file.path)"))
            let added = Added(file: file.path, sent: sent, source: .media(file.reference))
            if format.json {
                try Terminal.say(json: added)
            } else {
                let level = file.loudness.map { ", \($0) LUFS" } ?? ""
                Terminal.complain(
                    "\(file.path): \(sent ? "sent" : "is at the centre already"), \(file.bytes) bytes\(level)")
                try Terminal.say(json: added.source)
            }
        }
    }
}
