import Frontdesk
import Testing

@Suite struct OpeningTests {
    @Test(arguments: [
        ("ok thanks, different thing: where is my order", "where is my order"),
        ("Hi! Can I pay by card?", "Can I pay by card?"), ("btw do you ship abroad", "do you ship abroad"),
        ("By the way, do you ship abroad", "do you ship abroad"),
        ("while I’m here, do you wrap gifts", "do you wrap gifts"),
        ("好的，另外请问退款多久到账", "退款多久到账"), ("你好，运费多少", "运费多少"),
    ])
    func openingsAreRemoved(_ text: String, _ rest: String) {
        #expect(Opening.removed(from: text) == rest)
    }

    /// No opening, a word that only begins like one, or too little behind it.
    @Test(arguments: [
        "where is my order", "some more of them please", "history of my orders", "butter dish in blue", "thanks a lot",
        "ok", "", "好的", "谢谢你", "那个订单什么时候到", "那款水壶能退吗",
    ])
    func otherMessagesStayAsTheyAre(_ text: String) {
        #expect(Opening.removed(from: text) == nil)
    }

    @Test(arguments: [
        ("forget it, where is my parcel", "where is my parcel"),
        ("never mind. ok, can I pay by card?", "can I pay by card?"),
        ("doesn’t matter, can I pay by card?", "can I pay by card?"), ("算了，退款多久到账", "退款多久到账"),
        ("先别管那个，运费多少", "运费多少"),
    ])
    func whatFollowsACancellation(_ text: String, _ rest: String) {
        #expect(Opening.afterCancellation(in: text) == rest)
    }

    @Test(arguments: ["forget it", "forget item three please", "never mind!", "算了", "ok, can I pay by card?"])
    func cancellationsWithoutMore(_ text: String) {
        #expect(Opening.afterCancellation(in: text) == nil)
    }
}

@Suite struct FollowUpTests {
    @Test(arguments: [
        "and to Norway?", "What about the knives?", "how about tomorrow", "also on sundays?", "那周末呢", "还有别的颜色吗",
        "挪威呢？", "羊毛的也可以吗",
    ])
    func leaning(_ text: String) {
        #expect(FollowUp.leans(text))
    }

    @Test(arguments: [
        "where is my order", "android app please", "orange jackets",
        "and I would like to know whether you also deliver to Norway", "退款什么时候到账",
        "那请问一下你们这个周末到底还发不发货啊",
    ])
    func standingAlone(_ text: String) {
        #expect(!FollowUp.leans(text))
    }

    @Test(arguments: [
        ("and the knives?", true), ("and do you deliver to Norway?", false), ("那羊毛的呢", true),
        ("那羊毛外套可以退吗", false),
    ])
    func fragments(_ text: String, _ isFragment: Bool) {
        #expect(FollowUp.isFragment(text) == isFragment)
    }

    @Test(arguments: [
        ("Where is my order? Can I still change it?", ["Where is my order?", "Can I still change it?"]),
        ("Where is my order?? Can I still change it???", ["Where is my order?", "Can I still change it?"]),
        ("Where is my order? can I still change it", ["Where is my order?", "can I still change it"]),
        ("运费多少？几天能到？", ["运费多少？", "几天能到？"]), ("运费多少？还有几天能到吗", ["运费多少？", "还有几天能到吗"]),
        (
            "Can I pay by card? Do you wrap gifts? When are you open?",
            ["Can I pay by card?", "Do you wrap gifts?", "When are you open?"]
        ),
        ("Can I pay by card? Do you wrap gifts? Thank you!", ["Can I pay by card?", "Do you wrap gifts?"]),
        (
            "can I return worn shoes and where is order 10236?",
            ["can I return worn shoes", "where is order 10236?"]
        ),
        ("订单 10234 在哪，还有怎么退货？", ["订单 10234 在哪", "还有怎么退货？"]),
        (
            "can i return the kettle, and how long does the refund take?",
            ["can i return the kettle", "how long does the refund take?"]
        ),
        ("can I pay by card, do you wrap gifts", ["can I pay by card", "do you wrap gifts"]),
        ("do you wrap gifts; I need an invoice", ["do you wrap gifts", "I need an invoice"]),
        (
            "do you wrap gifts, also I need an invoice", ["do you wrap gifts", "I need an invoice"]
        ),
        (
            "How do I pay by card, and will you wrap it?", ["How do I pay by card", "will you wrap it?"]
        ),
        ("I was charged twice and I need an invoice", ["I was charged twice", "I need an invoice"]),
        ("the parcel is broken, I also need an invoice", ["the parcel is broken", "I also need an invoice"]),
        ("水壶能退吗，退款多久到账", ["水壶能退吗", "退款多久到账"]), ("水壶能退吗，那运费谁出", ["水壶能退吗", "那运费谁出"]),
        ("水壶怎么退，另外退款多久到账", ["水壶怎么退", "另外退款多久到账"]), ("水壶怎么退，并且运费谁出", ["水壶怎么退", "运费谁出"]),
    ])
    func severalQuestions(_ text: String, _ questions: [String]) {
        #expect(SeveralQuestions.found(in: text) == questions)
    }

    /// One question, one that is too short to stand alone, or too many of them.
    @Test(arguments: [
        "Where is my order?", "Where is my order??", "Really? Where is my order?", "where is my order", "",
        "Is it in? Is it red? Is it new? Is it big?", "运费多少？",
        "does the kettle come with a base and a lid?", "if the kettle is broken, can I return it?",
        "when I wash it, can I use bleach?", "I bought a kettle and would like to return it", "如果水壶坏了，那怎么退",
        "我昨天买了水壶，退款多久到账", "水壶带底座和盖子吗",
    ])
    func noSeveralQuestions(_ text: String) {
        #expect(SeveralQuestions.found(in: text).isEmpty)
    }

    @Test(arguments: [
        "who pays the postage for that", "and how long would it take for those?", "Can I still change it?",
    ])
    func questionsThatEndInAReference(_ text: String) {
        #expect(FollowUp.endsInReference(text))
    }

    @Test(arguments: ["what is that", "that is not what I asked for", "who pays the postage", "这个多少钱"])
    func questionsThatEndInNone(_ text: String) {
        #expect(!FollowUp.endsInReference(text))
    }

    @Test(arguments: ["how do I wash it?", "Are they warm?", "它能机洗吗", "这个多少钱"])
    func questionsThatReferBack(_ text: String) {
        #expect(FollowUp.refersBack(text))
    }

    @Test(arguments: ["how do I wash merino", "is Italy in the EU", "羽绒服能机洗吗"])
    func questionsThatStandAlone(_ text: String) {
        #expect(!FollowUp.refersBack(text))
    }
}
