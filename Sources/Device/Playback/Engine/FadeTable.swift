/// The raised cosine of a fade: one gain a frame, rising from silence to 1. A fade out walks it backwards.
final class FadeTable: Sendable {
    let frames: Int
    private let gains: [Float]

    init(frames: Int) {
        self.frames = max(1, frames)
        let count = Double(self.frames)
        gains = (0..<self.frames).map { Float(0.5 - 0.5 * Mathematics.cosine(turns: (Double($0) + 0.5) / count / 2)) }
    }

    /// The gain at a step of the fade; 1 past its end.
    subscript(step: Int) -> Float {
        step < frames ? gains[step] : 1
    }
}
