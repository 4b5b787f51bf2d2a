"""More of ``wordings``: the usual subjects of a report, told in other words."""

KINDS_OF = [
    (
        "Bộ máy của huyện gồm có 46 đầu mối, gồm 12 phòng chuyên môn, 18 đơn vị sự "
        "nghiệp, {16|19} xã, thị trấn."
    ),
    (
        "Huyện đang quản lý 12 phòng chuyên môn, 18 đơn vị sự nghiệp, 16 xã, thị "
        "trấn; vị chi {46|49} cơ quan, đơn vị."
    ),
    (
        "Tuyên truyền được 226 tin, bài; cổng thông tin 80 tin, bài; loa truyền "
        "thanh 120 tin, bài; trang Facebook {26|62} tin, bài."
    ),
    (
        "Số lượng tin, bài là 226, chia cho ba kênh: cổng thông tin 80, truyền thanh "
        "120, mạng xã hội {26|62}."
    ),
    (
        "Các kênh đã đăng tin, bài:\n"
        "- Cổng thông tin: 80 tin, bài;\n"
        "- Truyền thanh: 120 tin, bài;\n"
        "- Mạng xã hội: 26 tin, bài.\n"
        "Cộng chung: {226|262} tin, bài."
    ),
    (
        "Trong kỳ có 240 lượt người học, nhiều nhất là công chức với 130 lượt, sau "
        "đó là viên chức với 70 lượt, người không chuyên trách với {40|48} lượt."
    ),
    (
        "Đã cử 240 lượt người đi học:\n"
        "- Công chức: 130 lượt người.\n"
        "- Viên chức: 70 lượt người.\n"
        "- Người hoạt động không chuyên trách: {40|48} lượt người."
    ),
    (
        "Đã cử 240 lượt người đi bồi dưỡng.\n"
        "- Công chức: 130.\n"
        "- Viên chức: 70.\n"
        "- Người hoạt động không chuyên trách: {40|48}."
    ),
    (
        "Về bồi dưỡng, 8 lớp được mở với 240 học viên: công chức 130, viên chức 70, "
        "không chuyên trách {40|48}."
    ),
    (
        "Xếp loại cuối năm đối với 195 người: xuất sắc 35; tốt 140; hoàn thành 15; "
        "không hoàn thành {5|15}."
    ),
    (
        "195 người được xếp loại, số xuất sắc là 35, số tốt là 140, số hoàn thành là "
        "15, số không hoàn thành là {5|15}."
    ),
    (
        "Kết quả xếp loại như sau:\n"
        "+ Xuất sắc: 35 người;\n"
        "+ Tốt: 140 người;\n"
        "+ Hoàn thành: 15 người;\n"
        "+ Không hoàn thành: 5 người.\n"
        "Tổng số người được xếp loại: {195|159} người."
    ),
    (
        "Trình độ của 200 công chức như sau: 41 thạc sĩ, 142 đại học, 12 cao đẳng, "
        "{5|15} trung cấp."
    ),
    (
        "Trong 200 công chức có 41 thạc sĩ, 142 đại học, 12 cao đẳng và {5|15} trung "
        "cấp."
    ),
    (
        "Thu được 465 phiếu hợp lệ với kết quả: rất hài lòng 210, hài lòng 230, bình "
        "thường 20, không hài lòng {5|15}."
    ),
    (
        "465 phiếu hợp lệ cho kết quả rất hài lòng 210 phiếu, hài lòng 230 phiếu, "
        "bình thường 20 phiếu, không hài lòng {5|15} phiếu."
    ),
    (
        "Ý kiến đánh giá trên 465 phiếu:\n"
        "- Rất hài lòng: 210 phiếu\n"
        "- Hài lòng: 230 phiếu\n"
        "- Bình thường: 20 phiếu\n"
        "- Không hài lòng: {5|15} phiếu"
    ),
    (
        "HĐND ban hành 4 nghị quyết, UBND ban hành 9 quyết định, cộng {13|15} văn "
        "bản quy phạm pháp luật."
    ),
    (
        "Ban hành mới {13|15} văn bản quy phạm pháp luật: HĐND 4 nghị quyết, UBND 9 "
        "quyết định."
    ),
    "Cấp chứng thư số cho 34 cơ quan và 168 cá nhân, tổng {202|220} chứng thư số.",
    "Đang dùng 202 chứng thư số (cơ quan 34, cá nhân {168|186}).",
    "Văn bản đi là 3.655, có 3.548 văn bản ký số và {107|170} văn bản giấy.",
    ("3.655 văn bản đi được phát hành: 3.548 văn bản ký số, {107|170} văn bản giấy."),
    (
        "Biên chế năm 2023: 1.522 người; công chức 120 người, viên chức 1.350 người, "
        "hợp đồng {52|25} người."
    ),
    (
        "Tỉnh giao 1.522 biên chế, phân về công chức 120, viên chức 1.350, hợp đồng "
        "lao động {52|25}."
    ),
    (
        "Số viên chức 1.350 người, riêng giáo dục 1.100 người, y tế 200 người, sự "
        "nghiệp khác {50|55} người."
    ),
    "Viên chức: 1.350 người (giáo dục: 1.100; y tế: 200; khác: {50|55}).",
    "Tinh giản được 14 người, 9 người về hưu trước tuổi, {5|7} người thôi việc.",
    (
        "Đã giải quyết cho 14 người thôi việc và về hưu trước tuổi, cụ thể: về hưu 9 "
        "người; thôi việc {5|7} người."
    ),
    (
        "Có 33 đơn vị sự nghiệp tự chủ: 3 đơn vị nhóm 1, 4 đơn vị nhóm 2, 9 đơn vị "
        "nhóm 3, {17|27} đơn vị nhóm 4."
    ),
    (
        "Đơn vị tự chủ: nhóm 1 là 3 đơn vị, nhóm 2 là 4 đơn vị, nhóm 3 là 9 đơn vị, "
        "nhóm 4 là 17 đơn vị; tổng {33|43} đơn vị."
    ),
    (
        "Phân theo lĩnh vực thì đất đai 420 hồ sơ, hộ tịch 310 hồ sơ, kinh doanh 95 "
        "hồ sơ, xây dựng 40 hồ sơ, lĩnh vực khác 85 hồ sơ, cộng lại {950|905} hồ sơ."
    ),
    (
        "950 hồ sơ đã giải quyết thuộc các lĩnh vực:\n"
        "- Đất đai: 420;\n"
        "- Hộ tịch: 310;\n"
        "- Kinh doanh: 95;\n"
        "- Xây dựng: 40;\n"
        "- Khác: {85|58}."
    ),
    (
        "Theo lĩnh vực: 420 hồ sơ đất đai, 310 hồ sơ hộ tịch, 95 hồ sơ kinh doanh, "
        "40 hồ sơ xây dựng và {85|58} hồ sơ khác, tổng cộng 950 hồ sơ đã giải quyết."
    ),
    (
        "Bộ thủ tục của huyện gồm 320 thủ tục, cấp huyện thực hiện 210, cấp xã thực "
        "hiện {110|101}."
    ),
    (
        "Thủ tục cấp huyện 210, thủ tục cấp xã 110, toàn bộ {320|330} thủ tục đã "
        "niêm yết."
    ),
    (
        "Dịch vụ công trực tuyến hiện có 284 dịch vụ; toàn trình 180, một phần "
        "{104|114}."
    ),
    (
        "Phản ánh về quy định hành chính 3 phản ánh, về hành vi hành chính 9 phản "
        "ánh, tất cả {12|14} phản ánh."
    ),
    (
        "Trong kỳ có 12 phản ánh, 3 phản ánh về quy định và {9|8} phản ánh về hành "
        "vi hành chính."
    ),
    (
        "Đoàn đã đến 16 cơ quan, đơn vị; trong đó 11 xã, phường và {5|8} phòng "
        "chuyên môn."
    ),
    "Kiểm tra 11 xã, phường, 5 phòng chuyên môn, tổng {16|18} đơn vị.",
    (
        "Chỉ đạo, điều hành: ban hành 86 văn bản.\n"
        "- Công văn 51 văn bản.\n"
        "- Kế hoạch 22 văn bản.\n"
        "- {13|31} văn bản khác."
    ),
    (
        "Năm nay đã có 86 văn bản chỉ đạo. Chia theo loại: công văn 51, kế hoạch 22, "
        "quyết định 8, loại khác {5|15}."
    ),
    (
        "Tiếp nhận, xử lý nhiệm vụ của cấp trên: nhận 84 nhiệm vụ; đã xong 70 nhiệm "
        "vụ, kịp hạn 66, trễ hạn {4|8}; đang làm 14 nhiệm vụ."
    ),
    (
        "Trong 84 nhiệm vụ cấp trên giao có 66 nhiệm vụ xong đúng hạn, 4 nhiệm vụ "
        "xong trễ hạn, {14|24} nhiệm vụ đang làm."
    ),
    (
        "Hồ sơ tiếp nhận của hai cấp là 3.400 hồ sơ, trong đó cấp huyện 1.250 hồ sơ, "
        "cấp xã {2.150|2.510} hồ sơ."
    ),
    "Toàn huyện có 3.400 hồ sơ tiếp nhận: Trung tâm 1.250, các xã {2.150|2.510}.",
    (
        "Bộ phận Một cửa cấp huyện trả 1.200 hồ sơ, Bộ phận Một cửa cấp xã trả 2.100 "
        "hồ sơ, cộng cả hai cấp {3.300|3.330} hồ sơ."
    ),
    "Hồ sơ mới là 330, hồ sơ cũ là 45, tổng phải xử lý là {375|357}.",
    "Cũ 45, mới 330, tổng số {375|357} hồ sơ.",
    ("Đã tiếp nhận 375 hồ sơ, trong số ấy 45 hồ sơ từ kỳ trước, {330|303} hồ sơ mới."),
    (
        "Bưu chính công ích 15 hồ sơ, trực tiếp 120 hồ sơ, trực tuyến 195 hồ sơ là "
        "cơ cấu của {330|303} hồ sơ nộp mới."
    ),
]

