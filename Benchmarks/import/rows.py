#!/usr/bin/env python3
"""Writes plausible questions and answers of a large shop as a table: rows.py ROWS [--seed N] > FAQ.csv

The words are ours, put together by a generator; every question is another one. One row in ten is Chinese.
"""

import argparse
import csv
import random
import sys

THINGS = """kettle pan knife board lamp chair table shelf rug blanket pillow towel jacket boot tent stove lantern
backpack bottle flask mug plate bowl oven grill scale timer grater whisk ladle apron basket hook mirror clock frame
candle vase planter hose rake spade glove scarf hat sock belt wallet umbrella raincoat sleeping-bag mattress""".split()
MATERIALS = "steel iron copper oak walnut linen wool cotton glass enamel bamboo leather canvas cork silicone".split()
COLOURS = "red blue green black white grey brown yellow orange navy sand olive".split()
ASKS = [
    ("How do I clean the {c} {m} {t} of series {n}?", "care"),
    ("Can the {c} {m} {t} {n} go into the dishwasher?", "care"),
    ("How long is the guarantee of the {m} {t} {n} in {c}?", "guarantee"),
    ("Where do I find spare parts for the {c} {t} {n} made of {m}?", "parts"),
    ("Is the {m} {t} number {n} still sold in {c}?", "stock"),
    ("What does it cost to send the {c} {m} {t} {n} back?", "returns"),
    ("How heavy is the {t} {n}, {m}, {c}?", "measures"),
    ("Which size of {c} {m} {t} {n} fits two people?", "measures"),
]
TELLS = [
    "Use warm water and a soft cloth; the {m} takes no scouring powder.",
    "It stays good for {d} years if it is dried after each use.",
    "We keep parts of series {n} for {d} years; the shop at the harbour has them too.",
    "Write its number, {n}, into the form and we send a label within {d} days.",
    "The {c} one weighs {w} grams, the others about the same.",
    "Orders placed before noon leave the store on the same day.",
    "Bring it to any of our shops, with or without the box.",
    "The {t} is made for us by a family firm that has worked with {m} since {y}.",
]
ZH_THINGS = "水壶 平底锅 菜刀 砧板 台灯 椅子 桌子 书架 地毯 毛毯 枕头 毛巾 外套 靴子 帐篷 炉子 背包 水杯 盘子 烤箱".split()
ZH_ASKS = ["{n}号{c}{t}怎么清洗？", "{c}的{t}{n}还有货吗？", "{t}{n}（{c}）保修多久？", "{c}{t}{n}退货要多少钱？"]
ZH_COLOURS = "红色 蓝色 绿色 黑色 白色 灰色".split()
ZH_TELLS = ["用温水和软布擦洗，擦干后存放。", "保修{d}年，凭订单号即可。", "下单后{d}天内送到。", "编号{n}的配件可在门店购买。"]


def english(number, choose):
    ask, category = choose.choice(ASKS)
    words = dict(c=choose.choice(COLOURS), m=choose.choice(MATERIALS), t=choose.choice(THINGS), n=number)
    words |= dict(d=choose.randint(2, 30), w=choose.randint(90, 9000), y=choose.randint(1890, 2010))
    question = ask.format(**words)
    answer = " ".join(tell.format(**words) for tell in choose.sample(TELLS, choose.randint(1, 4)))
    aliases = f"{words['t']} {number} {category}|{category} of my {words['c']} {words['t']} {number}"
    return [question, answer, aliases if choose.random() < 0.3 else "", category]


def chinese(number, choose):
    words = dict(c=choose.choice(ZH_COLOURS), t=choose.choice(ZH_THINGS), n=number, d=choose.randint(2, 30))
    answer = "".join(tell.format(**words) for tell in choose.sample(ZH_TELLS, choose.randint(1, 3)))
    return [choose.choice(ZH_ASKS).format(**words), answer, "", "中文"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    choose = random.Random(arguments.seed)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["question", "answer", "aliases", "category"])
    for number in range(1000, 1000 + arguments.rows):
        out.writerow((chinese if choose.random() < 0.1 else english)(number, choose))


main()
