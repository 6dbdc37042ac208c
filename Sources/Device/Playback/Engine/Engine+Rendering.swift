import Hardware
import Synchronization

extension Engine where Output: ~Copyable {
    /// Renders one period and queues it, or waits for a decoder.
    func render() -> Rest {
        guard var open = output.take() else {
            close()
            return .none
        }
        do throws(AudioOutputFailure) {
            var timing = try open.timing()
            if takeOver(&open, queued: timing.queuedFrames) { timing = try open.timing() }
            if awaitsDecoder(queued: timing.queuedFrames) {
                output = consume open
                return .until(workers.now().advanced(byNanoseconds: EngineLimits.decoderPause))
            }
            let jump = readClock(timing, underruns: open.underruns)
            let frames = buffers.resampler.prepare(
                frames: buffers.format.periodFrames, correction: clock.correction)
            let isActive = mixVoices(frames, jump: jump, queued: timing.queuedFrames)
            buffers.finish()
            measureVoices()
            try open.write(UnsafeBufferPointer(buffers.samples).span)
            written += buffers.format.periodFrames
            if isActive, let tap = link.tap, tap.take(buffers.mix, in: buffers.format, leaves: timing.nextFrame) {
                tapped = written
            }
            clock.advance(frames: frames)
            silent = isActive ? 0 : silent + buffers.format.periodFrames
            output = consume open
        } catch {
            loseOutput(error)
            return .none
        }
        let format = buffers.format
        if silent >= buffers.delayFrames { buffers.resampler.rest() }
        if silent >= format.frames(inSeconds: settings.tail) + format.bufferFrames { close() }
        return .none
    }

