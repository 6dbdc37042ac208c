import LoaModel
import Testing

@testable import Scheduling

/// Which channels an order sounds on.
@Suite struct HornPlanTests {
    private let site = HornPlan(
        zones: [
            .init(name: "cho", channels: [0]), .init(name: "truong", channels: [2, 1]),
            .init(name: "ca-hai", channels: [0, 1]),
        ], channels: [0, 1, 2, 3])

    private func bulletin(_ zones: [String]?) throws -> HornReach {
        site.reach(of: try Plans.bulletin("a", at: "05:00", in: zones))
    }

    private func alert(_ zones: [String]?) throws -> HornReach {
        site.reach(of: try Plans.alert("a", issued: "05:00", in: zones).alert)
    }

    @Test func `nothing said is everywhere, each zone with the whole sound, and so is the rest`() throws {
        for reach in try [bulletin(nil), bulletin([]), alert(nil), alert([])] {
            #expect(reach.groups == [[0], [2, 1], [0, 1], [3]] && reach.zones == nil)
        }
        #expect(HornPlan.whole.everywhere.groups.isEmpty)
    }

    @Test func `a bulletin sounds in those of its zones that the site has`() throws {
        let reach = try bulletin(["truong", "dinh"])
        #expect(reach.groups == [[2, 1]] && reach.zones == ["truong"])
        let none = try bulletin(["dinh"])
        #expect(none.isNowhere && none.zones == ["dinh"])
        #expect(HornPlan.whole.reach(of: try Plans.bulletin("a", at: "05:00", in: ["cho"])).isNowhere)
    }

    @Test func `an alert whose zones are not all known sounds everywhere`() throws {
        #expect(try alert(["cho"]).groups == [[0]])
        #expect(try alert(["cho", "dinh"]).groups == (try alert(nil)).groups)
        #expect(try alert(["C\u{1EE3}"]).zones == nil)
        #expect(HornPlan.whole.reach(of: try Plans.alert("a", issued: "05:00", in: ["cho"]).alert) == .everywhere)
    }

    @Test func `two that share a channel meet`() throws {
        #expect(try !bulletin(["cho"]).meets(bulletin(["truong"])))
        #expect(try bulletin(["cho"]).meets(bulletin(["ca-hai"])))
        #expect(try bulletin(["truong"]).meets(bulletin(nil)))
        #expect(try !bulletin(["dinh"]).meets(alert(nil)))
    }
}