RESTS = [
    "Có 820/1.000 hồ sơ nộp qua mạng, {180|108} hồ sơ nộp cách khác.",
    (
        "Trong 1.000 hồ sơ mới, 820 hồ sơ nộp trực tuyến, {180|108} hồ sơ nộp trực "
        "tiếp hoặc qua bưu chính."
    ),
    "Đã hoàn thành 38/42 nhiệm vụ (90,5%), {4|6} nhiệm vụ đang triển khai.",
    (
        "Kế hoạch có 42 nhiệm vụ, 38 nhiệm vụ đã xong (90,5%), {4|6} nhiệm vụ đang "
        "làm dở."
    ),
    (
        "42 nhiệm vụ được giao thì 38 nhiệm vụ đã làm xong, bằng 90,5%, số còn lại "
        "là {4|6} nhiệm vụ."
    ),
    "Còn {4|6} nhiệm vụ trong số 42 nhiệm vụ chưa xong, 38 nhiệm vụ đã xong.",
    (
        "Vốn giao 5.200 triệu đồng, giải ngân 4.700 triệu đồng (90,4%), phần chưa "
        "giải ngân {500|550} triệu đồng."
    ),
    (
        "Kế hoạch vốn 5.200 triệu đồng; giải ngân 4.700 triệu đồng; số vốn chuyển "
        "nguồn {500|550} triệu đồng."
    ),
    "Công chức được giao 120 người, thực có 112 người, vắng {8|9} người.",
    "Hiện có 112/120 công chức, còn thiếu {8|18} công chức.",
    "Cử tri nêu 52 câu hỏi, giải đáp tại hội nghị 47 câu, {5|8} câu trả lời sau.",
    (
        "Có 52 ý kiến; 47 ý kiến được giải đáp ngay; {5|8} ý kiến tiếp thu, trả lời "
        "bằng văn bản."
    ),
    "Phát ra 500 phiếu, thu về 480 phiếu, thất lạc {20|30} phiếu.",
    "Trả 1.200 hồ sơ, trước và đúng hạn 1.180 hồ sơ, số chậm là {20|40} hồ sơ.",
    "Trước và đúng hạn 1.180/1.200 hồ sơ; chậm {20|40} hồ sơ.",
    ("Trong 1.200 hồ sơ đã trả thì 1.180 hồ sơ trước và đúng hạn, {20|40} hồ sơ chậm."),
    (
        "Có 1.180 hồ sơ trước và đúng hạn trên tổng số 1.200 hồ sơ đã trả, {20|40} "
        "hồ sơ trễ."
    ),
    (
        "195 người được đánh giá, 175 người hoàn thành tốt trở lên, {20|30} người ở "
        "mức thấp hơn."
    ),
    (
        "Nhận 28 phản ánh; trả lời xong 23 phản ánh, đạt 82,1%; {5|8} phản ánh chờ "
        "cơ quan chuyên môn."
    ),
    (
        "Tổng 375 hồ sơ tiếp nhận. Giải quyết xong 350 hồ sơ. Chuyển kỳ sau {25|52} "
        "hồ sơ."
    ),
    "Trên giao 84 nhiệm vụ; làm xong 70 nhiệm vụ; chưa xong {14|41} nhiệm vụ.",
]

