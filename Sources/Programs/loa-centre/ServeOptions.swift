import ArgumentParser

/// The options of `serve`, as they were written.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Folder for the database and the media files; made if absent.", valueName: "dir"))
    var data: String

    @Option(
        help: ArgumentHelp(
            "Where to listen for HTTP; port 0 picks a free one. Any but a loopback address needs --token-file.",
            valueName: "host:port"))
    var listen = "127.0.0.1:8080"

    @Option(help: ArgumentHelp("The MQTT broker; without TLS only one on this machine.", valueName: "host:port"))
    var broker: String

    @Option(help: ArgumentHelp("The authority that signed the broker's certificate (PEM).", valueName: "file"))
    var brokerCa: String?

    @Option(help: ArgumentHelp("The centre's own certificate (PEM).", valueName: "file"))
    var brokerCert: String?

    @Option(help: ArgumentHelp("The key of that certificate (PEM).", valueName: "file"))
    var brokerKey: String?

    @Option(
        help: ArgumentHelp("The signed trust list (loa authority trust), read for each order.", valueName: "file"))
    var trust: String

    @Option(help: ArgumentHelp("The public root key that signed the trust list (root.pub).", valueName: "file"))
    var rootKey: String

    @Option(help: ArgumentHelp("The token of changing calls; 16 to 512 visible characters.", valueName: "file"))
    var tokenFile: String?

    @Option(help: "Show a device as silent when it was not heard for so many minutes, 1 to 1440.")
    var silentMinutes = 15

    @Option(help: "Keep as-run records, answers and replaced orders for so many days, 1 to 3660.")
    var keepDays = 400

    @Option(help: "How much the media folder may hold, MiB, 1 to 10485760.")
    var mediaQuotaMib = 20_480
}