    /// True while a decoder is behind and the output holds enough to wait for it: silence within a message is heard, a
    /// shorter queue is not. A fresh output takes a whole buffer at once, faster than a busy board decodes.
    private func awaitsDecoder(queued: Int) -> Bool {
        guard queued >= reserve else { return false }
        let format = buffers.format
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue(), voice.state.phase == .sounding else { continue }
            // What corrects drift takes a frame more at times.
            guard voice.readableFrames <= format.periodFrames, !voice.decoded.load(ordering: .acquiring) else {
                continue
            }
            return true
        }
        return false
    }

    /// Mixes every voice for the period about to be queued; true while the output must stay open for one.
    private func mixVoices(_ frames: Int, jump: Int, queued: Int) -> Bool {
        let leaves = clock.leaves
        let heard = written - queued - buffers.delayFrames
        var isActive = false
        for index in slots.indices {
            guard let voice = slots[index]?.takeUnretainedValue() else { continue }
            if jump != 0 { voice.jump(jump) }
            if step(index, voice, frames, leaves: leaves, heard: heard) { isActive = true }
        }
        return isActive
    }

    /// Measures what is about to be written, for whom it is of.
    private func measureVoices() {
        let frames = buffers.format.periodFrames
        for slot in slots {
            guard let voice = slot?.takeUnretainedValue() else { continue }
            voice.measure(buffers.samples, first: written, frames: frames)
        }
    }

    /// Takes one voice through the period; true while it needs the output.
    private func step(
        _ index: Int, _ voice: Voice, _ frames: Int, leaves: MonotonicTime, heard: Int
    ) -> Bool {
        switch voice.state.phase {
        case .over: finish(index)
        case .leaving:
            guard heard >= voice.state.lastFrame else { return true }
            voice.state.tally.underruns += underruns - voice.state.underrunsAtStart
            finish(index)
        case .waiting, .sounding:
            guard voice.fits(buffers.format) else {
                voice.state.isMisfit = true
                return true
            }
            if voice.state.phase == .sounding {
                // What may lose nothing goes on when it is heard again.
                if voice.state.interrupted, !voice.keepsTime, leaves < audibleFrom { return true }
                rejoin(voice, leaves: leaves)
                let wait = min(frames, voice.state.wait)
                voice.state.wait -= wait
                mix(voice, from: wait, frames, leaves: leaves)
                return true
            }
            return begin(index, voice, frames, leaves: leaves)
        }
        return false
    }

    /// Starts a waiting voice if its first frame falls into this period; true while the output must stay open for it.
    private func begin(_ index: Int, _ voice: Voice, _ frames: Int, leaves: MonotonicTime) -> Bool {
        guard voice.state.end != .stopped else { return giveUp(index, voice, at: leaves) }
        let format = buffers.format
        var first = 0
        if let planned = voice.planned {
            let instant = max(planned, audibleFrom)
            let ahead = format.frames(inNanoseconds: instant.since(leaves))
            guard ahead < frames else {
                return instant.since(leaves) < Int64(max(0, settings.lead + settings.tail) * 1e9)
            }
            first = max(0, ahead)
        } else if !isReady(voice) {
            voice.state.starved += frames
            guard voice.state.starved > Int(EngineLimits.stall) * format.rate else { return true }
            voice.state.end = .stalled
            return giveUp(index, voice, at: leaves)
        } else {
            let ahead = format.frames(inNanoseconds: audibleFrom.since(leaves))
            guard ahead < frames else { return true }
            first = max(0, ahead)
        }
        let start = leaves.advanced(byNanoseconds: format.nanoseconds(ofFrames: first))
        let error = voice.lateness(of: start)
        if voice.keepsTime, error > EngineLimits.late { voice.state.debt += format.frames(inNanoseconds: error) }
        if voice.state.interrupted { rejoin(voice, leaves: start) } else { voice.state.begun = start }
        voice.state.phase = .sounding
        voice.state.starved = 0
        voice.state.underrunsAtStart = underruns
        mix(voice, from: first, frames, leaves: leaves)
        return true
    }

    /// Ends a voice that never sounded; it needs no output any more.
    private func giveUp(_ index: Int, _ voice: Voice, at instant: MonotonicTime) -> Bool {
        voice.state.tally.ended = instant
        finish(index)
        return false
    }

    /// True once a voice that starts when it can has sound for the reserve, or all it will ever have.
    func isReady(_ voice: Voice) -> Bool {
        voice.decoded.load(ordering: .acquiring) || voice.readableFrames >= reserve
    }

    /// Frames that carry the output over while a decoder is waited for: at least two periods, at most half a buffer.
    private var reserve: Int {
        let format = buffers.format
        return max(
            2 * format.periodFrames, min(format.bufferFrames / 2, format.frames(inSeconds: EngineLimits.reserve)))
    }

    private func mix(_ voice: Voice, from first: Int, _ frames: Int, leaves: MonotonicTime) {
        let format = buffers.format
        let before = voice.state.tally.frames
        let last = voice.mix(into: buffers.resampler.room, from: first, frames: frames, scratch: buffers.scratch)
        voice.state.unmeasured.add(
            first: written + first + buffers.delayFrames, frames: voice.state.tally.frames - before)
        if before == 0, voice.state.tally.frames > 0, voice.state.tally.started == nil {
            let start = leaves.advanced(byNanoseconds: format.nanoseconds(ofFrames: first))
            voice.state.tally.started = start
            // A joined voice seeks first: silence until then is lateness too.
            voice.state.tally.startError = voice.lateness(of: start)
            _ = link.notify(.started(voice.token, at: start, error: voice.state.tally.startError))
        }
        guard let last else { return }
        voice.state.phase = .leaving
        voice.state.lastFrame = written + last
        voice.state.tally.ended = leaves.advanced(byNanoseconds: format.nanoseconds(ofFrames: last))
    }

    /// Brings a voice that lost its output to where the clock says, if it keeps time. It is counted from its begin: a
    /// card may lag before it goes.
    private func rejoin(_ voice: Voice, leaves: MonotonicTime) {
        guard voice.state.interrupted else { return }
        voice.state.interrupted = false
        voice.state.underrunsAtStart = 0
        guard voice.keepsTime else { return }
        let due = buffers.format.frames(inNanoseconds: leaves.since(voice.state.begun))
        let frames = max(0, due - voice.state.elapsed)
        voice.state.debt += frames
        voice.state.elapsed += frames
    }
}

extension Voice {
    /// Has it fade out and end, unless it is at its end already.
    func stop() {
        if state.phase == .waiting || state.phase == .sounding { state.end = .stopped }
    }

    /// True where the clock is past the item's end, so that it need not wait for an output any longer.
    func isPast(_ now: MonotonicTime) -> Bool {
        let whole = total.load(ordering: .relaxed)
        let frames = min(limit, keepsTime && whole >= 0 ? whole : .max)
        guard frames < .max else { return false }
        let begin = planned ?? state.added
        return now >= begin.advanced(byNanoseconds: format.nanoseconds(ofFrames: frames))
    }
}