GAINS = [
    "Được 87,45 điểm, năm trước 85,20 điểm, tăng {2,25|2,52} điểm.",
    ("Đạt 87,45/100 điểm, cao hơn {2,25|2,52} điểm so với năm trước (85,20/100 điểm)."),
    "Năm 2022: 85,20 điểm; năm 2023: 87,45 điểm; như vậy tăng {2,25|2,52} điểm.",
    "Điểm chỉ số tăng từ 85,20 điểm lên 87,45 điểm (+{2,25|2,52} điểm).",
    (
        "So với 85,20 điểm của năm trước, năm nay đạt 87,45 điểm, tức cao hơn "
        "{2,25|2,52} điểm."
    ),
    "Năm trước đạt 85,20 điểm. Năm nay đạt 87,45 điểm, tăng {2,25|2,52} điểm.",
    ("Mức điểm 87,45 hơn năm trước {2,25|2,52} điểm, vì năm trước chỉ đạt 85,20 điểm."),
    "Từ 46 đầu mối giảm còn 40 đầu mối, bớt {6|8} đầu mối.",
    "Số đầu mối còn 40, giảm {6|8} so với 46 trước khi sắp xếp.",
    "Đầu năm có 112 người, cuối năm có 118 người, tăng {6|9} người.",
]

