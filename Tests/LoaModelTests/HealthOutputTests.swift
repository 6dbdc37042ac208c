import Foundation
import LoaModel
import Testing

@Suite struct `The output in the health report` {
    @Test func `says how it keeps step under the names of the protocol`() throws {
        let output = HealthReport.Output(
            name: "hw:0", state: .playing, drift: 1.5, errorMicroseconds: -31, correction: 12.1, jumps: 2)
        let text = String(decoding: try JSONEncoder().encode(output), as: UTF8.self)
        for part in [#""drift_ppm":1.5"#, #""error_us":-31"#, #""correction_ppm":12.1"#, #""jumps":2"#] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(try JSONDecoder().decode(HealthReport.Output.self, from: Data(text.utf8)) == output)
    }

    @Test func `of an older device is read without them`() throws {
        let old = Data(#"{"name":"hw:0","state":"asleep","drift_ppm":-12.4}"#.utf8)
        let output = try JSONDecoder().decode(HealthReport.Output.self, from: old)
        #expect(output.drift == -12.4 && output.errorMicroseconds == nil && output.jumps == nil)
    }
}
