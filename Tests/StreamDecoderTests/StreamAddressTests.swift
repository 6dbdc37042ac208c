import Hardware
import Testing

@testable import StreamDecoder

@Suite struct StreamAddressTests {
    @Test(arguments: [
        "file:///etc/passwd", "concat:a|b", "http:///x y", "pipe:0", "http://a\n-f", "rtp://a.example:5004",
        "rtp://239.1.2.3", "rtp://239.1.2.3:80", "rtp://239.1.2.3:5004?pt=8", "rtp://239.1.2.3:5004?x=1",
        "rtp://300.1.2.3:5004", "rtsp://a.example/x", "alsa:hw:0", "data:audio/wav,abc",
    ]) func `nothing but streams is opened`(address: String) {
        let failure = #expect(throws: DecodingFailure.self) { _ = try StreamAddress(address).text }
        #expect(failure?.code == .unreachable)
    }

    @Test func `live speech is told as a session, with the sender that is listened to`() throws {
        let session = try StreamAddress("rtp://239.1.2.3:5004?pt=111&from=10.0.0.5").session
        #expect(session.contains("c=IN IP4 239.1.2.3/32\r\n"))
        #expect(session.contains("m=audio 5004 RTP/AVP 111\r\na=rtpmap:111 opus/48000/2\r\n"))
        #expect(session.contains("a=source-filter: incl IN IP4 239.1.2.3 10.0.0.5\r\n"))
    }

    @Test func `no playlist leads to a file, whatever it names`() throws {
        let words = try StreamAddress("https://a.example/live.m3u8").inputWords
        let allowed = try #require(words.firstIndex(of: "-protocol_whitelist").map { words[$0 + 1] })
        #expect(allowed == "http,https,tcp,tls,crypto")
        #expect(words.contains("-tls_verify"))
    }
}
