import ALSACapture
import Foundation
import Hardware
import LinuxWorkers
import TestSupport
import Testing

/// The contract of `AudioInput`, for the double and the driver alike.
enum InputConformance {
    /// Reads from a fresh input; all that it gave.
    static func check<Input: AudioInput & ~Copyable>(
        _ opener: AudioInputOpener<Input>, reads: Int, now: () -> MonotonicTime
    ) throws -> [Int16] {
        var input = try opener.open()
        let format = input.format
        #expect((8_000...192_000).contains(format.rate) && (1...8).contains(format.channels) && format.periodFrames > 0)
        var all: [Int16] = []
        var room = [Int16](repeating: 0, count: format.periodFrames * format.channels)
        var last = MonotonicTime(nanoseconds: .min)
        for _ in 0..<reads {
            var span = room.mutableSpan
            let block = try input.read(into: &span)
            #expect(block.frames > 0 && block.frames <= format.periodFrames)
            #expect(block.first >= last && block.first <= now())
            last = block.first
            all += room[0..<(block.frames * format.channels)]
        }
        #expect(input.format == format && input.overruns == 0)
        return all
    }
}

extension Outputs {
    @Test func `the room's microphone keeps the contract of inputs`() throws {
        let workers = SteppedWorkers()
        let room = RoomMicrophone(of: AudioRecording(workers), gain: 0, noise: 0.1)
        let heard = try InputConformance.check(room.opener, reads: 20) { workers.now() }
        #expect(heard.count == 20 * 240 && heard.contains { $0 != 0 })
    }

    @Test func `libasound's file PCM keeps the contract of inputs and gives every sample`() throws {
        let clock = LinuxWorkers()
        let signal = Signal.staircase(seconds: 2, rate: 48_000, channels: 1)
        let bytes = signal.samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let path = try scratch.write(Data(bytes), as: "room.raw")
        try ALSAConfiguration.use(in: scratch, path: scratch.file("unused.raw"), microphone: path)
        let heard = try InputConformance.check(.alsa("microphone", rate: 48_000), reads: 20) { clock.now() }
        #expect(heard.count >= 2_400 && heard == Array(signal.samples.prefix(heard.count)))
    }

    @Test func `an absent microphone fails at once with the remedy`() throws {
        for name in ["hw:CARD=NoSuchCard", "no_such_pcm"] {
            do {
                _ = try AudioInputOpener.alsa(name, rate: 48_000).open()
                Issue.record("\(name) opened")
            } catch {
                #expect([.notFound, .unsupported].contains(error.code), "\(error)")
                #expect(error.description.contains(name) && error.description.contains(error.remedy))
            }
        }
    }
}
