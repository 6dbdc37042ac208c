import Foundation
import Hardware
import LoaModel
import Speech
import Testing

/// One after the other: a script that a test writes is busy while another one's child still holds it.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct SpeechFolderTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    @Test func `a text is rendered once, with its own words and voice, and found again after that`() async throws {
        let engine = try workshop.engine(workshop.writesWave)
        let text = "Xin chào bà con.\nHôm nay 21/11."
        let path = try await engine.render(Speech(text, voice: "en-us")).path
        #expect(try await engine.render(Speech(text, voice: "en-us")).path == path)
        #expect(workshop.read("text") == text)
        #expect(workshop.read("calls") == "en-us\n")
        let other = try await engine.render(Speech(text)).path
        #expect(other != path)
        #expect(workshop.read("calls") == "en-us\nvi\n")
        #expect(workshop.left.count == 2)
    }

    @Test(arguments: [(0.5, -6.0), (0.05, -26)])
    func `what was spoken is measured, each time it is asked for`(amplitude: Double, level: Double) async throws {
        // A sine of 1 kHz, of one second, on one channel.
        let sound = (0..<22_050).map { Int16(32_767 * amplitude * sin(2 * .pi * 1_000 * Double($0) / 22_050)) }
        try workshop.wave(sound, rate: 22_050, at: workshop.path + "/spoken.wav")
        let engine = try workshop.engine("cp '\(workshop.path)/spoken.wav' \"$1\"")
        for _ in 0..<2 {
            let spoken = try await engine.render(Speech("chào"))
            #expect(abs((spoken.loudness ?? 0) - level) < 0.3, "\(spoken)")
            #expect(abs((spoken.truePeak ?? 0) - level) < 0.3, "\(spoken)")
        }
    }

    @Test func `another command makes another file`() async throws {
        let one = try await workshop.engine(workshop.writesWave).render(Speech("chào"))
        let again = SpeechFolder(
            folder: workshop.speech, command: SpeechCommand("\(workshop.path)/engine {output} other {voice}"),
            voice: "vi")
        #expect(try await again.render(Speech("chào")) != one)
    }

    @Test(arguments: [
        ("echo 'no such voice' >&2; exit 1", SpeechFailure.Code.failed, "no such voice"),
        ("kill -SEGV $$", .failed, "signal 11"),
        ("exit 0", .noSound, "left no WAV file"),
        ("echo nonsense > \"$1\"", .noSound, "left no WAV file"),
        ("head -c 50000 /dev/urandom > \"$1\"", .noSound, "left no WAV file"),
        ("sleep 100", .tookTooLong, "killed"),
        ("trap '' TERM INT; sleep 100 & wait; sleep 100", .tookTooLong, "killed"),
        ("exec cat /dev/zero > \"$1\"", .failed, "MiB"),
        ("yes >&2", .tookTooLong, "killed"),
    ])
    func `an engine that fails is told with what it said, and leaves nothing`(
        lines: String, code: SpeechFailure.Code, words: String
    ) async throws {
        let engine = try workshop.engine(lines, limits: SpeechLimits(seconds: 1, fileBytes: 2 << 20))
        let failure = await #expect(throws: SpeechFailure.self) { try await engine.render(Speech("chào")) }
        #expect(failure?.code == code)
        #expect(failure?.detail.contains(words) == true, "\(failure?.detail ?? "")")
        #expect(workshop.left.isEmpty)
    }

    @Test func `what an engine starts ends with it`() async throws {
        let engine = try workshop.engine(
            "sleep 1000 & echo $! > '\(workshop.path)/child'; wait", limits: SpeechLimits(seconds: 0.5))
        await #expect(throws: SpeechFailure.self) { try await engine.render(Speech("chào")) }
        let child = try #require(Int32(workshop.read("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        // Killed with its group; it stays a zombie until its new parent takes note.
        let state = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ") Z"
        #expect(state.contains(") Z") || kill(child, 0) != 0)
    }

    @Test func `an engine that is not installed is told by its name`() async throws {
        let engine = SpeechFolder(
            folder: workshop.speech, command: SpeechCommand("no-such-engine {output}"), voice: "vi")
        let failure = await #expect(throws: SpeechFailure.self) { try await engine.render(Speech("chào")) }
        #expect(failure?.code == .notInstalled)
        #expect(failure?.detail.contains("no-such-engine") == true)
    }

    @Test func `a child has no descriptor of the daemon, no environment and no open end`() async throws {
        let secret = open("/dev/null", O_RDONLY)
        defer { close(secret) }
        let engine = try workshop.engine(
            "ls /proc/self/fd > '\(workshop.path)/open'; env > '\(workshop.path)/env'; \(workshop.writesWave)")
        _ = try await engine.render(Speech("chào"))
        // ls opens one for the folder that it lists.
        #expect(workshop.read("open").split(separator: "\n") == ["0", "1", "2", "3"])
        #expect(!workshop.read("env").contains("HOME=/root"))
        #expect(workshop.read("env").contains("PATH=/usr/local/bin:/usr/bin:/bin"))
    }

    @Test func `the oldest files give way, but never what is needed`() async throws {
        let engine = try workshop.engine(workshop.writesWave, limits: SpeechLimits(folderBytes: 40_000))
        var paths: [String] = []
        for number in 0..<4 {
            paths.append(try await engine.render(Speech("câu \(number)")).path)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1e9 + Double(number))], ofItemAtPath: paths[number])
        }
        await engine.tidy(keeping: [Speech("câu 0")])
        #expect(paths.map { FileManager.default.fileExists(atPath: $0) } == [true, false, false, true])
    }

    @Test(arguments: ["vi", "en-us"])
    func `espeak-ng speaks as it comes`(voice: String) async throws {
        let engine = SpeechFolder(
            folder: workshop.speech, command: SpeechCommand(SpeechCommand.standard), voice: voice)
        let path = try await engine.render(Speech("Cảnh báo lũ quét lúc 5 giờ 30.")).path
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.count > 44_000)
        #expect(bytes.dropFirst(44).contains { $0 != 0 })
    }

    /// Piper reads all of its standard input, and knows no option but its own.
    @Test(arguments: ["--output_file {output}", "-f {output}", "--output_file -", ""])
    func `a command in Piper's place is a setting`(output: String) async throws {
        let piper = try workshop.piper()
        let command = SpeechCommand("\(piper) --model \(workshop.path)/{voice}.onnx --length_scale 1.1 \(output)")
        let engine = SpeechFolder(folder: workshop.speech, command: command, voice: "vi_VN-vais1000-medium")
        try Data().write(to: URL(fileURLWithPath: "\(workshop.path)/vi_VN-vais1000-medium.onnx"))
        let one = try await engine.render(Speech("Xin chào bà con."))
        let three = try await engine.render(Speech("Xin chào.\nMời họp lúc bảy giờ.\nHết."))
        // A tenth of a second for each letter, so that no line is lost.
        #expect(try bytes(one.path) == 44 + 16 * 2_205 * 2)
        #expect(try bytes(three.path) == 44 + 33 * 2_205 * 2)
        #expect(abs((one.loudness ?? 0) + 20) < 0.5, "\(one)")
        let failure = await #expect(throws: SpeechFailure.self) {
            try await engine.render(Speech("chào", voice: "nobody"))
        }
        #expect(failure?.detail.contains("nobody.onnx") == true, "\(failure?.detail ?? "")")
    }

    private func bytes(_ path: String) throws -> Int { try Data(contentsOf: URL(fileURLWithPath: path)).count }

    @Test func `an engine that writes to its standard output will do`() async throws {
        let engine = SpeechFolder(
            folder: workshop.speech, command: SpeechCommand("espeak-ng -b 1 -v {voice} --stdout --stdin"), voice: "vi")
        let path = try await engine.render(Speech("Xin chào.")).path
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count > 10_000)
    }

    @Test func `the standard command of the settings is the engine's own`() {
        #expect(SpeechCommand.standard == "espeak-ng -b 1 -s 150 -v {voice} -w {output} --stdin")
    }
}
