/// What the desk asks of the engine. Voices are not counted here: the desk holds each until the engine says it is over.
enum EngineOrder {
    case add(Unmanaged<Voice>)
    /// Fade it out and end it.
    case stop(Unmanaged<Voice>)
    /// Answer with this number: the engine turns.
    case prove(UInt64)
    /// Fade everything out, close the output and end the thread.
    case shutDown
}
