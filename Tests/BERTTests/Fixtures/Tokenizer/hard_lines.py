"""Texts that are hard for BERT's tokenizer; `generate_fixtures.py` and `Benchmarks/tokenizer/compare.py` use them."""

import unicodedata

ENGLISH = """where is my parcel the tracking says delivered but nothing came refund please I paid twice can't log in
don't won't it's O'Brien's e-mail re-order size 7.5 £49.99 $12,000.50 50% off!!! order #10234 (urgent) ASAP pls thx
unbelievable internationalization antidisestablishmentarianism photosynthesis customer's colour WIFI iPhone15 USB-C
www.example.com/a?b=c&d=e support@shop.example C++ #hash @user 3/4 10:30pm 2024-01-31 state-of-the-art ain't lol""".split()
CHINESE = "我的包裹到哪里了退款什么时候账七天无理由运费险专票驿站价保发货收货地址改尺码大小颜色坏客服人工订单号吗呢啊谢请问你们好不是可以怎么办多少钱龍龜鑫〇々"
OTHER = {
    "accents": "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÉÎÕÜßŒœŠšŽžŁłĐđŐőİıĞğŞşḀẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặỆệỐốỘộỚớỢợỨứỰựỲỳỸỹǅǆǺǻȀȁ",
    "greek": "ΑαΒβΓγΔδΣσςΩωάέήίΰϊϋόύώΆἀἁἂἃᾀᾁᾳᾴᾶὈὍᾼῌῼΐΰ",
    "cyrillic": "АаБбЙйЁёЩщЪъЫыЭэЮюЯяЇїЄєҐґЎўЉљЊњЂђЋћѴѵӐӑӖӗ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىًٌٍَُِّْٰ٪٫٬،؛؟ـ۔",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ־׳״שׁשׂ",
    "devanagari": "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह़ािीुूृेैोौ्ंः।॥क़ख़",
    "indic": "কখগঘঙািীুূোৌড়ঢ়கஙசஞாிீொோௌකඛගාේොෝෞാിൊോൌཀཁགཱཱིུ་།",
    "thai": "กขคฆงจฉชซญดตถทธนบปผพภมยรลวศสหอฮะาำิีึืุูเแโใไ็่้๊๋์ๆฯ๏๚",
    "korean": "가각간갇갈감갑값강개객거건걸검것게겨경계고공과관광교구국군그글금기길김까나다라마바사아자차카타파하힣각각ㄱㅏ",
    "japanese": "あいうえおかきくけこがぎぐげごぱぴぷぺぽアイウエオガギグパピプヴー・「」、。〜ﾊﾟﾋﾞｶﾞが々〆ヶ㍿㌔",
    "other": "ԱաԲբႠაბႰᲐᎠꭰᏸᚠᛁᠠᠡⴰⵣꜢꜣ𐐀𐐨𝐀𝒜𝔸ⅠⅳⒶⓐﬁﬂﬃ①㊀½²₂ªºµÅKΩ℡™",
}
EMOJI = """😀 😂 👍 👍🏽 👩‍👩‍👧‍👦 👨🏿‍🚀 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇨🇳 🇩🇪 ❤️ ❤ ☺️ 1️⃣ #️⃣ ✈︎ ♀️ 🤷🏻‍♂️ 🧑‍🤝‍🧑 🫠 🪿 ™️ ©️""".split()
SPACES = [chr(n) for n in (9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xA0, 0x1680, 0x180E, 0x2000, 0x2003, 0x200A,
                           0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)]