PORTIONS = [
    ("Có 1.180 hồ sơ trước và đúng hạn trong 1.200 hồ sơ đã trả, bằng {98,3%|93,8%}."),
    "Tỷ lệ trước và đúng hạn: {98,3%|93,8%} (1.180 trong 1.200 hồ sơ).",
    (
        "Tỷ lệ trước, đúng hạn là {98,3%|93,8%} trên tổng 1.200 hồ sơ đã trả (1.180 "
        "hồ sơ)."
    ),
    "Hồ sơ chậm {1,7%|7,1%}, tương ứng 20 hồ sơ trên tổng số 1.200 hồ sơ đã trả.",
    (
        "Thu ngân sách 120.500 triệu đồng, đạt {96,4%|94,6%} so với dự toán 125.000 "
        "triệu đồng."
    ),
    "Dự toán 125.000 triệu đồng; thực hiện 120.500 triệu đồng; đạt {96,4%|94,6%}.",
    "Phiếu thu về {96%|69%}, tức 480/500 phiếu.",
    "Phát 500 phiếu, thu 480 phiếu ({96%|69%}).",
    ("Hài lòng trở lên 440 phiếu, chiếm {94,6%|96,4%} trong tổng số 465 phiếu hợp lệ."),
    "Mức hài lòng {94,6%|96,4%} với 440 trên 465 phiếu hợp lệ.",
    "Văn bản ký số 3.548 trên 3.655 văn bản đi, tỷ lệ {97,1%|91,7%}.",
    ("3.548 văn bản đi được ký số, bằng {97,1%|91,7%} số văn bản đi (3.655 văn bản)."),
    "Tuyển được 18 người, bằng {90%|95%} chỉ tiêu (20 người).",
    "Kiểm tra 16 đơn vị trong 46 đơn vị, đạt {34,8%|38,4%}.",
    "Trong 284 dịch vụ có 180 dịch vụ toàn trình (chiếm {63,4%|64,3%}).",
    "Có 36 thủ tục tích hợp thanh toán trên 40 thủ tục có thu phí, đạt {90%|80%}.",
    (
        "Trình độ đại học 142 người ({71%|77%}), thạc sĩ 41 người (20,5%), cao đẳng "
        "17 người (8,5%), tổng số 200 người."
    ),
    "Trong 1.000 hồ sơ tiếp nhận mới, trực tuyến chiếm {82%|28%} (820 hồ sơ).",
]

MEANS = [
    "Mỗi tổ có bình quân {8|9} thành viên (60 tổ, 480 thành viên).",
    "Với 60 tổ và 480 thành viên, mỗi tổ trung bình {8,0|8,9} thành viên.",
    "Số hồ sơ bình quân một xã là {425|452} (5.100 hồ sơ/12 xã).",
    "Bình quân {425|452} hồ sơ/xã (12 xã, 5.100 hồ sơ).",
    "Bình quân {425|452} hồ sơ cho mỗi xã, tính trên 12 xã và 5.100 hồ sơ.",
    "Các xã nhận 5.100 hồ sơ, chia đều cho 12 xã được {425|452} hồ sơ một xã.",
]

TOO_MUCH = [
    "Chỉ số cải cách hành chính của huyện đạt {87,5|107,5} điểm.",
    "Điểm chỉ số là {87,5|107,5} trên thang điểm 100.",
    "Huyện được chấm {87,5|107,5} điểm (tối đa 100 điểm).",
    "Điểm thẩm định {87,5|107,5} trong tổng số 100 điểm.",
    "Kết quả PAR INDEX của xã: {87,5|107,5}/100.",
    "Mức độ hài lòng đạt {92,5%|129,5%}.",
]
