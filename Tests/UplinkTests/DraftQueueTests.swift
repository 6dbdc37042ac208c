import CentreLink
import Journal
import LoaModel
import Testing

@testable import Uplink

struct DraftQueueTests {
    private func fault(_ detail: String) -> Draft {
        let fault = Fault(code: .linkDown, originator: "link", since: .epoch, detail: detail)
        return .report(
            DraftReport(at: .epoch, clockSynchronised: true, uptimeMilliseconds: 0, body: .fault(fault)))
    }

    private func details(_ drafts: [Draft]) -> [String] {
        drafts.map { draft in
            if case .report(let report) = draft, case .fault(let fault) = report.body { fault.detail } else { "time" }
        }
    }

    @Test func `past its limit what is no evidence gives way first`() {
        var queue = DraftQueue(limit: 3)
        queue.append(fault("1"))
        queue.append(.time(.epoch))
        queue.append(fault("2"))
        queue.append(fault("3"))
        let kept = details(queue.takeAll())
        #expect(kept == ["1", "2", "3"])
        #expect(queue.givenWay == 1)
    }

    @Test func `what could not be written goes first again, in its order`() {
        var queue = DraftQueue(limit: 10)
        for number in 1...3 { queue.append(fault("\(number)")) }
        let drafts = queue.takeAll()
        queue.append(fault("4"))
        queue.putBack(drafts[1...])
        let waiting = details(queue.takeAll())
        #expect(waiting == ["2", "3", "4"])
    }
}
