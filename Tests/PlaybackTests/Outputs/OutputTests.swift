import ALSADriver
import Foundation
import Hardware
import LinuxWorkers
import Synchronization
import TestSupport
import Testing
import WaveFileOutput

/// One after the other: they share the environment that libasound reads.
@Suite(.serialized) struct `Outputs` {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func `the recording double keeps the contract`() throws {
        let workers = SteppedWorkers()
        let recording = AudioRecording(workers)
        let written = try OutputConformance.check(recording.opener, paced: true) { workers.now() }
        #expect(recording.samples == written)
        #expect(written.count == 48_000 + 2 * 432, "it took nothing back")
    }

    @Test func `the file output keeps the contract in real time`() throws {
        let clock = LinuxWorkers()
        let path = scratch.file("out.wav")
        let before = clock.now()
        let written = try OutputConformance.check(.waveFile(path), paced: true) { clock.now() }
        let elapsed = clock.now().since(before)
        #expect(elapsed >= 500_000_000 && elapsed < 700_000_000, "\(elapsed) ns for half a second")
        let signal = try Signal(wave: try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(signal.rate == 48_000)
        #expect(signal.channels == 2)
        #expect(signal.samples == written)
    }

    @Test func `libasound's file PCM keeps the contract and gets every sample`() throws {
        let clock = LinuxWorkers()
        let path = scratch.file("alsa.raw")
        try ALSAConfiguration.use(in: scratch, path: path)
        let written = try OutputConformance.check(.alsa("capture"), paced: false) { clock.now() }
        #expect(try ALSAConfiguration.samples(path) == written)
    }

    @Test func `a volume that cannot be set is told at each opening, and the output plays all the same`() throws {
        let clock = LinuxWorkers()
        let path = scratch.file("alsa.raw")
        try ALSAConfiguration.use(in: scratch, path: path)
        let told = Mutex<[String?]>([])
        let opener = AudioOutputOpener.alsa("capture", volume: CardVolume(control: "Master", decibels: -6)) { problem in
            told.withLock { $0.append(problem) }
        }
        let written = try OutputConformance.check(opener, paced: false) { clock.now() }
        #expect(try ALSAConfiguration.samples(path) == written)
        let problems = told.withLock { $0 }
        #expect(!problems.isEmpty && problems.allSatisfy { $0?.contains("is of no card") == true }, "\(problems)")
    }

    @Test func `an absent card fails at once with the remedy`() throws {
        for name in ["hw:CARD=NoSuchCard", "no_such_pcm", "plughw:9,9"] {
            do {
                _ = try AudioOutputOpener.alsa(name).open(.standard)
                Issue.record("\(name) opened")
            } catch {
                #expect([.notFound, .unsupported].contains(error.code), "\(error)")
                #expect(error.description.contains(name))
                #expect(error.description.contains(error.remedy))
            }
        }
    }

    @Test func `a file that cannot be made says why`() {
        let cases: [(String, AudioOutputFailure.Code)] = [
            (scratch.file("none/out.wav"), .notFound), (scratch.path, .notPermitted), ("/dev/full", .full),
        ]
        for (path, code) in cases {
            do {
                var output = try AudioOutputOpener.waveFile(path).open(.standard)
                let block = [Int16](repeating: 1, count: 960)
                try output.write(block.span)
                Issue.record("\(path) took sound")
            } catch {
                #expect(error.code == code, "\(error)")
            }
        }
    }

    @Test func `a file output is opened by one at a time`() throws {
        let opener = AudioOutputOpener.waveFile(scratch.file("out.wav"))
        let first = try opener.open(.standard)
        #expect(throws: AudioOutputFailure.self) { _ = try opener.open(.standard) }
        _ = consume first
        _ = try opener.open(.standard)
    }

    @Test func `after each write the file is playable as it stands`() throws {
        let path = scratch.file("cut.wav")
        var output = try AudioOutputOpener.waveFile(path).open(.standard)
        for count in 1...3 {
            let block = [Int16](repeating: Int16(count), count: 960)
            try output.write(block.span)
            let signal = try Signal(wave: Data(contentsOf: URL(fileURLWithPath: path)))
            // More where this machine was held up: the time is kept, as silence.
            #expect(signal.samples.count >= 960 * count)
            #expect(signal.samples.last == Int16(count))
        }
    }

    @Test func `closed time is silence in the file, and a dry spell too`() throws {
        let opener = AudioOutputOpener.waveFile(scratch.file("gap.wav"))
        let clock = LinuxWorkers()
        let block = [Int16](repeating: 5_000, count: 960)
        var first = try opener.open(.standard)
        let start = clock.now()
        try first.write(block.span)
        try first.drain()
        _ = consume first
        // Time passes by playing on another file, not by sleeping.
        var other = try AudioOutputOpener.waveFile(scratch.file("other.wav")).open(.standard)
        for _ in 0..<10 { try other.write(block.span) }
        try other.drain()
        var second = try opener.open(.standard)
        let again = clock.now()
        try second.write(block.span)
        try second.drain()
        let signal = try Signal(wave: Data(contentsOf: URL(fileURLWithPath: scratch.file("gap.wav"))))
        let index = try #require(signal.channel(0).dropFirst(500).firstIndex { $0 != 0 })
        #expect(abs(Double(index) / 48_000 - Double(again.since(start)) / 1e9) < 0.005)
        #expect(signal.samples[960..<(index * 2)].allSatisfy { $0 == 0 })
    }
}

/// A configuration of libasound whose PCM `capture` writes what it gets to a file, and `microphone` gives what is in one.
enum ALSAConfiguration {
    static func use(in scratch: Scratch, path: String, microphone: String = "/dev/zero") throws {
        let text = """
            pcm.capture { type file slave.pcm { type null } file "\(path)" format raw }
            pcm.microphone {
                type file slave.pcm { type null } file "/dev/null" infile "\(microphone)" format raw
            }
            pcm.dead { type file slave.pcm { type null } file "/none/at/all" format raw }
            """
        let file = try scratch.write(Data(text.utf8), as: "asound.conf")
        setenv("ALSA_CONFIG_PATH", file, 1)
    }

    static func samples(_ path: String) throws -> [Int16] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        return stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }
}
