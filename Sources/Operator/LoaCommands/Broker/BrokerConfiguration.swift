/// mosquitto's configuration. What each line is for stands beside it, because technicians read it on the server.
struct BrokerConfiguration {
    var folder: BrokerFolder
    /// The address to listen at.
    var address: String
    var port: Int
    /// No TLS and no rights: for a trial on one machine.
    var plain: Bool
    /// The account that mosquitto runs as when it is started by root.
    var user: String

    /// Longest order with room for its topic, bytes.
    private static let maximumPacket = (2 << 20) + 4_096

    var text: String {
        """
        # Written by loa broker config.
        per_listener_settings false
        user \(user)
        pid_file \(folder.processID)

        # Retained orders outlive a restart; what reports and acknowledgements need is kept at their ends.
        persistence true
        persistence_location \(folder.data)/
        autosave_interval 30

        # A burst waits whole, but no reader can fill the memory: 64 MiB each. An order is at most 2 MiB.
        max_queued_messages 0
        max_queued_bytes 67108864
        max_packet_size \(Self.maximumPacket)
        persistent_client_expiration 30d
        # Without it an alert that follows an acknowledgement waits up to 40 ms for the device's TCP to answer.
        set_tcp_nodelay true

        # Notices and errors; never what is in a message.
        log_dest stdout
        log_type error
        log_type warning
        log_type notice
        connection_messages true
        log_timestamp_format %Y-%m-%dT%H:%M:%S

        listener \(port) \(address)
        \(access)

        """
    }

    private var access: String {
        if plain { return "# A trial on this machine alone: everybody on it may do everything.\nallow_anonymous true" }
        return """
            # Who has no certificate of ours is nobody; its common name is the user name and the client id, so that no
            # device can take another's rights or its place.
            allow_anonymous false
            cafile \(folder.authority)
            certfile \(folder.certificate)
            keyfile \(folder.key)
            require_certificate true
            use_identity_as_username true
            use_username_as_clientid true
            tls_version tlsv1.2
            acl_file \(folder.acl)
            """
    }
}
