"""Writes the tables in other encodings that ForeignTextTests reads: python3 generate_encodings.py"""

import pathlib

TABLE = (
    "问题,答案,相似问\r\n"
    "羽绒服可以机洗吗？,30 °C 轻柔机洗，低速脱水。,羽绒服能放洗衣机里洗吗|羽绒服怎么洗\r\n"
    "包邮吗？,满 99 元包邮。,要运费吗\r\n"
)
RARE = "问题,答案\n收藏款怎么保养？,用软布擦拭，勿近热源😀䶮\n"

folder = pathlib.Path(__file__).parent
for name, text, encoding in [
    ("gb18030.csv", TABLE, "gb18030"),
    ("gb18030-rare.csv", RARE, "gb18030"),
    ("utf8-mark.csv", TABLE, "utf-8-sig"),
    ("utf16-mark.csv", TABLE, "utf-16"),
    ("utf16le.csv", TABLE, "utf-16-le"),
    ("utf16be.csv", TABLE, "utf-16-be"),
    ("big5.csv", "問題,答案\n可以退貨嗎？,收到後七天內可以退貨，請保留包裝與發票。\n", "big5"),
    ("latin1.csv", "question,answer\nDürfen Müller und Söhne öffnen?,Ja, täglich außer Montag.\n", "latin-1"),
]:
    (folder / name).write_bytes(text.encode(encoding))
