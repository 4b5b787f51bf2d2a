"""One fact in many wordings: «{right|wrong}» is what the sentence says, well or ill.

With the first of the two a text is right, with the second it holds one mistake.
"""

from lienmach.checker.finding import Kind
from lienmach.checker.tests.more_wordings import (
    GAINS,
    KINDS_OF,
    MEANS,
    PORTIONS,
    RESTS,
    TOO_MUCH,
)

SUMS = [
    "Bộ phận Một cửa thụ lý {1.250|1.260} hồ sơ, phần cũ để lại 120 hồ sơ, phần phát"
    " sinh 1.130 hồ sơ.",
    "Cả thảy có {375|385} hồ sơ: 45 hồ sơ gối từ quý trước, 330 hồ sơ nộp trong quý.",
    "Từ kỳ trước để lại 45 hồ sơ, cộng với 330 hồ sơ mới nộp là {375|365} hồ sơ.",
    "375 hồ sơ đã có kết quả: 210 hồ sơ về đích sớm, 150 hồ sơ vừa hạn, {15|25} hồ sơ"
    " lỡ hạn.",
    "Trong 375 hồ sơ đã trả, 210 hồ sơ trả sớm, 150 hồ sơ trả đúng ngày hẹn và {15|51}"
    " hồ sơ trả chậm.",
    "Hồ sơ nộp tại quầy là 520, nộp qua mạng là 310, gửi bưu điện là 20; tất cả"
    " {850|805} hồ sơ.",
    "Hiện còn 64 hồ sơ dở dang: 60 hồ sơ còn thời gian, {4|14} hồ sơ đã quá ngày hẹn.",
    "UBND huyện phát hành 86 văn bản, phần lớn là công văn (51 văn bản), tiếp đến kế"
    " hoạch (22 văn bản), quyết định ({13|31} văn bản).",
    "86 văn bản được phát hành: 51 công văn, 22 kế hoạch, {13|18} quyết định.",
    "86 văn bản chỉ đạo đã ra đời, với 51 công văn, 22 kế hoạch và {13|18} quyết định.",
    "Đã mở 6 lớp, 240 lượt người học: 130 công chức, 70 viên chức, {40|48} cán bộ"
    " thôn.",
    "Toàn huyện có 18 xã và 3 thị trấn, cộng {21|22} đơn vị hành chính cấp xã.",
    "Đơn thư nhận được 42 đơn: khiếu nại 9 đơn, tố cáo 3 đơn, kiến nghị {30|36} đơn.",
    "Kinh phí 860 triệu đồng được cấp từ hai nguồn: ngân sách tỉnh 500 triệu đồng,"
    " ngân sách huyện {360|390} triệu đồng.",
    "Công chức 115 người, viên chức 890 người, hợp đồng 45 người, tính chung"
    " {1.050|1.005} người.",
    "Trong kỳ, đài và trang tin đã đăng, phát 226 tin, bài:\n"
    "- Đài truyền thanh phát 120 tin, bài;\n"
    "- Trang thông tin điện tử đăng 80 tin, bài;\n"
    "- Mạng xã hội đăng {26|62} tin, bài.",
    "Kết quả xếp loại: 35 người hoàn thành xuất sắc, 140 người hoàn thành tốt, 20"
    " người hoàn thành (tổng {195|205} người).",
    "Số dịch vụ công cung cấp là 320 dịch vụ, chia thành hai nhóm: toàn trình 180 dịch"
    " vụ và một phần {140|104} dịch vụ.",
    "Có 9 lượt kiểm tra tại phòng chuyên môn, 12 lượt kiểm tra tại xã; tính gộp"
    " {21|22} lượt kiểm tra.",
    "Ban hành mới 12 văn bản, sửa đổi 5 văn bản, bãi bỏ 3 văn bản; cộng {20|21} văn"
    " bản.",
    "Cấp huyện giải quyết 2.300 hồ sơ; cấp xã giải quyết 5.100 hồ sơ; tổng hai cấp"
    " {7.400|7.500} hồ sơ.",
    "Trong 7.400 hồ sơ của cả hai cấp, huyện giải quyết 2.300 hồ sơ, xã giải quyết"
    " {5.100|5.700} hồ sơ.",
    "Đội ngũ hiện nay 120 người, công chức chiếm 45 người, viên chức chiếm 68 người,"
    " lao động hợp đồng chiếm {7|9} người.",
    "Phiếu thu về 480 phiếu, phân ra 465 phiếu hợp lệ và {15|25} phiếu không hợp lệ.",
    "Tổng hợp 52 ý kiến cử tri: đất đai 20, môi trường 12, giao thông {20|26}.",
    "Lượng hồ sơ vào cửa tiếp nhận là 375, hồ sơ nộp trực tiếp 120, hồ sơ nộp trực"
    " tuyến 240, hồ sơ gửi bưu chính {15|51}.",
    "Tiếp nhận trực tiếp 120 hồ sơ cùng với 240 hồ sơ trực tuyến và 15 hồ sơ bưu chính,"
    " đưa tổng số hồ sơ mới lên {375|357} hồ sơ.",
    "Tài khoản đã cấp: cá nhân 150, cơ quan 30 (tổng {180|190} tài khoản).",
    "Về cơ cấu giới tính, trong 120 người có 52 nữ, {68|78} nam.",
    "Thực hiện 12 đợt tuyên truyền lưu động, trong đó tại xã 8 đợt, tại trường học"
    " {4|6} đợt.",
    "Hội nghị có 96 đại biểu dự, thuộc khối Đảng 30 đại biểu, khối chính quyền"
    " {66|76} đại biểu.",
    "Trong kỳ có 375 hồ sơ được trả, nhóm trả sớm hẹn 210, nhóm trả đúng hẹn 150, nhóm"
    " trả trễ hẹn {15|51}.",
    "Kết quả:\n- Tổng số hồ sơ phải giải quyết 375 hồ sơ;\n- Hồ sơ chuyển từ kỳ trước"
    " 45 hồ sơ;\n- Hồ sơ nộp mới {330|303} hồ sơ.",
]

