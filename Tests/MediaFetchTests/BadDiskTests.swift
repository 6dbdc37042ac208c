import Foundation
import Glibc
import LoaModel
import MediaFetch
import TestSupport
import Testing
import Uplink

/// Disks that take nothing. The tests mount small file systems of their own: as root, or by sudo.
@Suite(.serialized) struct `Media and a bad disk` {
    @Test func `a full disk is told, and nothing half stays on it`() async throws {
        let disk = try SmallDisk(kilobytes: 256)
        let file = Sample(bytes: 2 << 20)
        let server = try ScriptedServer { $0.serve(file) }
        let media = MediaFolder(folder: disk.folder, centre: server.url)
        await #expect(throws: Expected(.storageFull, isTransient: true)) {
            try await fault { try await media.fetch(file.reference) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder).isEmpty)
        let small = Sample(bytes: 50_000)
        let next = try ScriptedServer { $0.serve(small) }
        try await MediaFolder(folder: disk.folder, centre: next.url).fetch(small.reference)
    }

    @Test func `a read-only disk is told, and works again once it is writable`() async throws {
        let disk = try SmallDisk(kilobytes: 1_024)
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { $0.serve(file) }
        let media = MediaFolder(folder: disk.folder, centre: server.url)
        try disk.remount("ro")
        await #expect(throws: Expected(.storageReadOnly, isTransient: true)) {
            try await fault { try await media.fetch(file.reference) }
        }
        try disk.remount("rw")
        try await media.fetch(file.reference)
        #expect(await media.list() == [file.hash: 50_000])
    }

    @Test func `a folder that vanished is told`() async throws {
        let scratch = try MediaScratch()
        let file = Sample(bytes: 50_000)
        let server = try ScriptedServer { $0.serve(file) }
        let media = scratch.media(server.url)
        try FileManager.default.removeItem(atPath: scratch.folder)
        await #expect(throws: Expected(.storageReadOnly, isTransient: true)) {
            try await fault { try await media.fetch(file.reference) }
        }
    }
}

/// A file system in memory, unmounted with the last reference.
final class SmallDisk {
    let folder: String

    init(kilobytes: Int) throws {
        folder = "\(NSTemporaryDirectory())/loa-disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try mount("size=\(kilobytes)k", flags: 0)
    }

    /// - Parameter mode: `ro` or `rw`.
    func remount(_ mode: String) throws {
        try mount(mode, flags: UInt(MS_REMOUNT) | (mode == "ro" ? UInt(MS_RDONLY) : 0))
    }

    deinit {
        if umount2(folder, Int32(MNT_DETACH)) != 0 { _ = try? sudo(["umount", "-l", folder]) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// By the system call, or where it is not ours to make, by sudo without a password.
    private func mount(_ option: String, flags: UInt) throws {
        let data = option.hasPrefix("size") ? option : ""
        if Glibc.mount("tmpfs", folder, "tmpfs", flags, data) == 0 { return }
        let remount = flags == 0 ? "" : "remount,"
        let status = try sudo(["mount", "-t", "tmpfs", "-o", remount + option, "tmpfs", folder])
        try #require(status == 0, "a file system cannot be mounted: the test needs root, or sudo without a password")
    }

    private func sudo(_ words: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sudo", "-n"] + words
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
