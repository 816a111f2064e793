import Foundation
import Testing

/// What the operating system, the disk or another process refuses.
@Suite("Refusals")
struct RefusalTests {
    private let bot: TinyBot

    init() throws {
        bot = try TinyBot()
        let row = "Do you sell umbrellas?,\(String(repeating: "Yes. ", count: 2000))\n"
        try bot.write(Data("question,answer\n\(row)".utf8), to: "in/help.csv")
        // The index takes in the copied files now, so that what is refused changes nothing.
        #expect(try bot.run("import", "in/help.csv", "--dry-run").status == 0)
    }

    private func shell(_ script: String) -> [String] {
        ["/bin/sh", "-c", script + "\nexec \"$@\"", "sh"]
    }

    // MARK: - Permission

    /// Root reads every file unless it gives up its capabilities.
    private static let asOwner = getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-all"] : []
    static let canBeRefused = asOwner.first.map(FileManager.default.isExecutableFile) ?? true

    private func setMode(_ mode: mode_t, of path: String) throws {
        try #require(chmod(bot.folder.appending(path: path).path, mode) == 0)
    }

    @Test("No permission", .enabled(if: canBeRefused, "root without setpriv is refused nothing"))
    func permission() throws {
        try setMode(0, of: "intents/greeting.yml")
        try bot.expect(
            ["reply", "hello"], fails: 77,
            "intents/greeting.yml: cannot read: permission denied. Check the owner and mode", through: Self.asOwner)
        try setMode(0o644, of: "intents/greeting.yml")
        try setMode(0, of: "intents")
        try bot.expect(
            ["reply", "hello"], fails: 77, "intents/: cannot read: permission denied. Check the owner and mode",
            through: Self.asOwner)
        try setMode(0o755, of: "intents")
        try setMode(0o555, of: "knowledge")
        try bot.expect(
            ["import", "in/help.csv"], fails: 77,
            "knowledge/help.yml: cannot write: permission denied. Check the owner and mode", through: Self.asOwner)
        try bot.expect(
            ["test", "--report", "knowledge"], fails: 77,
            "knowledge: cannot write into this folder: permission denied. Check the owner and mode",
            through: Self.asOwner)
        try setMode(0, of: "in/help.csv")
        try bot.expect(
            ["import", "in/help.csv"], fails: 77,
            "in/help.csv: cannot read: permission denied. Check the owner and mode", through: Self.asOwner)
        try setMode(0o400, of: ".frontdesk/store.sqlite")
        let store = bot.folder.appending(path: ".frontdesk/store.sqlite").path
        try bot.expect(
            ["reply", "hello"], fails: 77,
            "\(store): cannot open the store: permission denied. Check the owner and mode", through: Self.asOwner)
    }

    // MARK: - Space

    @Test("A file that may not grow: SIGXFSZ is an error of the write")
    func fileSizeLimit() throws {
        try bot.expect(
            ["import", "in/help.csv"], fails: 74,
            "knowledge/help.yml: cannot write: the file would be too large. See 'ulimit -f'",
            through: shell("ulimit -f 1"))
        try bot.expect(
            ["reply", "hello"], fails: 74,
            ".frontdesk/store.sqlite: the store cannot be read or written. Check the disk and its free space",
            through: shell("ulimit -f 8"))
    }

    /// Whether a namespace with a file system of its own can be had, as root mostly can.
    static let canMount: Bool = {
        let script = ["-m", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
        guard let run = try? Process.run(URL(filePath: "/usr/bin/unshare"), arguments: script) else { return false }
        run.waitUntilExit()
        return run.terminationStatus == 0
    }()

    @Test("A full disk", .enabled(if: canMount, "a small file system cannot be mounted here"))
    func fullDisk() throws {
        let own = ["/usr/bin/unshare", "-m"]
        // The index in the store follows the files, of which this run sees none.
        try bot.expect(
            ["import", "in/help.csv"], fails: 74,
            "knowledge/help.yml: cannot write: the disk is full. Free some space and try again",
            through: own + shell("mount -t tmpfs -o size=4k none knowledge"), besides: [".frontdesk/store.sqlite"])
        try FileManager.default.createDirectory(
            at: bot.folder.appending(path: "full"), withIntermediateDirectories: false)
        let fill = """
            mount -t tmpfs -o size=64m none full && cp -a .frontdesk/. full && mount --bind full .frontdesk
            head -c 64m /dev/zero > .frontdesk/fill 2> full/none
            """
        try bot.expect(
            ["reply", "hello"], fails: 74,
            ".frontdesk/store.sqlite: the disk is full. Free some space and try again; nothing was lost",
            through: own + shell(fill))
    }

    // MARK: - Other processes

    /// The lock that SQLite takes for a writer: the byte behind the pending one, at a gigabyte.
    private func lockStore() throws -> FileHandle {
        let store = bot.folder.appending(path: ".frontdesk/store.sqlite")
        let handle = try FileHandle(forUpdating: store)
        var lock = flock()
        (lock.l_type, lock.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
        (lock.l_start, lock.l_len) = (0x4000_0001, 1)
        try #require(fcntl(handle.fileDescriptor, F_SETLK, &lock) == 0)
        return handle
    }

    @Test("A store that another process writes to")
    func busyStore() throws {
        let before = try bot.files()
        let handle = try lockStore()
        // Not by `expect`: closing any handle on the file would give the lock away.
        let run = try bot.run("reply", "hello")
        #expect(run.status == 75 && run.output.isEmpty)
        #expect(
            run.errors
                == "frontdesk: .frontdesk/store.sqlite: another process is writing to the store. Try again in a moment\n"
        )
        try handle.close()
        #expect(try bot.files() == before)
        #expect(try bot.run("reply", "hello").status == 0)
    }

    /// A real `train` that is stopped in the middle may hold the store as well: here only the job's lock is held.
    @Test("A second job while one runs", arguments: [["train"], ["import", "in/help.csv"]])
    func secondJob(arguments: [String]) throws {
        let descriptor = open(bot.folder.appending(path: ".frontdesk/job.lock").path, O_RDWR | O_CREAT, 0o600)
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let note = "train\n\(getpid())\n"
        try #require(ftruncate(descriptor, 0) == 0 && pwrite(descriptor, note, note.utf8.count, 0) == note.utf8.count)
        try bot.expect(
            arguments, fails: 75, "'train' is running (process \(getpid())). Wait until it has ended, then try again")
        close(descriptor)
        #expect(try CommandRun(arguments, environment: bot.environment, in: bot.folder).status == 0)
    }
}
