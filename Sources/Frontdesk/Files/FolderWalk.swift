internal import Foundation

/// The files in a folder and below, and the folders that cannot be read.
struct FolderWalk {
    /// Paths relative to the folder, sorted; hidden files, and what is in hidden folders, are left out.
    private(set) var files: [String] = []
    /// What hinders, by the folders' paths.
    private(set) var problems: [(folder: String, error: BotError)] = []

    /// Walks through a folder; `path` is what messages show. A folder that cannot be read itself is an error.
    init(_ root: URL, path: String) throws {
        try walk(root, below: "", shown: path)
        files.sort()
    }

    private mutating func walk(_ folder: URL, below prefix: String, shown path: String) throws {
        guard let handle = opendir(folder.path(percentEncoded: false)) else {
            let error = SystemError.error(errno, doing: "read", path)
            if prefix.isEmpty { throw error }
            return problems.append((String(prefix.dropLast()), error))
        }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let url = folder.appending(path: name)
            if Self.isFolder(url) {
                try walk(url, below: prefix + name + "/", shown: (path.hasSuffix("/") ? path : path + "/") + name)
            } else {
                files.append(prefix + name)
            }
        }
    }

    /// Links to folders are not followed: they may lead back up.
    private static func isFolder(_ url: URL) -> Bool {
        var status = stat()
        return lstat(url.path(percentEncoded: false), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
