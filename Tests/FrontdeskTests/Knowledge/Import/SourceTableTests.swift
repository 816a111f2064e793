import Frontdesk
import Testing

@Suite struct SourceTableTests {
    private func read(_ text: String, _ columns: [String: String] = [:], name: String = "a.csv") throws -> SourceRecords
    {
        try ImportFixture.read(text, as: name, columns: columns)
    }

    private func pairs(_ read: SourceRecords) -> [[String]] {
        read.records.map { [$0.question, $0.answer] }
    }

    @Test(arguments: [
        "question,answer\nQ,A\n", "Question;Answer\nQ;A\n", "QUESTION\tANSWER\nQ\tA\n", "sep=;\nquestion;answer\nQ;A\n",
        "\"sep=,\"\nquestion,answer\nQ,A\n", "问题（必填）,答案*\nQ,A\n",
        "ｑｕｅｓｔｉｏｎ,Ａｎｓｗｅｒ\nQ,A\n", "标准 问题;标准答案\nQ;A\n", "Standard_Question,Standard Answer\nQ,A\n",
        "title,content\nQ,A\n", "content,answer\nQ,A\n", "问题,内容,答案\nQ,more,A\n", "title,question,answer\nT,Q,A\n",
    ])
    func columnsByTheirUsualNames(_ text: String) throws {
        let read = try read(text)
        #expect(pairs(read) == [["Q", "A"]])
        #expect(read.problems.errors.isEmpty)
    }

    @Test func severalColumnsOfAliases() throws {
        let table = try read("标准问,相似问1,相似问2,答案\n怎么退货,退东西,,七天内\n包邮吗,,,满 99 元\n")
        #expect(table.records.map(\.aliases) == [["退东西"], []])
        let english = try read("question,similar question 1,Similar Question (2),alias,alias\nQ,a,b|c,d,e\n")
        #expect(english.records.map(\.aliases) == [["a", "b", "c", "d", "e"]])
    }

    @Test func aTitleThatCannotBeReadIsABadRowLikeOthers() throws {
        let table = try read("Our \"FAQ\" list\nquestion,answer\nQ,A\n")
        #expect(pairs(table) == [["Q", "A"]])
        #expect(table.problems.errors.map { $0.location?.description } == ["a.csv:1:5"])
        let header = #expect(throws: BotError.self) { try read("the \"question\",answer\nWhere?,Here.\n") }
        #expect(header?.location?.description == "a.csv:1:5")
    }

    @Test func whatIsLeftOutIsSaid() throws {
        #expect(try read("question,answer,部门,clicks\nQ,A,客服,3\n").notes == ["left out: the columns '部门', 'clicks'"])
    }

    @Test func otherColumnsByTheMapping() throws {
        let mapping = ["question": "用户问题", "answer": "客服回复", "aliases": "其他"]
        let table = try read("用户问题,客服回复,其他,问题\nQ,A,x|y,left\n", mapping)
        #expect(pairs(table) == [["Q", "A"]] && table.records[0].aliases == ["x", "y"])
        let missing = #expect(throws: BotError.self) { try read("a,b\nQ,A\n", ["question": "c"]) }
        #expect(missing?.description.hasPrefix("a.csv:1: there is no 'c' to take 'question' from") == true)
    }

