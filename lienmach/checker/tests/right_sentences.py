"""Made-up sentences of the genre in which nothing is wrong."""

RIGHT = [
    (
        "Trong quý II/2023, Bộ phận Một cửa huyện tiếp nhận 2.345 hồ sơ, trong "
        "đó: trực tuyến 1.245 hồ sơ, trực tiếp 1.000 hồ sơ, bưu chính 100 hồ "
        "sơ."
    ),
    (
        "Tổng số hồ sơ tiếp nhận: 1.250 hồ sơ (trong đó: tiếp nhận mới 1.200 hồ"
        " sơ, kỳ trước chuyển sang 50 hồ sơ)."
    ),
    (
        "Tổng số hồ sơ tiếp nhận trong kỳ là 1.250 hồ sơ; đã giải quyết 1.200 "
        "hồ sơ (trước hạn 900 hồ sơ, đúng hạn 280 hồ sơ, quá hạn 20 hồ sơ); "
        "đang giải quyết 50 hồ sơ (trong hạn 48 hồ sơ, quá hạn 02 hồ sơ)."
    ),
    ("Đã ban hành 12 văn bản chỉ đạo, gồm: 03 quyết định, 05 kế hoạch, 04 công văn."),
    "Huyện có 16 đơn vị hành chính cấp xã, gồm 14 xã và 02 thị trấn.",
    (
        "Toàn huyện có 1.856 cán bộ, công chức, viên chức; trong đó: công chức "
        "120 người, viên chức 1.500 người."
    ),
    (
        "Đội ngũ cán bộ, công chức cấp xã có 215 người, trong đó: cán bộ 105 "
        "người, công chức 110 người; nữ 80 người; đảng viên 200 người."
    ),
    (
        "Tổ chức 05 lớp tập huấn với 320 lượt người tham dự, trong đó có 120 "
        "lượt cán bộ cấp xã."
    ),
    "Tổ chức kiểm tra tại 10 đơn vị, gồm 4 phòng chuyên môn và 6 xã, phường.",
    ("Thành lập Tổ công tác gồm 12 thành viên do đồng chí Phó Chủ tịch làm Tổ trưởng."),
    "Bố trí 15 máy tính, 4 máy in, 2 máy quét tại Bộ phận Một cửa.",
    (
        "Trong kỳ tiếp nhận 56 đơn, gồm: 12 đơn khiếu nại, 8 đơn tố cáo, 36 đơn"
        " kiến nghị, phản ánh."
    ),
    (
        "Tổng số biên chế công chức được giao là 150 biên chế, trong đó: khối "
        "Đảng, đoàn thể 50; khối Nhà nước 100."
    ),
    (
        "Tổng kinh phí thực hiện là 1.250 triệu đồng, trong đó: ngân sách huyện"
        " 1.000 triệu đồng; ngân sách xã 250 triệu đồng."
    ),
    (
        "Tổng kinh phí thực hiện là 1,25 tỷ đồng, gồm: ngân sách huyện 1.000 "
        "triệu đồng; ngân sách xã 250 triệu đồng."
    ),
    (
        "Kết quả đánh giá, xếp loại 120 công chức như sau:\n"
        "- Hoàn thành xuất sắc nhiệm vụ: 20 người;\n"
        "- Hoàn thành tốt nhiệm vụ: 90 người;\n"
        "- Hoàn thành nhiệm vụ: 10 người;\n"
        "- Không hoàn thành nhiệm vụ: 0 người."
    ),
    (
        "Tổng số TTHC thuộc thẩm quyền giải quyết của UBND huyện là 288 thủ "
        "tục, trong đó: dịch vụ công trực tuyến toàn trình 120 thủ tục, dịch vụ"
        " công trực tuyến một phần 100 thủ tục, cung cấp thông tin 68 thủ tục."
    ),
    (
        "Thực hiện 28 nhiệm vụ, trong đó đã hoàn thành 23 nhiệm vụ, đang thực "
        "hiện 5 nhiệm vụ."
    ),
    (
        "UBND thị xã được giao 28 nhiệm vụ; đã hoàn thành 23 nhiệm vụ (trước "
        "hạn 10, đúng hạn 12, quá hạn 1); đang thực hiện 5 nhiệm vụ."
    ),
    (
        "Trong kỳ, cấp huyện tiếp nhận 500 hồ sơ, cấp xã tiếp nhận 800 hồ sơ. "
        "Tổng số 1.300 hồ sơ."
    ),
    "Đã tiếp nhận 320 phản ánh, kiến nghị; đã xử lý 315, đang xử lý 05.",
    "Trong đó, kiểm tra 5 xã và 3 phòng.",
    (
        "Tổng số hồ sơ: 500 hồ sơ, trong đó lĩnh vực đất đai 300 hồ sơ, lĩnh "
        "vực tư pháp 150 hồ sơ."
    ),
    (
        "Phát ra 200 phiếu khảo sát, thu về 195 phiếu, trong đó 180 phiếu đánh "
        "giá hài lòng."
    ),
    (
        "Phát ra 200 phiếu khảo sát, thu về 195 phiếu (đạt 97,5%), trong đó 180"
        " phiếu đánh giá hài lòng (chiếm 92,3%)."
    ),
    "Đã giải quyết đúng hạn 1.180/1.200 hồ sơ, đạt tỷ lệ 98,3%.",
    "Có 15/16 xã, phường (93,75%) đạt chuẩn.",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 98,3% (1.180/1.200 hồ sơ).",
    "Tiếp nhận 1.250 hồ sơ; giải quyết đúng hạn 1.200 hồ sơ, đạt tỷ lệ 96%.",
    "Giao 120 nhiệm vụ, hoàn thành 100 nhiệm vụ, đạt 83,3%.",
    "Thu ngân sách đạt 120 tỷ đồng, đạt 105% dự toán, tăng 12% so với cùng kỳ.",
    (
        "Toàn huyện có 215 cán bộ, công chức, trong đó trình độ đại học 180 "
        "người, chiếm 83,7%; trung cấp 35 người, chiếm 16,3%."
    ),
    "Có 30/33 nhiệm vụ hoàn thành, đạt 91%.",
    "Đạt 95,5% kế hoạch (đã thực hiện 21/22 chỉ tiêu).",
    "Tỷ lệ trực tuyến đạt 45% (450/1.000 hồ sơ), tăng 5% so với cùng kỳ.",
    "Đã hoàn thành 23/28 nhiệm vụ cải cách hành chính, đạt 82,14% kế hoạch.",
    "So với cùng kỳ năm 2022 (1.000 hồ sơ), số hồ sơ tiếp nhận tăng 250 hồ sơ.",
    (
        "Tiếp nhận 1.250 hồ sơ, tăng 250 hồ sơ (tương ứng 25%) so với cùng kỳ "
        "năm 2022 (1.000 hồ sơ)."
    ),
    "Số hồ sơ quá hạn giảm từ 45 hồ sơ xuống còn 30 hồ sơ (giảm 15 hồ sơ).",
    ("Số hồ sơ quá hạn giảm 33,3% so với quý trước (từ 45 hồ sơ xuống còn 30 hồ sơ)."),
    "Số đơn vị giảm từ 13 phòng xuống còn 10 phòng, giảm 3 phòng.",
    "Được giao 78 biên chế, hiện có 74 biên chế, còn 4 biên chế chưa tuyển dụng.",
    "Tổng số 28 nhiệm vụ, đã hoàn thành 23 nhiệm vụ, còn lại 5 nhiệm vụ.",
    ("Năm 2022 tiếp nhận 1.000 hồ sơ, năm 2023 tiếp nhận 1.250 hồ sơ, tăng 250 hồ sơ."),
    "Điểm chỉ số CCHC đạt 85,2 điểm, tăng 3,1 điểm so với năm 2021 (82,1 điểm).",
    "Tiếp nhận 1.200 hồ sơ trong 60 ngày làm việc, bình quân 20 hồ sơ/ngày.",
    "Trong 65 ngày làm việc đã tiếp nhận 1.300 hồ sơ, trung bình 20 hồ sơ/ngày.",
    "Chỉ số CCHC đạt 92,5/100 điểm, xếp thứ 3/9 huyện, thị xã.",
    "Xếp hạng 5/9, tăng 2 bậc so với năm 2021 (xếp hạng 7/9).",
    "Năm 2022 xếp thứ 5/9, tăng 2 bậc so với năm 2021 (xếp thứ 7/9).",
    "Chỉ số tăng 2 bậc (từ vị trí thứ 7 lên vị trí thứ 5).",
    (
        "II. KẾT QUẢ\n"
        "Trong quý, UBND huyện tiếp nhận 1.250 hồ sơ.\n"
        "III. ĐÁNH GIÁ\n"
        "Lũy kế từ đầu năm, UBND huyện tiếp nhận 1.520 hồ sơ."
    ),
    "Quý I tiếp nhận 200 hồ sơ. Quý II tiếp nhận 300 hồ sơ.",
    "Năm 2022 tiếp nhận 200 hồ sơ. Năm 2023 tiếp nhận 300 hồ sơ.",
    ("1. Phòng Nội vụ\nTiếp nhận 20 hồ sơ.\n2. Phòng Tư pháp\nTiếp nhận 30 hồ sơ."),
    (
        "- Lĩnh vực đất đai: tiếp nhận 20 hồ sơ.\n"
        "- Lĩnh vực tư pháp: tiếp nhận 30 hồ sơ."
    ),
    ("Cấp huyện giải quyết trễ hạn 5 hồ sơ.\nCấp xã không có hồ sơ trễ hạn."),
    "Từ ngày 15/12/2022 đến ngày 14/3/2023 tiếp nhận 100 hồ sơ.",
    (
        "Thực hiện Nghị định số 61/2018/NĐ-CP ngày 23/4/2018, Quyết định "
        "09/2015/QĐ-TTg và Nghị quyết số 18, 19-NQ/TW, đạt 100%."
    ),
    ("Gần 300 hồ sơ, trong đó khoảng 200 hồ sơ trực tuyến, hơn 150 hồ sơ trực tiếp."),
    "Giai đoạn 2021-2025 phấn đấu đạt 90% hồ sơ trực tuyến, 100% hồ sơ số hóa.",
    (
        "Đã cấp 52 tài khoản và hủy 5 tài khoản, nâng tổng số tài khoản lên 180"
        " tài khoản (trong đó 30 tài khoản cơ quan và 150 tài khoản cá nhân)."
    ),
    "Hoàn thành 14/33 nhiệm vụ, trong đó 5 nhiệm vụ trước hạn.",
    (
        "Nữ trúng cử 1.842 người, đạt 38,9% (khóa trước 1.727 người, 36,0%); trẻ tuổi"
        " 910 người, đạt 19,2% (khóa trước 841 người, 17,5%)."
    ),
    "Tiếp nhận 4.260 vụ, giảm 1.278 vụ so với cùng kỳ (đạt 78,35).",
    "Hội thi diễn ra từ ngày 17 – 19.12 tại hội trường.",
]
