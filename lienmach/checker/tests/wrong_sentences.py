"""Made-up sentences of the genre, each with one mistake of a kind."""

from lienmach.checker.finding import Kind

WRONG = [
    (
        (
            "Trong quý II/2023, Bộ phận Một cửa huyện tiếp nhận 2.345 hồ sơ, trong "
            "đó: trực tuyến 1.245 hồ sơ, trực tiếp 1.000 hồ sơ, bưu chính 110 hồ "
            "sơ."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Tổng số hồ sơ tiếp nhận: 1.250 hồ sơ (trong đó: tiếp nhận mới 1.200 hồ"
            " sơ, kỳ trước chuyển sang 60 hồ sơ)."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Tổng số hồ sơ tiếp nhận trong kỳ là 1.250 hồ sơ; đã giải quyết 1.200 "
            "hồ sơ (trước hạn 900 hồ sơ, đúng hạn 270 hồ sơ, quá hạn 20 hồ sơ); "
            "đang giải quyết 50 hồ sơ (trong hạn 48 hồ sơ, quá hạn 02 hồ sơ)."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Tổng số hồ sơ tiếp nhận trong kỳ là 1.250 hồ sơ; đã giải quyết 1.200 "
            "hồ sơ (trước hạn 900 hồ sơ, đúng hạn 280 hồ sơ, quá hạn 20 hồ sơ); "
            "đang giải quyết 50 hồ sơ (trong hạn 46 hồ sơ, quá hạn 02 hồ sơ)."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Tổng số hồ sơ tiếp nhận trong kỳ là 1.250 hồ sơ; đã giải quyết 1.200 "
            "hồ sơ; đang giải quyết 60 hồ sơ."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Đã ban hành 12 văn bản chỉ đạo, gồm: 03 quyết định, 05 kế hoạch, 03 "
            "công văn."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        "Đã ban hành 12 văn bản chỉ đạo (03 quyết định, 05 kế hoạch, 03 công văn).",
        Kind.SUM_MISMATCH,
    ),
    (
        "Huyện có 16 đơn vị hành chính cấp xã, gồm 14 xã và 03 thị trấn.",
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Đội ngũ cán bộ, công chức cấp xã có 215 người, trong đó nữ 80 người, "
            "nam 145 người."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        "Tổ chức kiểm tra tại 10 đơn vị, gồm 4 phòng chuyên môn và 7 xã, phường.",
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Trong kỳ tiếp nhận 56 đơn, gồm: 12 đơn khiếu nại, 8 đơn tố cáo, 35 đơn"
            " kiến nghị, phản ánh."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Tổng kinh phí thực hiện là 1,25 tỷ đồng, gồm: ngân sách huyện 1.000 "
            "triệu đồng; ngân sách xã 350 triệu đồng."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Kết quả đánh giá, xếp loại 120 công chức như sau:\n"
            "- Hoàn thành xuất sắc nhiệm vụ: 20 người;\n"
            "- Hoàn thành tốt nhiệm vụ: 92 người;\n"
            "- Hoàn thành nhiệm vụ: 10 người;\n"
            "- Không hoàn thành nhiệm vụ: 0 người."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Thực hiện 28 nhiệm vụ, trong đó đã hoàn thành 23 nhiệm vụ, đang thực "
            "hiện 6 nhiệm vụ."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        "Đã tiếp nhận 320 phản ánh, kiến nghị; đã xử lý 315, đang xử lý 15.",
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Tổng số hồ sơ: 500 hồ sơ, trong đó lĩnh vực đất đai 300 hồ sơ, lĩnh "
            "vực tư pháp 250 hồ sơ."
        ),
        Kind.SUBSET_GT_TOTAL,
    ),
    (
        "Có 45 hồ sơ quá hạn, trong đó 50 hồ sơ thuộc lĩnh vực đất đai.",
        Kind.SUBSET_GT_TOTAL,
    ),
    (
        (
            "Phát ra 200 phiếu khảo sát, thu về 195 phiếu, trong đó 210 phiếu đánh "
            "giá hài lòng."
        ),
        Kind.SUBSET_GT_TOTAL,
    ),
    (
        "Phát ra 200 phiếu khảo sát, thu về 195 phiếu (đạt 95,5%).",
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Đã giải quyết đúng hạn 1.180/1.200 hồ sơ, đạt tỷ lệ 93,8%.",
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Có 15/16 xã, phường (95,75%) đạt chuẩn.",
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 99,3% (1.180/1.200 hồ sơ).",
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Tiếp nhận 1.250 hồ sơ; giải quyết 1.200 hồ sơ, đạt tỷ lệ 98%.",
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Giao 120 nhiệm vụ, hoàn thành 100 nhiệm vụ, đạt 88,3%.",
        Kind.PERCENT_MISMATCH,
    ),
    (
        (
            "Toàn huyện có 215 cán bộ, công chức, trong đó trình độ đại học 180 "
            "người, chiếm 87,3%; trung cấp 35 người, chiếm 16,3%."
        ),
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Có 30/33 nhiệm vụ hoàn thành (đạt 100%).",
        Kind.PERCENT_MISMATCH,
    ),
    (
        (
            "Tiếp nhận 1.250 hồ sơ, tăng 350 hồ sơ (tương ứng 25%) so với cùng kỳ "
            "năm 2022 (1.000 hồ sơ)."
        ),
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        (
            "Tiếp nhận 1.250 hồ sơ, tăng 250 hồ sơ (tương ứng 35%) so với cùng kỳ "
            "năm 2022 (1.000 hồ sơ)."
        ),
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Số hồ sơ quá hạn giảm từ 45 hồ sơ xuống còn 30 hồ sơ (giảm 25 hồ sơ).",
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        "Được giao 78 biên chế, hiện có 74 biên chế, còn 5 biên chế chưa tuyển dụng.",
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        "Tổng số 28 nhiệm vụ, đã hoàn thành 23 nhiệm vụ, còn lại 6 nhiệm vụ.",
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        "Năm 2022 tiếp nhận 1.000 hồ sơ, năm 2023 tiếp nhận 1.250 hồ sơ, tăng 20%.",
        Kind.PERCENT_MISMATCH,
    ),
    (
        "Điểm chỉ số CCHC đạt 85,2 điểm, tăng 4,1 điểm so với năm 2021 (82,1 điểm).",
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        "Tiếp nhận 1.200 hồ sơ trong 60 ngày làm việc, bình quân mỗi ngày 30 hồ sơ.",
        Kind.AVERAGE_MISMATCH,
    ),
    (
        "Trong 65 ngày làm việc đã tiếp nhận 1.300 hồ sơ, trung bình 25 hồ sơ/ngày.",
        Kind.AVERAGE_MISMATCH,
    ),
    (
        "Chỉ số CCHC đạt 102,5/100 điểm, xếp thứ 3/9 huyện, thị xã.",
        Kind.OVER_MAX,
    ),
    (
        "Chỉ số CCHC đạt 92,5/100 điểm, xếp thứ 13/9 huyện, thị xã.",
        Kind.RANK_MISMATCH,
    ),
    (
        "Xếp hạng 5/9, tăng 3 bậc so với năm 2021 (xếp hạng 7/9).",
        Kind.RANK_MISMATCH,
    ),
    (
        "Chỉ số tăng 3 bậc (từ vị trí thứ 7 lên vị trí thứ 5).",
        Kind.RANK_MISMATCH,
    ),
    (
        "Tỷ lệ hồ sơ đúng hạn đạt 101,2%.",
        Kind.OVER_MAX,
    ),
    (
        "Có 17/16 xã, phường đã triển khai.",
        Kind.OVER_MAX,
    ),
    (
        "Tỷ lệ 0/0 hồ sơ, đạt 100%.",
        Kind.ZERO_DENOMINATOR,
    ),
    (
        "Đã xử lý 0/0 phản ánh (đạt tỷ lệ 100%).",
        Kind.ZERO_DENOMINATOR,
    ),
    (
        (
            "II. KẾT QUẢ\n"
            "Trong quý, UBND huyện tiếp nhận 1.250 hồ sơ.\n"
            "III. ĐÁNH GIÁ\n"
            "Trong quý, UBND huyện tiếp nhận 1.520 hồ sơ."
        ),
        Kind.NARRATIVE_MISMATCH,
    ),
    (
        (
            "II. KẾT QUẢ\n"
            "Tổng số TTHC thuộc thẩm quyền cấp huyện được công bố là 288 thủ tục.\n"
            "III. ĐÁNH GIÁ\n"
            "Tổng số TTHC thuộc thẩm quyền cấp huyện được công bố là 298 thủ tục."
        ),
        Kind.NARRATIVE_MISMATCH,
    ),
    (
        (
            "Tiếp nhận 100 hồ sơ, đã giải quyết 90 hồ sơ, trong đó quá hạn 5 hồ sơ.\n"
            "Không có hồ sơ quá hạn."
        ),
        Kind.CONTRADICTORY_CLAIM,
    ),
    (
        (
            "Trong kỳ không tiếp nhận phản ánh, kiến nghị nào.\n"
            "Đã tiếp nhận 05 phản ánh, kiến nghị."
        ),
        Kind.CONTRADICTORY_CLAIM,
    ),
    (
        "Tính từ ngày 15/3/2023 đến ngày 14/12/2022 tiếp nhận 100 hồ sơ.",
        Kind.PERIOD_MISMATCH,
    ),
    (
        "Tỷ lệ giải quyết đúng hạn đạt 100% (0/0).",
        Kind.ZERO_DENOMINATOR,
    ),
    (
        "Tiếp nhận 0 hồ sơ, giải quyết 0 hồ sơ, đạt 100%.",
        Kind.ZERO_DENOMINATOR,
    ),
    (
        "Giải quyết đúng hạn 0/0 đơn, tỷ lệ 100%.",
        Kind.ZERO_DENOMINATOR,
    ),
    (
        "Số phản ánh tiếp nhận: 0; đã trả lời: 0 (100%).",
        Kind.ZERO_DENOMINATOR,
    ),
    (
        "Đầu kỳ có 25 hồ sơ tồn, cuối kỳ còn 18 hồ sơ, giảm 9 hồ sơ.",
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        "Biên chế giao 120, đã sử dụng 112, chưa sử dụng 9.",
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        (
            "Hồ sơ tiếp nhận nhiều hơn cùng kỳ 120 hồ sơ (1.250 hồ sơ so với "
            "1.100 hồ sơ)."
        ),
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        ("Số hồ sơ trễ hạn là 15, ít hơn quý trước 10 hồ sơ (quý trước 20 hồ sơ)."),
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        ("Có 78 biên chế được giao nhưng mới tuyển 70 biên chế, thiếu 9 biên chế."),
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        ("Tổng dự toán 500 triệu đồng, đã chi 420 triệu đồng, còn lại 90 triệu đồng."),
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        ("Tăng 35 hồ sơ so với quý I (quý I: 420 hồ sơ; quý II: 450 hồ sơ)."),
        Kind.DIFFERENCE_MISMATCH,
    ),
    (
        "Công chức 78 người, viên chức 120 người, tổng cộng 208 người.",
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Đã mở 5 lớp cho 250 học viên: lớp thứ nhất 60 học viên, lớp thứ "
            "hai 50 học viên, lớp thứ ba 50 học viên, lớp thứ tư 50 học viên,"
            " lớp thứ năm 50 học viên."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Qua kiểm tra phát hiện 20 trường hợp vi phạm, bao gồm 12 trường "
            "hợp đi muộn và 9 trường hợp vắng mặt."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        ("Hồ sơ trực tuyến 820, hồ sơ trực tiếp 400, cộng chung 1.230 hồ sơ."),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Trong tháng, bộ phận một cửa nhận 350 hồ sơ. Số đã trả là 300 hồ"
            " sơ. Số chưa trả là 60 hồ sơ."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        ("Tổng số hồ sơ đã nhận là 350, số đã giải quyết 300, số đang giải quyết 60."),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "350 hồ sơ được tiếp nhận, 300 hồ sơ đã giải quyết xong, 60 hồ sơ"
            " đang xử lý."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        "Hội đồng có 15 thành viên, 10 nam và 6 nữ.",
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Cơ quan hiện có 35 công chức, chia thành 4 tổ: tổ một 10 người, "
            "tổ hai 9 người, tổ ba 8 người, tổ bốn 9 người."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        ("Số văn bản ban hành: 45 (quyết định 20, kế hoạch 15, công văn 11)."),
        Kind.SUM_MISMATCH,
    ),
    (
        "Tổng số 45 văn bản: quyết định 20, kế hoạch 15, công văn 11.",
        Kind.SUM_MISMATCH,
    ),
    (
        ("Ban hành 20 quyết định, 15 kế hoạch, 11 công văn; tổng số 45 văn bản."),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "Tính đến 30/6, đã trả 480 hồ sơ: 300 hồ sơ sớm, 150 hồ sơ đúng "
            "hẹn, 40 hồ sơ trễ."
        ),
        Kind.SUM_MISMATCH,
    ),
    (
        (
            "II. KẾT QUẢ\n"
            "Đã hoàn thành 23 nhiệm vụ của kế hoạch cải cách hành chính.\n"
            "III. ĐÁNH GIÁ\n"
            "Đến nay đã hoàn thành 25 nhiệm vụ của kế hoạch cải cách hành "
            "chính."
        ),
        Kind.NARRATIVE_MISMATCH,
    ),
    (
        (
            "II. KẾT QUẢ\n"
            "Tỷ lệ hài lòng của người dân đạt 92,5%.\n"
            "III. ĐÁNH GIÁ\n"
            "Tỷ lệ hài lòng của người dân đạt 95,2%."
        ),
        Kind.NARRATIVE_MISMATCH,
    ),
    (
        (
            "Giải quyết 500 hồ sơ, trong đó trễ hạn 12 hồ sơ.\n"
            "Toàn bộ hồ sơ được giải quyết đúng thời hạn."
        ),
        Kind.CONTRADICTORY_CLAIM,
    ),
    (
        (
            "Giải quyết 500 hồ sơ, trong đó trễ hạn 12 hồ sơ.\n"
            "Hồ sơ được giải quyết đúng hạn 100%."
        ),
        Kind.CONTRADICTORY_CLAIM,
    ),
    (
        (
            "Giải quyết 500 hồ sơ, trong đó trễ hạn 12 hồ sơ.\n"
            "Không phát sinh hồ sơ trễ hạn trong kỳ."
        ),
        Kind.CONTRADICTORY_CLAIM,
    ),
    (
        ("Có 9/11 xã đạt chuẩn.\n100% xã đạt chuẩn."),
        Kind.CONTRADICTORY_CLAIM,
    ),
    (
        ("Trong kỳ không nhận được đơn khiếu nại nào.\nĐã tiếp nhận 02 đơn khiếu nại."),
        Kind.CONTRADICTORY_CLAIM,
    ),
    (
        "Bình quân mỗi xã có 12 công chức (9 xã, 118 công chức).",
        Kind.AVERAGE_MISMATCH,
    ),
    (
        "12% hồ sơ (150/1.000 hồ sơ) nộp qua bưu chính.",
        Kind.PERCENT_MISMATCH,
    ),
    (
        ("Số hồ sơ nộp trực tuyến là 450 trên tổng số 1.000 hồ sơ, chiếm tỷ lệ 55%."),
        Kind.PERCENT_MISMATCH,
    ),
    (
        ("Có 900 hồ sơ đúng hạn trong tổng số 1.000 hồ sơ, tương đương 95%."),
        Kind.PERCENT_MISMATCH,
    ),
]
