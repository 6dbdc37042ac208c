import Glibc

/// Levels below full scale, held at -144 dB: the floor of 24 bits, and a number that JSON can say.
enum Decibels {
    static let floor = -144.0

    static func held(_ decibels: Double) -> Double { decibels > floor ? min(decibels, 100) : floor }

    static func power(_ decibels: Double) -> Double { pow(10, held(decibels) / 10) }

    static func of(power: Double) -> Double { power > 0 ? held(10 * log10(power)) : floor }
}
