import LoaModel

/// What the record of a broadcast gains from each piece.
extension LiveBroadcast {
    /// The first frame of the piece left the card.
    mutating func beginSounding(at instant: Timestamp, errorMicroseconds: Int?, now: SchedulerTime) -> AsRun? {
        guard var piece, !piece.hasSounded else { return nil }
        piece.hasSounded = true
        // What has an instant keeps to it however late its first frame is; what begins as soon as it can counts from it.
        if !piece.isTimed {
            piece.start = now.monotonic(at: instant)
            piece.end = piece.start.saturatingPlus(.nanoseconds(piece.maximumSeconds))
        }
        self.piece = piece
        if piece.isJoined, note == nil { note = joinedNote }
        if begun == nil {
            begun = Begun(
                anchor: piece.start.saturatingMinus(.nanoseconds(piece.mediaOffset)),
                slotEnd: max(piece.slotEnd, piece.end), ownEnd: piece.ownEnd,
                quietFrom: piece.endsForQuiet ? piece.end : nil)
        }
        record.outcome = .running
        record.event = record.started == nil ? .started : .resumed
        if record.started == nil {
            record.started = instant
            record.startErrorMicroseconds = piece.isPlannedStart ? errorMicroseconds : nil
        }
        return record
    }

    /// Why the content before the joined place did not sound.
    private var joinedNote: String? {
        if let setbackReason { return setbackReason }
        guard begun == nil else { return nil }
        // What sounded before the boot lost what the boot took.
        return record.started != nil ? missedReason : RecordReason.joined
    }

    /// Adds what a piece did. Levels are added by power, frames at the rate of the first piece; the gain is
    /// the last one's.
    mutating func add(_ end: PlayEnd) {
        if end.mediaPosition.isFinite { mediaPosition = max(0, end.mediaPosition) }
        if end.lostOutput, note == nil { note = FaultCode.outputUnavailable.rawValue }
        if let fault = end.note, note == nil { note = fault.rawValue }
        guard end.frames > 0, end.rate > 0 else { return }
        if record.rate <= 0 { record.rate = end.rate }
        let seconds = Double(end.frames) / Double(end.rate)
        let frames = end.rate == record.rate ? end.frames : Int(min(9e15, seconds * Double(record.rate)))
        if let mean = end.meanDecibels {
            let before = record.meanDecibels.map { Decibels.power($0) * Double(record.frames) } ?? 0
            let total = Double(record.frames) + Double(frames)
            record.meanDecibels = Decibels.of(power: (before + Decibels.power(mean) * Double(frames)) / total)
        }
        if let peak = end.peakDecibels {
            record.peakDecibels = max(Decibels.held(peak), record.peakDecibels ?? Decibels.floor)
        }
        if let gain = end.gainDecibels { record.gainDecibels = Decibels.held(gain) }
        record.frames = record.frames.addingReportingOverflow(frames).partialValue
        record.underruns = record.underruns.addingReportingOverflow(max(0, end.underruns)).partialValue
        if end.lateFrames > 0 {
            record.lateFrames = (record.lateFrames ?? 0).addingReportingOverflow(end.lateFrames).partialValue
        }
        record.ended = end.at
        sounded += seconds
    }

    /// The record as it stands after a piece that is not the last.
    mutating func pause(reason: String?) -> AsRun {
        record.event = .preempted
        record.outcome = .running
        record.reason = reason
        return record
    }

    mutating func finish(_ outcome: AsRun.Outcome, _ reason: String?) -> AsRun {
        record.event = .ended
        record.outcome = outcome
        record.reason = reason
        return record
    }
}