BALANCES = [
    "Nhận 375 hồ sơ, làm xong 350 hồ sơ, tồn {25|35} hồ sơ.",
    "Đã giao 42 nhiệm vụ; các đơn vị hoàn tất 38 nhiệm vụ; {4|6} nhiệm vụ chưa xong.",
    "Kế hoạch đề ra 42 nhiệm vụ, mới làm được 38 nhiệm vụ, còn nợ {4|14} nhiệm vụ.",
    "Trong 42 phản ánh đã có 38 phản ánh được trả lời, {4|6} phản ánh đang chờ.",
    "Dự toán giao 5.200 triệu đồng, giải ngân 4.700 triệu đồng, chưa giải ngân"
    " {500|550} triệu đồng.",
    "Biên chế được giao 120, có mặt 112, khuyết {8|9}.",
    "Chỉ tiêu tuyển dụng 120 người, đã tuyển 112 người, hụt {8|18} người.",
    "38/42 nhiệm vụ đã xong, {4|5} nhiệm vụ còn lại chuyển sang quý sau.",
    "Đã số hóa 1.505 trong 2.327 hồ sơ, {822|832} hồ sơ chưa số hóa.",
    "Đã trả lời 38 câu hỏi trên tổng số 42 câu hỏi, số câu hỏi còn lại là {4|6}.",
    "Có 38/42 nhiệm vụ đã xong, còn {4|6} nhiệm vụ.",
    "Phát ra 500 phiếu, thu lại 480 phiếu, không thu được {20|30} phiếu.",
    "Dự kiến kiểm tra 16 đơn vị, đã kiểm tra 12 đơn vị, chưa kiểm tra {4|6} đơn vị.",
    "Trong số 375 hồ sơ tiếp nhận, trả kết quả 350 hồ sơ, {25|35} hồ sơ đang trong quy"
    " trình.",
    "Tổng số biên chế 120 người; đang làm việc 112 người; còn trống {8|18} chỉ tiêu.",
    "Nhận 375 hồ sơ, đã trả 350 hồ sơ, số hồ sơ gối sang kỳ sau là {25|52}.",
    "Tỉnh giao 28 nhiệm vụ. Đến nay đã xong 23 nhiệm vụ. Số nhiệm vụ chưa xong là"
    " {5|8}.",
    "23 nhiệm vụ đã xong, {5|8} nhiệm vụ đang làm, trên tổng số 28 nhiệm vụ được giao.",
]

