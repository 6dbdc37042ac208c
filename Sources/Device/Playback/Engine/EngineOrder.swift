/// What the desk asks of the engine.
enum EngineOrder {
    /// Not counted here: the desk holds the voice until the engine says it is over.
    case add(Unmanaged<Voice>)
    /// Fade the voice of this token out and end it; by token, because it may be over and gone by then.
    case stop(UInt64)
    /// Answer with this number: the engine turns.
    case prove(UInt64)
    /// Fade everything out, close the output and end the thread.
    case shutDown
}
