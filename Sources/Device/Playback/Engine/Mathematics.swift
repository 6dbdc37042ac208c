import Glibc

/// Mathematics that the standard library leaves to the platform; the one use of the C library in this room.
enum Mathematics {
    static func sine(turns: Double) -> Double {
        sin(2 * .pi * turns)
    }

    static func cosine(turns: Double) -> Double {
        cos(2 * .pi * turns)
    }

    /// The modified Bessel function of order 0, which shapes a Kaiser window.
    static func bessel(_ value: Double) -> Double {
        var (sum, term, order) = (1.0, 1.0, 1.0)
        while term > sum * 1e-12 {
            term *= (value / 2 / order) * (value / 2 / order)
            sum += term
            order += 1
        }
        return sum
    }

    /// The factor that a number of dB is.
    static func factor(decibels: Double) -> Double {
        pow(10, decibels / 20)
    }

    /// The dB that a factor is; -infinity for none.
    static func decibels(factor: Double) -> Double {
        factor > 0 ? 20 * log10(factor) : -.infinity
    }

    static func exponential(_ power: Double) -> Double {
        exp(power)
    }

    /// Natural.
    static func logarithm(_ number: Double) -> Double {
        log(number)
    }
}
