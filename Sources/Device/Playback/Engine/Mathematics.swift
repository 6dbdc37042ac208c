import Glibc

/// Mathematics that the standard library leaves to the platform; the one use of the C library in this room.
enum Mathematics {
    static func sine(turns: Double) -> Double {
        sin(2 * .pi * turns)
    }

    static func cosine(turns: Double) -> Double {
        cos(2 * .pi * turns)
    }

    /// The factor that a number of dB is.
    static func factor(decibels: Double) -> Double {
        pow(10, decibels / 20)
    }

    /// The dB that a factor is; -infinity for none.
    static func decibels(factor: Double) -> Double {
        factor > 0 ? 20 * log10(factor) : -.infinity
    }
}
