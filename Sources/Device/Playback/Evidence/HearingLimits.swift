/// What the verdicts of hearing rest on. docs/decisions/0019 says how they were found.
enum HearingLimits {
    /// A stretch is heard where its correlation stands so many standard deviations above chance.
    static let significance = 8.0
    /// Frequencies that must have been played for a stretch to be judged: of fewer a perfect likeness could be chance.
    static let frequencies = 256
    /// A stretch that was played softer than this is not looked for, dB of full scale.
    static let softest = -60.0
    /// A microphone that gives less than this is dead or unplugged: two steps of 16 bits.
    static let deadLevel = -84.0
    /// A stretch of which more than this part was captured at full scale is clipped: not finding the sound in it proves
    /// nothing.
    static let clipped = 0.05
    /// Stretches that must have been judged before a broadcast is called not heard.
    static let stretches = 2
    /// Heard: at least this part of the judged stretches.
    static let heardPart = 0.5
    /// Broadcasts in a row that were not heard until that is a fault.
    static let inARow = 3
}
