internal import Foundation

/// A document of Office (ECMA-376): parts of XML in a ZIP archive, which name one another by relationships.
struct OfficePackage {
    struct Relationship {
        let id: String
        /// The last word of its type, such as `styles`.
        let kind: String
        /// The part's name in the archive.
        let part: String
    }

    let file: String
    /// The part that the others hang on.
    let mainPart: String
    private let archive: ZipArchive

    /// Opens a document; `file` is what messages show, `usual` the main part's usual name.
    init(_ data: Data, file: String, usual: String) throws {
        self.file = file
        archive = try ZipArchive(data, file: file)
        let roots = try Self.relationships(of: "", in: archive)
        mainPart = roots.first { $0.kind == "officeDocument" }?.part ?? usual
        guard archive.contains(mainPart), mainPart.split(separator: "/").first == usual.split(separator: "/").first
        else {
            throw BotError(
                .badData, at: SourceLocation(file: file), "the archive holds no '\(usual)'",
                mend: "Check that the name's ending tells what the file is")
        }
    }

    /// What a part names, but for what lies outside the document.
    func relationships(of part: String) throws -> [Relationship] {
        try Self.relationships(of: part, in: archive)
    }

    /// Reads a part; nil where the archive has none of that name.
    func reader(_ part: String) throws -> MarkupReader? {
        try archive.stream(part).map { try MarkupReader($0, part: part, file: file) }
    }

    /// Reads the part that the main part names by a relationship; nil where there is none.
    func reader(ofKind kind: String) throws -> MarkupReader? {
        guard let found = try relationships(of: mainPart).first(where: { $0.kind == kind }) else { return nil }
        return try reader(found.part)
    }

    private static func relationships(of part: String, in archive: ZipArchive) throws -> [Relationship] {
        let folders = part.split(separator: "/").dropLast()
        let base = part.split(separator: "/").last.map(String.init) ?? ""
        let name = (folders + ["_rels", "\(base).rels"]).joined(separator: "/")
        guard let stream = try archive.stream(name) else { return [] }
        let reader = try MarkupReader(stream, part: name, file: archive.file)
        var found: [Relationship] = []
        while let event = try reader.next() {
            guard event == .start, reader.name == "Relationship" else { continue }
            let attributes = reader.attributes()
            guard attributes["TargetMode"] != "External", let id = attributes["Id"], let target = attributes["Target"],
                let kind = attributes["Type"]?.split(separator: "/").last
            else { continue }
            found.append(Relationship(id: id, kind: String(kind), part: resolved(target, in: folders)))
        }
        return found
    }

    /// A target as a part's name: from the root where it begins with a slash, else from the naming part's folder.
    private static func resolved(_ target: String, in folders: ArraySlice<Substring>) -> String {
        var path = target.hasPrefix("/") ? [] : Array(folders)
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(step) }
        }
        return path.joined(separator: "/")
    }
}
