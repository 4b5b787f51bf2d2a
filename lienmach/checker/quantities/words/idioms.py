"""Phrases that several readers look for: alternatives of a pattern."""

# Which many have beside other things: parts told by these need not add up.
ATTRIBUTES = "đảng viên|dân tộc|tôn giáo|lý luận|ngoại ngữ|tin học|trình độ"

# «hiện chỉ còn», «còn lại»: leads to what is left.
STILL = r"(?:hiện |nay |hiện nay |đến nay |chỉ )*còn(?: lại)?"

# Of all levels, or all places, together.
OVERALL = (
    "tính chung|cả hai cấp|cả ba cấp|toàn tỉnh|toàn huyện|toàn thị xã|toàn thành phố"
    "|cả tỉnh|cả huyện|cả thị xã|cả thành phố"
)

# Of which each person punished has one.
PENALTIES = (
    "phê bình|khiển trách|cảnh cáo|hạ bậc|giáng chức|cách chức|buộc thôi việc|khai trừ"
)