CONTROLS = [chr(n) for n in (*range(32), *range(127, 160), 0xAD, 0x600, 0x61C, 0x200C, 0x200D, 0x200E, 0x202A, 0x202E,
                             0x2066, 0x2069, 0xE000, 0xF8FF, 0xFFF9, 0xFFFB, 0xFFFD, 0xFFFE, 0xFFFF, 0x378, 0x1F1FF,
                             0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE01EF, 0xF0000, 0x10FFFD, 0x10FFFF, 0x1D173)]
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡§«¶·»¿‐–—‘’“”„†‡•…‰′″‹›‽⁂⁄€£¥¢₹×÷¬±°¨´¸`；·、。〈〉《》「」『』【】〔〕！＂＃％＆（），－．／：；？＠［＼］＿｛｝～＄＋＜＝＞＾｀｜"
MARKS = [chr(n) for n in (*range(0x300, 0x370, 3), 0x345, 0x34F, 0x483, 0x591, 0x5B0, 0x610, 0x64B, 0x8D4, 0x8E1, 0x93C, 0x94D,
                          0xE38, 0xEB8, 0xF71, 0xF72, 0xF74, 0x1B44, 0x1BAA, 0x1DFB, 0x20D0, 0x302A, 0x302E, 0x302F, 0x3099,
                          0xA953, 0xFE0F, 0xFE20, 0x11446, 0x116B6, 0x1D165, 0x1D166, 0x1D16D, 0x1D16E, 0x1D172, 0x1E000,
                          0x1E944, 0x1E94A, 0x1E8D0, 0x16FF0, 0x1133B, 0x1CF00)]
SPECIAL = ["[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]", "[cls]", "[Mask]", "[MASK", "MASK]", "[ MASK ]", "[[SEP]]",
           "[SEP][SEP]", "[UNK", "[M\u200bASK]", "[MASK\u0301]", "[\u0301MASK]", "##ing", "[unused1]", "[", "]", "［CLS］"]


def scalar(rng, pool=None):
    if pool:
        return rng.choice(pool)
    n = rng.choice((rng.randrange(0x800), rng.randrange(0x3000), rng.randrange(0x10000), rng.randrange(0x20000),
                    rng.randrange(0x110000)))
    return chr(n) if not 0xD800 <= n < 0xE000 else "\ufffd"


def word(rng):
    return rng.choice(ENGLISH)


def english(rng, pool):
    words = [word(rng) for _ in range(rng.randint(1, 18))]
    if rng.random() < 0.2:
        words = [w.upper() if rng.random() < 0.5 else w.title() for w in words]
    return rng.choice((" ", " ", " ", "  ", ", ", "")).join(words) + rng.choice(("", "?", ".", "!!", "…"))


def chinese(rng, pool):
    text = "".join(rng.choice(CHINESE) for _ in range(rng.randint(1, 40)))
    if rng.random() < 0.4:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice((word(rng), "7天", "￥199.9", "，", "？！", "ABC", "豈更車", "𠀀𪜀𫝀𬺰")) + text[at:]
    return text


def scripts(rng, pool):
    names = rng.sample(sorted(OTHER), rng.choice((1, 1, 2, 3)))
    parts = []
    for _ in range(rng.randint(1, 10)):
        letters = OTHER[rng.choice(names)]
        parts.append("".join(rng.choice(letters) for _ in range(rng.randint(1, 9))))
    text = rng.choice((" ", " ", "")).join(parts)
    return unicodedata.normalize(rng.choice(("NFC", "NFD", "NFKD", "NFC")), text) if rng.random() < 0.5 else text


def emoji(rng, pool):
    return "".join(rng.choice((rng.choice(EMOJI), " ", word(rng), "\u200d", "\ufe0f")) for _ in range(rng.randint(1, 14)))


def controls(rng, pool):
    return "".join(rng.choice((rng.choice(CONTROLS), rng.choice(SPACES), word(rng), rng.choice(CHINESE)))
                   for _ in range(rng.randint(1, 14)))


def punctuation(rng, pool):
    return "".join(rng.choice((rng.choice(PUNCTUATION), rng.choice(PUNCTUATION), word(rng))) for _ in range(rng.randint(1, 16)))


def marks(rng, pool):
    out = []
    for _ in range(rng.randint(1, 8)):
        out.append(rng.choice(("a", "e", "É", "ñ", "中", "각", "!", " ", "", "ạ̈", "ཱི", "𝅘𝅥", "\u200d", "\u0344")))
        out += [rng.choice(MARKS) for _ in range(rng.randint(0, 5))]
    return "".join(out)


def long_words(rng, pool):
    unit = rng.choice(("a", "A", "ab", "é", "e\u0301", "É", "각", "가", "ж", "😀", "x\u00ad", "\u0301a", "ᾳ", "İ", "𐐀", "क़", "1"))
    goal = rng.choice((98, 99, 100, 101, 102, 33, 34, 50, 51, 200, 201, 400, 405))
    middle = rng.choice(("", "", "", "\u200b", "\u0301", "ß", "b"))
    text = unit * (goal // len(unit)) + middle + unit * rng.randint(0, 1)
    return rng.choice((text, f"the {text} end", text + "." + text, "中" + text))


def random_unicode(rng, pool):
    return "".join(rng.choice((scalar(rng, pool), scalar(rng, pool), scalar(rng, pool), " ", "a"))
                   for _ in range(rng.randint(1, 30)))


def special(rng, pool):
    return "".join(rng.choice((rng.choice(SPECIAL), rng.choice(SPECIAL), word(rng), " ", rng.choice(MARKS), "é", "中"))
                   for _ in range(rng.randint(1, 12)))


def around_the_limit(rng, pool):
    text = " ".join(rng.choice((word(rng), word(rng), "中文", "é", "[SEP]", "\U0001F9FF", "x" * 101)) for _ in range(200))
    words = text.split()
    return " ".join(words[: rng.randint(40, 135)])


KINDS = {f.__name__: f for f in (english, chinese, scripts, emoji, controls, punctuation, marks, long_words,
                                 random_unicode, special, around_the_limit)}


def lines(rng, counts, pool=None):
    """`counts[kind]` lines of each kind, without lone surrogates, in a fixed order."""
    return [KINDS[kind](rng, pool) for kind, count in counts.items() for _ in range(count)]
