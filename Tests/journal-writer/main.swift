import Glibc
import LoaModel
import SQLiteJournal

// `journal-writer PATH ROUND` writes to a journal from several tasks at once until it is killed, and says on stdout
// what the journal said was kept. The test that starts it kills it, and looks whether that was true.
// `journal-writer PATH figures` writes a fortnight's content and says what memory that took.

guard CommandLine.arguments.count == 3 else {
    print("usage: journal-writer PATH ROUND|figures")
    exit(64)
}
let round = CommandLine.arguments[2]
let journal = SQLiteJournal(path: CommandLine.arguments[1], device: try DeviceID("cum-01"), boot: "round-\(round)")
let writer = try Writer(journal, round: round)
if round == "figures" {
    try await writer.writeFortnight(1...2)
    let before = Figures.residentBytes()
    try await writer.writeFortnight(3...800)
    print("\(Figures.databaseBytes()) \(Figures.residentBytes() - before)")
} else {
    try await writer.run()
}
