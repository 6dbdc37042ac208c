import DeviceApp
import Testing

struct ClockTrustTests {
    private let hour: Int64 = 3_600 * 1_000_000_000

    @Test func `a clock that was right stays so for weeks without the network`() {
        var trust = ClockTrust()
        let beliefs = [(true, Int64(0)), (false, 30 * 24 * hour), (false, 46 * 24 * hour)].map {
            trust.judge(kernelSaysSynchronised: $0.0, at: $0.1)
        }
        #expect(beliefs == [.synchronised, .heldOver(seconds: 30 * 86_400), .unknown])
    }

    @Test func `a clock that was never right is not known`() {
        var trust = ClockTrust()
        let belief = trust.judge(kernelSaysSynchronised: false, at: hour)
        #expect(belief == .unknown)
    }

    @Test func `somebody sets it and it is not known until the kernel vouches again`() {
        var trust = ClockTrust()
        _ = trust.judge(kernelSaysSynchronised: true, at: 0)
        trust.clockWasSet()
        let belief = trust.judge(kernelSaysSynchronised: false, at: hour)
        #expect(belief == .unknown)
        let again = trust.judge(kernelSaysSynchronised: true, at: 2 * hour)
        #expect(again == .synchronised)
    }
}
