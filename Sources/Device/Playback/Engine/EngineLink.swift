import Hardware
import Synchronization

/// What lies between desk and engine.
///
/// `@unchecked Sendable`: `reader` and `tap` are set once before the engine starts, `engine` once before the first item;
/// the rest guards itself.
final class EngineLink: @unchecked Sendable {
    let orders = MessageQueue<EngineOrder>(capacity: EngineLimits.messages)
    let notices = MessageQueue<EngineNotice>(capacity: EngineLimits.messages)
    /// The last failure of the output; written while nothing sounds.
    let outputFailure = Mutex<AudioOutputFailure?>(nil)
    /// Parts per billion by which the card is fast; the least number there is while it is not known.
    let drift = Atomic<Int64>(.min)
    /// Nanoseconds by which planned sound was last late; the least number there is while that was never known.
    let error = Atomic<Int64>(.min)
    /// Parts per billion by which sound is played faster than it was made.
    let correction = Atomic<Int64>(0)
    /// How often sound jumped to where the clock says.
    let jumps = Atomic<Int>(0)
    /// Turns of the engine so far.
    let turns = Atomic<Int>(0)
    /// Where the ear hears what is queued; nil: there is none. Set once before the engine starts.
    var tap: SoundTap?
    /// The worker that reads the notices.
    var reader: (any Worker)?
    /// The worker that plays.
    var engine: (any Worker)?

    /// Hands a notice over and wakes its reader; false where the queue is full.
    func notify(_ notice: EngineNotice) -> Bool {
        let sent = notices.send(notice)
        reader?.ring()
        return sent
    }
}
