import Hardware
import Testing

/// What every output must do, double and driver alike.
enum OutputConformance {
    /// Writes half a second in periods and checks the contract on the way; what was written is returned.
    static func check<Output: AudioOutput & ~Copyable>(
        _ opener: AudioOutputOpener<Output>, paced: Bool, now: () -> MonotonicTime
    ) throws -> [Int16] {
        var output = try opener.open(.standard)
        let format = output.format
        #expect(format == .standard)
        #expect(output.underruns == 0)
        let before = try output.timing()
        #expect(before.queuedFrames == 0)
        #expect(abs(before.nextFrame.since(now())) < 50_000_000)
        let signal = Signal.staircase(seconds: 0.5, rate: format.rate, channels: format.channels)
        let period = format.periodFrames * format.channels
        var last = before.nextFrame
        var all: [Int16] = []
        for start in stride(from: 0, to: signal.samples.count, by: period) {
            let block = Array(signal.samples[start..<(start + period)])
            try output.write(block.span)
            let asked = now()
            let timing = try output.timing()
            let told = now()
            #expect(timing.nextFrame >= last)
            #expect(timing.queuedFrames <= format.bufferFrames)
            if paced {
                // The instant it held at lies between the question and the answer, give or take a frame.
                let held = timing.nextFrame.advanced(
                    byNanoseconds: -format.nanoseconds(ofFrames: timing.queuedFrames))
                #expect(held.since(asked) > -30_000 && told.since(held) > -30_000)
            }
            last = timing.nextFrame
            all += block
            if start == 10 * period { all += try takeBack(&output, now: now) }
        }
        refuseTooMuch(&output)
        try output.drain()
        #expect(try output.timing().queuedFrames == 0)
        return all
    }

    /// Writes a period and takes the last millisecond back; gives what was left of it. Bounds that it cannot keep are none.
    private static func takeBack<Output: AudioOutput & ~Copyable>(
        _ output: inout Output, now: () -> MonotonicTime
    ) throws -> [Int16] {
        let format = output.format
        let block = [Int16](repeating: 7_777, count: format.periodFrames * format.channels)
        try output.write(block.span)
        let all = output.takeBack(format.bufferFrames...format.bufferFrames)
        #expect(all == 0, "what is about to leave was taken back")
        let (before, asked) = (try output.timing(), now())
        let wanted = format.rate / 1_000
        let count = output.takeBack(wanted...wanted)
        let (after, told) = (try output.timing(), now())
        #expect(count == 0 || count == wanted)
        let passed = format.frames(inNanoseconds: told.since(asked))
        let gone = before.queuedFrames - after.queuedFrames
        #expect(gone >= count - 1 && gone <= count + passed + 960, "\(gone) of \(count) frames")
        return block.dropLast(count * format.channels)
    }

    private static func refuseTooMuch<Output: AudioOutput & ~Copyable>(_ output: inout Output) {
        let block = [Int16](repeating: 0, count: (output.format.bufferFrames + 1) * output.format.channels)
        do {
            try output.write(block.span)
            Issue.record("more frames than the buffer holds were taken")
        } catch {
            #expect(error.code == .unsupported)
        }
    }
}
