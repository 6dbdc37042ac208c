import Health
import LoaModel
import Testing

struct FaultBoardTests {
    let now = Timestamp(seconds: 1_800_000_000)

    @Test func `a fault is told once when it comes and once when it goes`() {
        var board = FaultBoard()
        let raised = board.raise(.linkDown, by: "link", detail: "no route", at: now)
        #expect(raised != nil && raised?.cleared == nil)
        let again = board.raise(.linkDown, by: "link", detail: "still", at: now.adding(seconds: 1))
        #expect(again == nil)
        let cleared = board.clear(.linkDown, by: "link", at: now.adding(seconds: 5))
        #expect(cleared?.since == now)
        #expect(cleared?.cleared == now.adding(seconds: 5))
        let clearedAgain = board.clear(.linkDown, by: "link", at: now)
        #expect(clearedAgain == nil)
        #expect(board.current.isEmpty)
    }

    @Test func `many originators fill a bounded board`() {
        var board = FaultBoard()
        for number in 0..<1_000 { _ = board.raise(.mediaMissing, by: "media/\(number)", detail: "", at: now) }
        #expect(board.current.count <= 65)
    }
}
