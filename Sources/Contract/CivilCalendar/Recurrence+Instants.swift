extension Recurrence {
    /// The first `limit` occurrences from the second `first` on and before the second `end`, both in seconds since
    /// 1970-01-01T00:00:00Z; in order of the instant, no instant twice. Bounded as `occurrences` is.
    public func instants(fromUTC first: Int64, untilUTC end: Int64, in zone: ZoneRules, limit: Int) -> [Occurrence] {
        guard first < end, limit > 0 else { return [] }
        // Where the clock is changed, the order on the wall and the order in time differ by the change: less than the
        // two days (and the few occurrences of a rule in them) that are looked at more on either side.
        let slack = 2 * 86_400
        let most = limit.addingReportingOverflow(additional.count + 8)
        let civil = occurrences(
            from: zone.civil(atUTC: first).adding(seconds: -slack),
            until: zone.civil(atUTC: end).adding(seconds: slack),
            in: zone, limit: most.overflow ? Int.max : most.partialValue)
        var found: [Occurrence] = []
        for occurrence in occurrences(civil, in: zone) where occurrence.utcSeconds >= first {
            guard occurrence.utcSeconds < end, found.count < limit else { break }
            if found.last?.utcSeconds != occurrence.utcSeconds { found.append(occurrence) }
        }
        return found
    }

    private func occurrences(_ civil: [CivilDateTime], in zone: ZoneRules) -> [Occurrence] {
        civil.map { Occurrence(civil: $0, utcSeconds: zone.utcSeconds(of: $0)) }
            .sorted { ($0.utcSeconds, $0.civil) < ($1.utcSeconds, $1.civil) }
    }
}
