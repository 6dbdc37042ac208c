import Foundation
import TestSupport
import Testing
import Trust

@Suite struct `Base64 of URLs` {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 hold, without padding`(plain: String, text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text.utf8) == Array(plain.utf8))
    }

    @Test func `what it writes is what Foundation writes in its other alphabet`() {
        var dice = Dice(seed: 4)
        for _ in 0..<2_000 {
            let bytes = dice.bytes(upTo: 70)
            let foundation = Data(bytes).base64EncodedString()
                .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            #expect(Base64URL.encode(bytes) == foundation)
            #expect(Base64URL.decode(foundation.utf8) == bytes)
        }
    }

    @Test(arguments: ["A", "AAAAA", "Zh", "Zm9", "Zg==", "Zg=", "+/AA", "Z g", "Zg\n", "Zmé", "\0"])
    func `what is not its own spelling is refused`(text: String) {
        #expect(Base64URL.decode(text.utf8) == nil)
    }

    @Test func `each text that is read is written the same again`() {
        var dice = Dice(seed: 5)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/".utf8)
        for _ in 0..<5_000 {
            let text = dice.bytes(upTo: 12, of: alphabet)
            if let bytes = Base64URL.decode(text) { #expect(Array(Base64URL.encode(bytes).utf8) == text) }
        }
    }
}
