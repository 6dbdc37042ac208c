import Hardware

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
    private var closed = (times: 0.0, products: 0.0)
    private var origin = MonotonicTime(nanoseconds: 0)
    private var firstFrame = 0

    /// Frame number `frame` leaves the card at `instant`; `rate` is the nominal one. Called once for each period.
    mutating func note(frame: Int, leaves instant: MonotonicTime, rate: Int, period: Int) {
        if stretch.count == 0 { (origin, firstFrame) = (instant, frame) }
        let nominal = Double(frame - firstFrame) / Double(rate)
        let real = Double(instant.since(origin)) / 1e9
        let step = Double(period) / Double(rate)
        stretch.add(time: nominal, late: real - nominal, step: step)
        if nominal > Self.longest { breakOff(keeping: 0.5) }
    }

    /// The sound broke off: what comes next is on another line.
    mutating func breakOff() {
        breakOff(keeping: 1)
    }

    private mutating func breakOff(keeping share: Double) {
        closed = (closed.times * share + stretch.times, closed.products * share + stretch.products)
        stretch = Stretch()
    }

    /// Parts per billion by which the card is fast (slow where negative); nil before ten seconds were measured.
    var partsPerBillion: Int64? {
        let times = closed.times + stretch.times
        guard times >= Self.least else { return nil }
        let slope = (closed.products + stretch.products) / times
        return Int64((-slope * 1e9).rounded())
    }

    /// Sums of one stretch about its own means.
    private struct Stretch {
        var count = 0.0
        var meanTime = 0.0
        var meanLate = 0.0
        /// Squares of the times, and times multiplied by latenesses, each weighed with the seconds of a period.
        var times = 0.0
        var products = 0.0

        mutating func add(time: Double, late: Double, step: Double) {
            count += 1
            let before = time - meanTime
            meanTime += before / count
            meanLate += (late - meanLate) / count
            times += before * (time - meanTime) * step
            products += before * (late - meanLate) * step
        }
    }
}
