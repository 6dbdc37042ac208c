import Hardware

/// How fast a card's clock is, in parts per billion (slow where negative), and the standard deviation of that.
struct CardDrift {
    var partsPerBillion: Int64
    var deviation: Int64
}

/// How fast the card's clock runs against the monotonic clock: a line laid through the instants at which frames leave.
///
/// An instant alone is off by as much as a card's position moves at a time, up to some 10 ms; the slope of a line through
/// ten seconds of them is good to some 10 ppm, through a minute to 1 ppm. Stretches between which the sound broke off
/// count together, each with its own line's height. Used by one thread; allocates nothing.
struct RateMeter {
    /// A stretch is closed after so many seconds, and what was measured before counts half: a card warms up.
    private static let longest = 600.0
    /// What a stretch of ten seconds weighs: the mean square of its times, multiplied by its length (seconds cubed).
    private static let least = 10.0 * 10 * 10 / 12

    private var stretch = Stretch()
    private var closed = Sums()
    /// Seconds of a period.
    private var step = 0.0
    private var origin = MonotonicTime(nanoseconds: 0)
    private var firstFrame = 0

    /// Frame number `frame` leaves the card at `instant`; `rate` is the nominal one. Called once for each period.
    mutating func note(frame: Int, leaves instant: MonotonicTime, rate: Int, period: Int) {
        if stretch.count == 0 { (origin, firstFrame) = (instant, frame) }
        let nominal = Double(frame - firstFrame) / Double(rate)
        let real = Double(instant.since(origin)) / 1e9
        step = Double(period) / Double(rate)
        stretch.add(time: nominal, late: real - nominal, step: step)
        if nominal > Self.longest { breakOff(keeping: 0.5) }
    }

    /// The sound broke off: what comes next is on another line.
    mutating func breakOff() {
        breakOff(keeping: 1)
    }

    private mutating func breakOff(keeping share: Double) {
        closed.weaken(to: share)
        closed.add(stretch.sums)
        stretch = Stretch()
    }

    /// nil before ten seconds were measured.
    var drift: CardDrift? {
        var sums = closed
        sums.add(stretch.sums)
        guard sums.times >= Self.least else { return nil }
        let slope = sums.products / sums.times
        let scatter = max(0, sums.latenesses - slope * sums.products) / sums.seconds
        let deviation = (scatter * step / sums.times).squareRoot()
        return CardDrift(
            partsPerBillion: Int64((-slope * 1e9).rounded()), deviation: Int64((deviation * 1e9).rounded(.up)))
    }

    /// Of stretches, each about its own means, and each period weighed with its seconds: their length, the squares of the
    /// times, times multiplied by latenesses, and the squares of the latenesses.
    private struct Sums {
        var seconds = 0.0
        var times = 0.0
        var products = 0.0
        var latenesses = 0.0

        mutating func add(_ other: Sums) {
            seconds += other.seconds
            times += other.times
            products += other.products
            latenesses += other.latenesses
        }

        mutating func weaken(to share: Double) {
            seconds *= share
            times *= share
            products *= share
            latenesses *= share
        }
    }

    private struct Stretch {
        var count = 0.0
        var meanTime = 0.0
        var meanLate = 0.0
        var sums = Sums()

        mutating func add(time: Double, late: Double, step: Double) {
            count += 1
            let (before, lateBefore) = (time - meanTime, late - meanLate)
            meanTime += before / count
            meanLate += lateBefore / count
            sums.seconds += step
            sums.times += before * (time - meanTime) * step
            sums.products += before * (late - meanLate) * step
            sums.latenesses += lateBefore * (late - meanLate) * step
        }
    }
}
