/// A page that one file holds whole: it loads nothing, runs nothing, and reads well on paper too.
package struct ReportPage: Sendable {
    package let title: String
    /// What was measured, when and with what.
    package let facts: [(name: String, value: String)]
    package private(set) var sections: [ReportSection]

    package init(_ title: String, facts: [(name: String, value: String)] = [], _ sections: [ReportSection] = []) {
        self.title = title
        self.facts = facts
        self.sections = sections
    }

    /// Adds a section at the end.
    package mutating func append(_ section: ReportSection) {
        sections.append(section)
    }

    /// The page's source, HTML that is well-formed XML too.
    package var html: String {
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>\(title)</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            \(factList)
            \(contents)
            </header>
            <main>
            \(Markup(sections.map(\.markup)))
            </main>
            </body>
            </html>

            """
        return page.source
    }

    private var factList: Markup {
        guard !facts.isEmpty else { return "" }
        return """
            <dl class="facts">
            \(Markup(facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" }))
            </dl>
            """
    }

    private var contents: Markup {
        guard sections.count > 2 else { return "" }
        let links = sections.map { "<a href=\"#\($0.anchor)\">\($0.title)</a>" as Markup }
        return "<nav aria-label=\"Contents\">\(Markup(links))</nav>"
    }
}
