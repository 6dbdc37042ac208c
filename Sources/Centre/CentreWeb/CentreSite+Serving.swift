import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

extension CentreSite {
    /// Serves until cancelled.
    /// - Parameter ready: told once, with the address as it came to be: a port 0 has become a real one.
    /// - Throws: the address cannot be listened on.
    public func serve(
        at address: ListenAddress, log: Logger, ready: @escaping @Sendable (ListenAddress) -> Void
    ) async throws {
        try await application(at: address, log: log, ready: ready).run()
    }

    func application(
        at address: ListenAddress, log: Logger, ready: @escaping @Sendable (ListenAddress) -> Void
    ) -> Application<CallbackResponder<BasicRequestContext>> {
        var configuration = ApplicationConfiguration(address: .hostname(address.host, port: address.port))
        configuration.availableConnectionsDelegate = MaximumAvailableConnections(4_096)
        return Application(
            responder: CallbackResponder { (request: Request, context: BasicRequestContext) in
                await respond(to: request, context: context)
            },
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: configuration,
            onServerRunning: { channel in
                ready(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: log)
    }

    /// Sends a sign of life to readers of events, until cancelled.
    public func keepAlive(pause: any Clock<Duration>) async {
        while !Task.isCancelled {
            try? await pause.sleep(for: .seconds(10))
            ring.beat()
        }
    }
}
