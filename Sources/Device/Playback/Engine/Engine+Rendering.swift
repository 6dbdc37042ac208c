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
            let timing = try open.timing()
            if awaitsDecoder(queued: timing.queuedFrames) {
                output = consume open
                return .until(workers.now().advanced(byNanoseconds: EngineLimits.decoderPause))
            }
            measure(timing, underruns: open.underruns)
            buffers.clear()
            let isActive = mixVoices(timing: timing, underruns: open.underruns)
            buffers.finish()
            try open.write(UnsafeBufferPointer(buffers.samples).span)
            written += buffers.format.periodFrames
            silent = isActive ? 0 : silent + buffers.format.periodFrames
            output = consume open
        } catch {
            loseOutput(error)
            return .none
        }
        let format = buffers.format
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
            guard voice.readableFrames < format.periodFrames, !voice.decoded.load(ordering: .acquiring) else {
                continue
            }
            return true
        }
        return false
    }

    /// Measures the card's rate. After a start and a dry spell it first has to fill up and run.
    private func measure(_ timing: AudioOutputTiming, underruns: Int) {
        let format = buffers.format
        guard underruns == self.underruns else {
            meter.breakOff()
            steadyFrom = written + 2 * format.bufferFrames
            return
        }
        guard written >= steadyFrom else { return }
        meter.note(frame: written, leaves: timing.nextFrame, rate: format.rate, period: format.periodFrames)
        if let drift = meter.partsPerBillion { link.drift.store(drift, ordering: .relaxed) }
    }

    /// Mixes every voice for the period about to be queued; true while the output must stay open for one.
    private func mixVoices(timing: AudioOutputTiming, underruns: Int) -> Bool {
        let format = buffers.format
        let latency = format.nanoseconds(ofFrames: buffers.delayFrames)
        let leaves = timing.nextFrame.advanced(byNanoseconds: latency)
        let heard = written - timing.queuedFrames - buffers.delayFrames
        // After a dry spell the clock has gone on without the sound.
        let gap = underruns != self.underruns ? max(0, format.frames(inNanoseconds: leaves.since(expected))) : 0
        self.underruns = underruns
        var isActive = false
        for index in slots.indices {
            guard let voice = slots[index]?.takeUnretainedValue() else { continue }
            if voice.keepsTime, voice.state.phase == .sounding {
                voice.state.debt += gap
                voice.state.elapsed += gap
            }
            if step(index, voice, leaves: leaves, heard: heard) { isActive = true }
        }
        expected = leaves.advanced(byNanoseconds: format.nanoseconds(ofFrames: format.periodFrames))
        return isActive
    }

    /// Takes one voice through the period; true while it needs the output.
    private func step(_ index: Int, _ voice: Voice, leaves: MonotonicTime, heard: Int) -> Bool {
        switch voice.state.phase {
        case .over: finish(index)
        case .leaving:
            guard heard >= voice.state.lastFrame else { return true }
            voice.state.tally.underruns += underruns - voice.state.underrunsAtStart
            finish(index)
        case .waiting, .sounding:
            guard voice.format.carriesSame(as: buffers.format) else {
                if link.notify(.misfit(voice.token)) { slots[index] = nil }
                return true
            }
            if voice.state.phase == .sounding {
                // What may lose nothing goes on when it is heard again.
                if voice.state.interrupted, !voice.keepsTime, leaves < audibleFrom { return true }
                rejoin(voice, leaves: leaves)
                mix(voice, from: 0, leaves: leaves)
                return true
            }
            return begin(index, voice, leaves: leaves)
        }
        return false
    }

    /// Starts a waiting voice if its first frame falls into this period; true while the output must stay open for it.
    private func begin(_ index: Int, _ voice: Voice, leaves: MonotonicTime) -> Bool {
        guard voice.state.end != .stopped else { return giveUp(index, voice, at: leaves) }
        let format = buffers.format
        var first = 0
        if let planned = voice.planned {
            let instant = max(planned, audibleFrom)
            let ahead = format.frames(inNanoseconds: instant.since(leaves))
            guard ahead < format.periodFrames else {
                return instant.since(leaves) < Int64(max(0, settings.lead + settings.tail) * 1e9)
            }
            first = max(0, ahead)
        } else if !isReady(voice) {
            voice.state.starved += format.periodFrames
            guard voice.state.starved > Int(EngineLimits.stall) * format.rate else { return true }
            voice.state.end = .stalled
            return giveUp(index, voice, at: leaves)
        } else {
            let ahead = format.frames(inNanoseconds: audibleFrom.since(leaves))
            guard ahead < format.periodFrames else { return true }
            first = max(0, ahead)
        }
        let start = leaves.advanced(byNanoseconds: format.nanoseconds(ofFrames: first))
        let error = voice.planned.map(start.since) ?? 0
        if voice.keepsTime, error > EngineLimits.late { voice.state.debt += format.frames(inNanoseconds: error) }
        if voice.state.interrupted { rejoin(voice, leaves: start) } else { voice.state.begun = start }
        voice.state.phase = .sounding
        voice.state.starved = 0
        voice.state.underrunsAtStart = underruns
        mix(voice, from: first, leaves: leaves)
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

    private func mix(_ voice: Voice, from first: Int, leaves: MonotonicTime) {
        let format = buffers.format
        let before = voice.state.tally.frames
        let last = voice.mix(into: buffers.mix, from: first, frames: format.periodFrames, scratch: buffers.scratch)
        if before == 0, voice.state.tally.frames > 0, voice.state.tally.started == nil {
            let start = leaves.advanced(byNanoseconds: format.nanoseconds(ofFrames: first))
            voice.state.tally.started = start
            // A joined voice seeks first: silence until then is lateness too.
            voice.state.tally.startError = voice.planned.map(start.since) ?? 0
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

    /// The output has gone: what was queued is not counted as heard, and what sounded waits for it to come back.
    private func loseOutput(_ failure: AudioOutputFailure) {
        close()
        let unheard = buffers.format.bufferFrames + buffers.format.periodFrames + buffers.delayFrames
        let now = workers.now()
        for index in slots.indices {
            guard let voice = slots[index]?.takeUnretainedValue() else { continue }
            switch voice.state.phase {
            case .waiting, .over: continue
            case .sounding, .leaving:
                voice.state.tally.suffered = true
                voice.state.tally.frames = max(0, voice.state.tally.frames - unheard)
                voice.state.tally.underruns += underruns - voice.state.underrunsAtStart
            }
            if voice.state.phase == .leaving {
                voice.state.tally.ended = now
                finish(index)
            } else {
                voice.state.interrupted = true
                voice.state.level = 0
                voice.state.falling = false
            }
        }
        postpone(failure)
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