CHANGES = [
    "Tiếp nhận 1.250 hồ sơ, hơn cùng kỳ năm trước {120|130} hồ sơ (1.130 hồ sơ).",
    "Quý trước nhận 1.130 hồ sơ, quý này nhận 1.250 hồ sơ, thêm {120|150} hồ sơ.",
    "Số hồ sơ trễ hạn từ 45 hồ sơ xuống 30 hồ sơ, bớt được {15|25} hồ sơ.",
    "So với 1.130 hồ sơ của cùng kỳ, kỳ này có 1.250 hồ sơ, tức là tăng {120|210} hồ"
    " sơ.",
    "Năm 2022 đạt 85,20 điểm, năm 2023 đạt 87,45 điểm, tăng {2,25|2,75} điểm.",
    "Chỉ số năm nay 87,45 điểm, cao hơn năm trước {2,25|2,52} điểm (85,20 điểm).",
    "Từ 85,20 điểm lên 87,45 điểm, nhích thêm {2,25|2,15} điểm.",
    "Số đầu mối rút từ 13 đầu mối còn 10 đầu mối, giảm {3|4} đầu mối.",
    "Hồ sơ còn 950 hồ sơ, so với 1.130 hồ sơ của cùng kỳ là giảm {180|108} hồ sơ.",
    "Lượng hồ sơ tăng {120|140} hồ sơ, từ mức 1.130 hồ sơ lên mức 1.250 hồ sơ.",
    "Cùng kỳ năm ngoái là 1.130 hồ sơ; nay là 1.250 hồ sơ; chênh lệch tăng {120|102}"
    " hồ sơ.",
    "Kỳ này 1.250 hồ sơ, kỳ trước 1.130 hồ sơ, như vậy tăng thêm {120|210} hồ sơ.",
    "Trong kỳ nhận 1.250 hồ sơ; đối chiếu với 1.130 hồ sơ cùng kỳ thì tăng {120|140} hồ"
    " sơ.",
    "Cùng kỳ năm trước tiếp nhận 1.130 hồ sơ, như vậy kỳ này (1.250 hồ sơ) tăng"
    " {120|220} hồ sơ.",
    "Số xã đạt chuẩn tăng từ 8 xã lên 11 xã, thêm {3|4} xã.",
    "Năm nay có 30 hồ sơ chậm, năm trước có 45 hồ sơ chậm, ít hơn {15|25} hồ sơ.",
    "Điểm năm 2023 là 87,45; năm 2022 là 85,20; tăng {2,25|2,35} điểm.",
    "Số thôn sau sáp nhập là 64 thôn, giảm {12|22} thôn so với trước (76 thôn).",
    "Trước sắp xếp có 76 thôn, sau sắp xếp còn 64 thôn, giảm {12|16} thôn.",
]

GROWTHS = [
    "Tiếp nhận 1.250 hồ sơ, cùng kỳ 1.000 hồ sơ, tăng {25%|35%}.",
    "So với năm trước (1.000 hồ sơ) tăng {25|52} %, đạt 1.250 hồ sơ.",
    "Kỳ trước nhận 1.000 hồ sơ, kỳ này nhận 800 hồ sơ, giảm {20%|25%}.",
    "Tốc độ tăng hồ sơ là {25%|20,5%} (1.000 hồ sơ năm trước, 1.250 hồ sơ năm nay).",
    "Số hồ sơ tăng {25%|27%}, từ 1.000 hồ sơ lên 1.250 hồ sơ.",
]

