import Hardware
import LinuxSystem
import LoaModel
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LinuxClockTests {
    @Test func `an alarm that has passed rings at once`() async throws {
        let clock = try LinuxClock(source: .assumed)
        let rings = clock.rings()
        clock.set(clock.read().wall.adding(seconds: -5))
        #expect(await rings.first { _ in true } == .due)
    }

    @Test func `an alarm rings when the wall clock has reached it, not before`() async throws {
        let clock = try LinuxClock(source: .assumed)
        let rings = clock.rings()
        let alarm = clock.read().wall.adding(seconds: 0.05)
        clock.set(alarm)
        #expect(await rings.first { _ in true } == .due)
        #expect(clock.read().wall >= alarm)
    }

    @Test func `both clocks are read together, and one is told from the other`() throws {
        let clock = try LinuxClock(source: .assumed)
        let reading = clock.read()
        #expect(reading.trust.synchronised)
        let later = reading.wall.adding(seconds: 2.5)
        #expect(reading.monotonic(at: later).since(reading.monotonic) == 2_500_000_000)
        #expect(reading.wall(at: reading.monotonic(at: later)) == later)
    }

    @Test func `the kernel is asked whether its clock is right`() throws {
        #expect(try LinuxClock(source: .kernel).read().trust.source == "kernel")
    }
}
