/// Brings a newer version of a source together with a file that people may have edited since it was imported.
///
/// For each entry there are three versions: what was imported last (the base), what stands in the file, and what the
/// source says now. Where only one side changed, that change counts; where both did, the file's version stays and the
/// entry is a conflict.
package struct EntryMerge {
    /// What becomes of conflicts.
    package enum Settling: Sendable {
        /// The version made by hand stays, and the conflict is told, again at each import.
        case report
        /// The version made by hand stays, and counts from now on.
        case keep
        /// The source's version is taken, also of what was edited or deleted by hand while the source stayed as it was.
        case overwrite
    }

    /// One entry that an import changes, or would.
    struct Change: Sendable {
        typealias Kind = KnowledgeImporter.Change.Kind

        let kind: Kind
        /// The new version; of a removed entry the old one.
        let entry: KnowledgeEntry
        /// What both sides did, for conflicts.
        let reason: String?
    }

    /// The file's entries from now on.
    private(set) var entries: [KnowledgeEntry] = []
    /// What the next import is compared with.
    private(set) var base = ImportBase()
    private(set) var changes: [Change] = []
    private(set) var counts: [Change.Kind: Int] = [:]
    /// Entries that both sides changed.
    var conflicts: [Change] { changes.filter { $0.kind == .conflict } }
    private(set) var unchanged = 0
    /// Entries of the file that differ from the source because somebody edited, added or deleted them.
    private(set) var kept = 0
    /// Those of them that were conflicts, and are none any more.
    private(set) var settled = 0

    private let settling: Settling
    private let last: ImportBase
    private let listsAll: Bool
    private let isPartial: Bool

    /// Merges; without an earlier import everything is new. Conflicts are listed always, other changes where `listsAll`.
    ///
    /// Of a `partial` source rows were left out, which may be those that an entry was: nothing is dropped for want of it.
    init(
        _ source: [KnowledgeEntry], into current: [KnowledgeEntry], since last: ImportBase, _ settling: Settling,
        partial: Bool = false, listsAll: Bool
    ) {
        isPartial = partial
        self.settling = settling
        self.last = last
        self.listsAll = listsAll
        entries.reserveCapacity(source.count)
        var rest = Dictionary(current.indices.map { (current[$0].key, $0) }) { first, _ in first }
        let own = current.isEmpty ? [:] : Self.own(current, besides: Set(source.map(\.key)))
        for entry in own[nil] ?? [] { keepOrRemove(entry) }
        for (entry, content) in zip(source, ImportBase.contents(of: source)) {
            merge(entry, content, rest.removeValue(forKey: entry.key).map { current[$0] })
            for other in own[entry.key] ?? [] { keepOrRemove(other) }
        }
    }

    /// Entries that only the file has, by the source's entry that they stand below.
    private static func own(
        _ current: [KnowledgeEntry], besides keys: Set<KnowledgeEntry.Key>
    ) -> [KnowledgeEntry.Key?: [KnowledgeEntry]] {
        var own: [KnowledgeEntry.Key?: [KnowledgeEntry]] = [:]
        var above: KnowledgeEntry.Key?
        for entry in current {
            if keys.contains(entry.key) { above = entry.key } else { own[above, default: []].append(entry) }
        }
        return own
    }

    /// An entry that the source has.
    private mutating func merge(_ entry: KnowledgeEntry, _ new: UInt64, _ current: KnowledgeEntry?) {
        let old = last[entry.key]
        guard let current else { return mergeMissing(entry, new, old) }
        let now = ImportBase.content(of: current)
        if now == new {
            unchanged += 1
            take(entry, new)
        } else if now == old || settling == .overwrite {
            note(Change(kind: .changed, entry: entry, reason: nil))
            take(entry, new)
        } else if new == old {
            kept += 1
            entries.append(current)
            base.add(entry.key, new)
        } else {
            let reason =
                old == nil ? "is in the source too, and differs" : "was edited by hand, and changed in the source"
            settle(entry, new, old, Change(kind: .conflict, entry: current, reason: reason), keeping: current)
        }
    }

    /// An entry of the source that the file lacks.
    private mutating func mergeMissing(_ entry: KnowledgeEntry, _ new: UInt64, _ old: UInt64?) {
        guard let old, settling != .overwrite else {
            note(Change(kind: .added, entry: entry, reason: nil))
            return take(entry, new)
        }
        guard old != new else {
            kept += 1
            return base.add(entry.key, new)
        }
        let reason = "was deleted by hand, and changed in the source"
        settle(entry, new, old, Change(kind: .conflict, entry: entry, reason: reason), keeping: nil)
    }

    /// Both sides changed the entry: the version made by hand stays, and is a conflict until people settle for it.
    private mutating func settle(
        _ entry: KnowledgeEntry, _ new: UInt64, _ old: UInt64?, _ conflict: Change, keeping current: KnowledgeEntry?
    ) {
        if settling == .keep {
            kept += 1
            settled += 1
            base.add(entry.key, new)
        } else {
            note(conflict)
            if let old { base.add(entry.key, old) }
        }
        if let current { entries.append(current) }
    }

    /// An entry that only the file has: added by hand, or dropped from the source.
    private mutating func keepOrRemove(_ entry: KnowledgeEntry) {
        guard let old = last[entry.key] else {
            kept += 1
            return entries.append(entry)
        }
        if isPartial {
            unchanged += 1
            return take(entry, old)
        }
        let isUntouched = ImportBase.content(of: entry) == old
        if isUntouched || settling == .overwrite {
            return note(Change(kind: .removed, entry: entry, reason: nil))
        }
        entries.append(entry)
        guard settling == .report else {
            kept += 1
            settled += 1
            return
        }
        base.add(entry.key, old)
        let reason = "was edited by hand, and is in the source no more"
        note(Change(kind: .conflict, entry: entry, reason: reason))
    }

    private mutating func note(_ change: Change) {
        counts[change.kind, default: 0] += 1
        if listsAll || change.kind == .conflict { changes.append(change) }
    }

    private mutating func take(_ entry: KnowledgeEntry, _ content: UInt64) {
        entries.append(entry)
        base.add(entry.key, content)
    }
}