    @Test func withoutNamesTwoColumnsAreQuestionAndAnswer() throws {
        let table = try read("怎么退货？,七天内可以退。\n包邮吗？,\"满 99 元，包邮。\"\n")
        #expect(pairs(table) == [["怎么退货？", "七天内可以退。"], ["包邮吗？", "满 99 元，包邮。"]])
        #expect(table.notes == ["the first row names no columns: read column 1 as question, column 2 as answer"])
        #expect(table.records[0].location.line == 1)
        #expect(
            pairs(try read("Where?;Here, or there.\nWhen?;Now, or then.\n")) == [
                ["Where?", "Here, or there."], ["When?", "Now, or then."],
            ])
    }

    @Test func aTitleMayStandAboveTheNames() throws {
        let table = try read("常见问题汇总,,\n更新于 2026-01-05,,\n编号,问题,答案\n1,怎么退货,七天内\n")
        #expect(pairs(table) == [["怎么退货", "七天内"]])
        #expect(table.notes == ["left out: what stands above the names of the columns"])
        #expect(pairs(try read("怎么退货,七天内\n包邮吗,满 99 元\n")).count == 2)
        #expect(pairs(try read("How to return,in seven days\nWho pays,we do\n")).count == 2)
    }

    @Test func aThirdColumnCountsWhereItIsEvident() throws {
        let aliases = try read("Where?,Here.,where is it|whereabouts\nWhen?,Now.,\n")
        #expect(aliases.records.map(\.aliases) == [["where is it", "whereabouts"], []])
        let category = try read("A?,1.,shipping\nB?,2.,shipping\nC?,3.,returns\nD?,4.,returns\n")
        #expect(category.records.map(\.category) == ["shipping", "shipping", "returns", "returns"])
        let neither = try read("A?,1.,some text\nB?,2.,other text\n")
        #expect(neither.records.allSatisfy { $0.aliases.isEmpty && $0.category == nil })
        #expect(neither.notes[0].hasSuffix("; left out: column 3"))
    }

    @Test func numbersNameTheColumnsOfATableWithoutNames() throws {
        let table = try read("七天内,怎么退货\n满 99 元,包邮吗\n", ["question": "2", "answer": "1"])
        #expect(pairs(table) == [["怎么退货", "七天内"], ["包邮吗", "满 99 元"]])
        #expect(throws: BotError.self) { try read("a,b\n", ["question": "3"]) }
        #expect(throws: BotError.self) { try read("a,b\n", ["answer": "1"]) }
    }

    @Test func namesThatAreNotKnownAreNoData() {
        let error = #expect(throws: BotError.self) { try read("用户,客服\n退货,可以\n") }
        #expect(error?.description.hasPrefix("a.csv:1: no column holds the questions. Name it 'question'") == true)
    }

    @Test func badRowsAreProblemsAndGoodOnesStay() throws {
        let table = try read(
            "question,answer,valid_until\nA,1,\n,2,\nB,3\n\nC,4,soon\n,,\nD 5\" wide,5,\nE,\"6\" x,\nF,7,,,\nG,\"open\n"
        )
        #expect(pairs(table) == [["A", "1"], ["F", "7"]])
        #expect(
            table.problems.errors.map { $0.location?.description } == [
                "a.csv:3:1", "a.csv:4:1", "a.csv:6:5", "a.csv:8:4", "a.csv:9:6", "a.csv:11:3",
            ])
    }

    @Test func fieldsMadeSafeForSpreadsheetsAreRestored() throws {
        let fields = ["=1+1 is?", "- a\n- b", "'-x", "'tis so"]
        for field in fields {
            let line = DelimitedText.line(["Q", SpreadsheetField.protected(field)])
            #expect(try read("question,answer\n\(line)\n").records.map(\.answer) == [field])
        }
    }

    @Test func tabsInATSVAndElsewhere() throws {
        #expect(pairs(try read("question\tanswer\nQ\tA, b; c\n", name: "a.tsv")) == [["Q", "A, b; c"]])
        #expect(pairs(try read("question,answer\nQ,A\n", name: "a.tsv")) == [["Q", "A"]])
    }

    @Test func exportsOfFastGPT() throws {
        let backup = try ImportFixture.read("fastgpt-backup.csv")
        #expect(backup.records.map(\.question) == ["怎么修改收货地址？", "可以开发票吗？", "会员有什么优惠？"])
        #expect(backup.records.map(\.aliases) == [["改地址", "地址填错了怎么办"], [], []])
        #expect(backup.records[2].answer == "每月一张 \"满减券\"。")
        #expect(backup.problems.errors.isEmpty && backup.notes.isEmpty)
        let old = try ImportFixture.read("fastgpt-index-content.csv")
        #expect(pairs(old) == [["怎么注销账号？", "在设置的账号与安全里提交申请。"], ["积分会过期吗？", "次年年底清零。"]])
    }

    @Test func exportsOfDify() throws {
        #expect(
            pairs(try ImportFixture.read("dify-annotations.csv")) == [
                ["Do you ship to islands?", "Yes, it takes two days longer, and costs \"a little more\"."],
                ["Can I pay by invoice?", "Only companies can."],
            ])
        #expect(
            pairs(try ImportFixture.read("dify-annotations.jsonl")) == [
                ["Do you ship to islands?", "Yes, it takes two days longer."], ["可以货到付款吗？", "目前不支持货到付款。"],
            ])
    }
}
