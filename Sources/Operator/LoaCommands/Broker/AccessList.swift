import CentreLink
import Keyring
import LoaModel

/// Who may do what at the broker, in mosquitto's words. User names are the common names of certificates.
struct AccessList {
    var enrolments: [Enrolment]

    var text: String {
        var lines = [
            "# Written by loa broker acl from the enrolled devices: changes by hand are lost.",
            "# The centre hands out orders and hears all; orders are signed, so it cannot make them.",
            "user \(LinkParty.centreName)",
            "topic readwrite \(Topics.root)/#",
            "",
            "# A device writes its own report and state, and hears its own orders. Who is not named may nothing.",
        ]
        for enrolment in enrolments {
            lines += ["", "user \(enrolment.device)"]
            lines += [Topics.report(enrolment.device), Topics.state(enrolment.device)].map { "topic write \($0)" }
            lines += Topics.subscriptions(device: enrolment.device, area: enrolment.area).map { "topic read \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