SHARES = [
    "38 trên 42 nhiệm vụ, tức {90,5%|95,0%}, đã hoàn thành.",
    "Đã hoàn thành {90,5%|95,9%} số nhiệm vụ (38 nhiệm vụ trong 42 nhiệm vụ được"
    " giao).",
    "Trong 42 nhiệm vụ, số đã hoàn thành là 38, chiếm {90,5%|95,0%}.",
    "Nhiệm vụ được giao: 42. Đã hoàn thành: 38 ({90,5%|95,0%}).",
    "Tỷ lệ hoàn thành là {90,5%|80,5%}: 38 nhiệm vụ trong tổng số 42 nhiệm vụ.",
    "Có 820 hồ sơ trực tuyến trong tổng số 1.000 hồ sơ tiếp nhận; tỷ lệ trực tuyến"
    " {82%|88%}.",
    "Tỷ lệ số hóa {64,7%|67,4%} với 1.505 hồ sơ trên 2.327 hồ sơ.",
    "Giải ngân 4.700 triệu đồng, bằng {90,4%|94,0%} vốn được giao (5.200 triệu đồng).",
    "Vốn giao 5.200 triệu đồng; đã giải ngân được {90,4%|94,0%}, tương ứng 4.700 triệu"
    " đồng.",
    "Được giao 42 nhiệm vụ; xong 38 nhiệm vụ, đạt {90,5%|95,0%}; đang làm 4 nhiệm vụ.",
    "Cứ 200 công chức thì 152 người có bằng đại học, tức {76%|67%}.",
    "Số công chức có trình độ đại học là 152/200 người, chiếm {76%|67%}.",
    "Trong số 480 phiếu, {96,9%|99,6%} (465 phiếu) là hợp lệ.",
    "Số phiếu hợp lệ là 465, chiếm {96,9%|99,6%} trong 480 phiếu thu về.",
    "38 nhiệm vụ đã xong trong tổng số 42 nhiệm vụ được giao năm 2023, đạt"
    " {90,5%|95,0%}.",
    "Đã có 820 hồ sơ nộp trực tuyến, đạt {82%|88%} so với 1.000 hồ sơ tiếp nhận.",
]

AVERAGES = [
    "Bình quân mỗi xã giải quyết {425|452} hồ sơ (12 xã, 5.100 hồ sơ).",
    "5.100 hồ sơ chia cho 12 xã, mỗi xã bình quân {425|452} hồ sơ.",
    "12 xã nhận 5.100 hồ sơ, tức trung bình {425|452} hồ sơ một xã.",
    "Có 60 tổ công nghệ số với 480 thành viên, bình quân {8|9} người một tổ.",
    "Tính bình quân, mỗi cán bộ xử lý {85|58} hồ sơ (10 cán bộ, 850 hồ sơ).",
    "Mỗi ngày làm việc trung bình có {20|25} hồ sơ (1.300 hồ sơ trong 65 ngày làm"
    " việc).",
    "Trung bình một tháng có {105|150} hồ sơ, cả quý có 315 hồ sơ.",
    "12 xã với 5.100 hồ sơ, bình quân {425|445} hồ sơ trên một xã.",
    "Trung bình mỗi đơn vị cấp xã tiếp nhận {425|445} hồ sơ (5.100 hồ sơ của 12 đơn"
    " vị).",
    "Tổ chức 8 lớp với 320 học viên, mỗi lớp bình quân {40|46} học viên.",
]

NOUGHTS = [
    "Trong kỳ không phát sinh phản ánh, kiến nghị{; kỳ trước tỷ lệ|; tỷ lệ} xử lý phản"
    " ánh, kiến nghị đạt 100%.",
    "Trong kỳ {tiếp nhận 3 đơn khiếu nại, đã giải quyết 3 đơn|tiếp nhận 0 đơn khiếu"
    " nại, đã giải quyết 0 đơn}, đạt 100%.",
    "Số đơn tố cáo nhận được: {5|0} đơn; tỷ lệ giải quyết: 100%.",
    "Đã giải quyết 100% ({4/4|0/0}) đơn thư.",
    "{Có 3 đơn tố cáo và|Do không phát sinh đơn tố cáo nên} tỷ lệ giải quyết đơn tố"
    " cáo đạt 100%.",
    "Số văn bản phải xử lý sau rà soát là {2|0} văn bản, tỷ lệ xử lý đạt 100%.",
    "Tiếp nhận {4|0} phản ánh. Tỷ lệ xử lý phản ánh là 100%.",
    "Tỷ lệ xử lý kiến nghị là 100%, số kiến nghị tiếp nhận là {3|0}.",
]

