import ArgumentParser

/// How results are shown.
struct FormatOptions: ParsableArguments {
    @Flag(help: "Print JSON on one line, for programs.")
    var json = false
}
