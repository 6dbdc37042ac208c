import Testing

@testable import ALSADriver

@Suite struct `Volume of a card` {
    @Test(arguments: [
        (0.0, 0), (-20, -2_000), (-60, -4_550), (6, 600), (20, 1_200), (-12.5, -1_250),
    ])
    func `is set in dB where the driver knows them, within its range`(wanted: Double, hundredths: Int) {
        let range = VolumeRange(decibels: -4_550...1_200, steps: 0...127)
        #expect(range.setting(for: wanted) == .decibels(hundredths))
    }

    /// A range of less than 10 dB is not believed.
    @Test(
        arguments: [nil, 0...0, -999...0] as [ClosedRange<Int>?],
        [
            (0.0, 100), (10, 100), (-6.020_6, 50), (-20, 10), (-80, 1),
        ])
    func `is a part of the steps otherwise, and never the lowest`(
        decibels: ClosedRange<Int>?, setting: (wanted: Double, step: Int)
    ) {
        let range = VolumeRange(decibels: decibels, steps: 0...100)
        #expect(range.setting(for: setting.wanted) == .step(setting.step))
    }

    @Test func `ten dB are enough, and a control of one step keeps it`() {
        #expect(VolumeRange(decibels: -1_000...0, steps: 0...10).setting(for: -3) == .decibels(-300))
        #expect(VolumeRange(decibels: nil, steps: 0...0).setting(for: -3) == .step(0))
    }
}