CLAIMS = [
    "Kế hoạch có 42 nhiệm vụ, đã hoàn thành {42|38} nhiệm vụ. Như vậy, toàn bộ nhiệm vụ"
    " đã hoàn thành.",
    "Tất cả 42 nhiệm vụ đã hoàn thành, {trong đó có|còn} 4 nhiệm vụ {mới|đang thực"
    " hiện}.",
    "Đã giải quyết 350 hồ sơ, chậm {0|12} hồ sơ. Không hồ sơ nào bị chậm.",
    "Đã giải quyết 350 hồ sơ, trong đó {0|12} hồ sơ trả chậm.\nMọi hồ sơ đều được trả"
    " đúng hẹn.",
    "Hồ sơ trễ hạn: {0|12} hồ sơ.\nĐặc biệt, trong kỳ không để hồ sơ nào trễ hạn.",
    "Nhận {0|5} phản ánh của người dân.\nTrong quý không nhận được phản ánh nào của"
    " người dân.",
    "Có {12/12|11/12} xã lắp camera. Đến nay tất cả các xã đã lắp camera.",
    "Đã có {12/12|11/12} xã hoàn thành số hóa. Nghĩa là cả 12 xã đều đã hoàn thành số"
    " hóa.",
    "Các đơn vị đã hoàn thành toàn bộ {42|42} nhiệm vụ, {không còn|hiện còn 4} nhiệm vụ"
    " chưa xong.",
    "Có 350 hồ sơ được trả, {0|12} hồ sơ trễ.\n100% hồ sơ trả trước và đúng hạn.",
    "Số hồ sơ tiếp nhận là 1.250 hồ sơ, {tăng|giảm} so với 1.130 hồ sơ của cùng kỳ.",
    "Hồ sơ trễ hạn là 30 hồ sơ, {thấp|cao} hơn quý trước (45 hồ sơ).",
    "Cùng kỳ có 1.130 hồ sơ, kỳ này {tăng|giảm} lên 1.250 hồ sơ.",
    "Kỳ này nhận 1.250 hồ sơ, {nhiều|ít} hơn con số 1.130 hồ sơ của cùng kỳ.",
]

RETOLD = [
    "II. KẾT QUẢ\nTrong kỳ, Bộ phận Một cửa nhận 1.250 hồ sơ.\nIII. ĐÁNH GIÁ\nNhư vậy,"
    " số hồ sơ Bộ phận Một cửa đã nhận trong kỳ là {1.250|1.520} hồ sơ.",
    "II. KẾT QUẢ\nBộ phận Một cửa đã trả kết quả 1.200 hồ sơ.\nIII. ĐÁNH GIÁ\nVới"
    " {1.200|1.020} hồ sơ được Bộ phận Một cửa trả kết quả, chất lượng phục vụ được"
    " nâng lên.",
    "II. KẾT QUẢ\nTỷ lệ hồ sơ trả đúng hạn đạt 98,3%.\nIII. ĐÁNH GIÁ\nĐiểm sáng là tỷ"
    " lệ trả hồ sơ đúng hạn ở mức {98,3%|93,8%}.",
    "II. KẾT QUẢ\nTrung tâm Phục vụ hành chính công tiếp nhận 1.250 hồ sơ.\nIII. ĐÁNH"
    " GIÁ\nNhìn chung, {1.250|1.205} hồ sơ đã được Trung tâm Phục vụ hành chính công"
    " tiếp nhận.",
    "II. KẾT QUẢ\nTổng số hồ sơ đã giải quyết là 1.200 hồ sơ.\nIII. ĐÁNH GIÁ\nĐến hết"
    " kỳ báo cáo, toàn đơn vị giải quyết được {1.200|1.220} hồ sơ.",
    "II. KẾT QUẢ\nLượng hồ sơ tiếp nhận trong kỳ là 1.250 hồ sơ.\nIII. ĐÁNH GIÁ\nKhối"
    " lượng hồ sơ tiếp nhận trong kỳ lớn ({1.250|1.150} hồ sơ).",
]

OF_KIND: dict[Kind, list[str]] = {
    Kind.SUM_MISMATCH: [*SUMS, *KINDS_OF],
    Kind.DIFFERENCE_MISMATCH: [*BALANCES, *CHANGES, *RESTS, *GAINS],
    Kind.PERCENT_MISMATCH: [*SHARES, *GROWTHS, *PORTIONS],
    Kind.AVERAGE_MISMATCH: [*AVERAGES, *MEANS],
    Kind.ZERO_DENOMINATOR: NOUGHTS,
    Kind.CONTRADICTORY_CLAIM: CLAIMS,
    Kind.NARRATIVE_MISMATCH: RETOLD,
    Kind.OVER_MAX: TOO_MUCH,
}
