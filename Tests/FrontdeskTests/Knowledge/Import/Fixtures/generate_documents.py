"""Writes faq.xlsx, handbook.docx and page-gbk.html as common programs do. Needs openpyxl 3.1 and python-docx 1.1.

Run it in this folder: python3 generate_documents.py
"""

import datetime

import docx
import openpyxl

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "FAQ"
rows = [
    ["Questions of our customers"],
    ["ID", "Category", "Question", "Answer", "Similar questions", "Valid until", "Clicks"],
    [1.0, "Delivery", "How long does delivery take?", "Two to four days.", "When will it come?|Delivery time",
     datetime.date(2027, 1, 31), 12],
    [2, None, "What does delivery cost?", 4.9, None, datetime.datetime(2026, 12, 24), 7],
    [3, None, "Is delivery insured?", True, None, None, None],
    [4, "Returns", "How much of the price comes back?", 0.95, None, None, None],
    [None, None, None, None, None, None, None],
    [5, "Returns", "Can I return a sale item?", "Yes,\nwithin 30 days.", None, None, None],
]
for row in rows:
    sheet.append(row)
sheet.merge_cells("A1:G1")
sheet.merge_cells("B3:B5")
sheet["D6"].number_format = "0%"
sheet["F3"].number_format = "dd/mm/yyyy"
sheet.row_dimensions[8].hidden = True
notes = book.create_sheet("Notes")
notes.append(["Ask Mara before you change anything."])
chinese = book.create_sheet("中文")
chinese.append(["问题", "答案"])
chinese.append(["多久能送到？", "两到四天。"])
chinese.append(["运费多少？", None])
hidden = book.create_sheet("Lists")
hidden.append(["question", "answer"])
hidden.append(["hidden", "hidden"])
hidden.sheet_state = "hidden"
book.save("faq.xlsx")

handbook = docx.Document()
handbook.add_heading("Care of enamel", 0)
handbook.add_paragraph("Enamel is glass on steel.")
handbook.add_heading("Cleaning", 1)
handbook.add_paragraph("Use warm water. Then:")
handbook.add_paragraph("soak it", style="List Number")
handbook.add_paragraph("wipe it", style="List Number")
handbook.add_paragraph("no steel wool", style="List Bullet")
handbook.add_heading("Burnt food", 2)
handbook.add_paragraph("Boil water with soda in it.")
table = handbook.add_table(rows=0, cols=2)
for name, value in [("Soda", "two spoons"), ("Time", "ten minutes")]:
    cells = table.add_row().cells
    cells[0].text, cells[1].text = name, value
handbook.add_heading("Questions", 1)
table = handbook.add_table(rows=0, cols=2)
for name, value in [("Question", "Answer"), ("Is it safe in the oven?", "Yes, up to 250 °C."), ("Does it chip?", "If it falls.")]:
    cells = table.add_row().cells
    cells[0].text, cells[1].text = name, value
handbook.add_heading("中文", 1)
handbook.add_paragraph("问：可以用洗碗机吗？")
handbook.add_paragraph("答：可以，")
handbook.add_paragraph("但是不要用强力程序。")
handbook.save("handbook.docx")

with open("page-gbk.html", "w", encoding="gbk") as page:
    page.write(
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>退货说明</title></head>'
        "<body><p>收到商品后七天内，\n可以申请退货。</p></body></html>\n"
    )
