"""Words that set a number apart from those of the report's own time.

Each is a set of alternatives of a pattern, plain words with a stroke between, so that a
reader joins them with its own: ``re.compile(f"{EARLIER}|bình quân")``.
"""

# «cùng kỳ» and times named by how far back they lie. What a time before handed on
# (``CARRIED``) is part of this one's account.
EARLIER = (
    "cùng kỳ|năm trước|năm ngoái|quý trước|tháng trước|kỳ trước|tuần trước|lần trước"
    "|đợt trước|mùa trước"
)
# What two times are held against each other by.
COMPARED = f"{EARLIER}|so với"
# Times named by what came after them.
STARTED = "trước đây|trước đó|trước khi|đầu kỳ|đầu năm|đầu quý|đầu nhiệm kỳ"
CARRIED = "kỳ trước chuyển|quý trước chuyển|năm trước chuyển|tháng trước chuyển"
# More than the report's own time; «từ đầu năm» is all of it in a report of a year.
RUNNING = "lũy kế|luỹ kế|cộng dồn"
CUMULATIVE = f"{RUNNING}|từ đầu năm|từ đầu nhiệm kỳ"

# What was to be, as against what is.
PLAN = "kế hoạch|chỉ tiêu|mục tiêu|dự toán"
AIMED = f"{PLAN}|phấn đấu"
# What a percentage is of, where it is of no count beside it.
OTHER_BASE = f"{PLAN}|{COMPARED}|dân số|nhu cầu|tổng sản phẩm|gdp|grdp"
