"""Claims of ordinary reports, each in the words of several offices.

A slot «{right=>wrong}» is tried by itself; with all slots right nothing is an error.
"""

import re

import pytest

from lienmach.checker.tests.saying import anchors_below_head

_SLOT = re.compile(r"\{([^{}]*?)=>([^{}]*?)\}")
_FIGURE = re.compile(r"\d(?:[\d.,/]*\d)?")

PLAIN = (
    # how many for each
    "Tại 14 xã, phường tiếp nhận 9.660 hồ sơ, bình quân {690=>609} hồ sơ mỗi xã.",
    "12 phường của thành phố có 54 công chức một cửa, bình quân "
    "{4,5=>5,4} người mỗi phường.",
    "9 trung tâm hành chính công cấp xã đã giải quyết 7.173 hồ sơ, "
    "trung bình mỗi trung tâm {797=>779} hồ sơ.",
    "Toàn huyện có 18 xã với tổng số 72 cán bộ làm công tác tiếp nhận, "
    "bình quân {4=>6} người/xã.",
    "Trong tháng, 23 đơn vị gửi 1.311 văn bản, bình quân mỗi đơn vị gửi "
    "{57=>75} văn bản.",
    "Đã tổ chức 8 lớp tập huấn cho 616 học viên, bình quân {77=>67} học viên/lớp.",
    "Tổng thu phí qua cổng 1.926 triệu đồng từ 3.210 giao dịch, bình "
    "quân {0,6=>0,8} triệu đồng/giao dịch.",
    "Thanh toán trực tuyến: 2.140 lượt trên tổng số 2.675 lượt có thu "
    "phí (80,0%). Tổng tiền thu 1.498 triệu đồng, bình quân {0,7=>0,9} "
    "triệu đồng/lượt.",
    "Trong quý có 2.408 giao dịch nộp phí qua mạng. Số tiền thu được là "
    "84.280.000 đồng, bình quân {35.000=>53.000} đồng/giao dịch.",
    "- Tiếp nhận tại 16 xã: 11.840 hồ sơ (bình quân {740=>704} hồ sơ/xã).",
    "Có 13 tổ công nghệ số với 91 thành viên, mỗi tổ trung bình {7=>9} thành viên.",
    "Năm 2018, 21 sở, ngành có 651 TTHC, bình quân {31=>13} TTHC/đơn vị.",
    "10 phường có tổng số 43 công chức một cửa, bình quân {4,3=>3,4} người mỗi phường.",
    "Thành phố có 17 công chức, viên chức; 10 phường có tổng số 43 công "
    "chức một cửa, bình quân {4,3=>3,4} người mỗi phường.",
    "Tại 16 xã, thị trấn, Bộ phận Một cửa tiếp nhận 11.840 hồ sơ, bình "
    "quân {740=>704} hồ sơ mỗi xã; đã giải quyết 11.792 hồ sơ, đúng hạn "
    "11.744 hồ sơ.",
    # some out of others
    "Có {14=>64} người trong số 61 cán bộ, công chức mới chuyển từ cấp huyện cũ về.",
    "Trong số 61 cán bộ, công chức có {14=>64} người chuyển từ huyện về.",
    "{38=>83} người trong tổng số 52 công chức đã qua bồi dưỡng.",
    "Trong tổng số 52 công chức của xã, {38=>83} người có trình độ đại học trở lên.",
    "Có {27=>72} hồ sơ trong số 45 hồ sơ quá hạn là của lĩnh vực đất đai.",
    "Trong 45 hồ sơ quá hạn có {27=>72} hồ sơ thuộc lĩnh vực đất đai.",
    "Trong 18 đơn vị được kiểm tra, {16=>61} đơn vị đã niêm yết đầy đủ.",
    "{9=>29} trong số 24 xã chưa có trụ sở mới.",
    "Có {5=>25} trên tổng số 19 văn bản phải sửa đổi.",
    "Trong số 34 cán bộ được cử đi học, có tới {19=>91} đồng chí là nữ.",
    # done of what there was
    "Qua kiểm tra yêu cầu chấn chỉnh 9 nội dung, đến nay khắc phục xong "
    "{7=>11} nội dung.",
    "Đoàn kiểm tra chỉ ra 14 tồn tại; các đơn vị đã khắc phục {11=>17} tồn tại.",
    "Phát hiện 14 thiếu sót, đã khắc phục {12=>21} thiếu sót.",
    "Kết luận thanh tra nêu 12 kiến nghị, đến nay đã thực hiện xong "
    "{10=>16} kiến nghị.",
    "Được giao 36 nhiệm vụ; đã hoàn thành {31=>41} nhiệm vụ.",
    "Chủ tịch UBND tỉnh giao 58 nhiệm vụ. Đến nay, Sở đã hoàn thành {52=>62} nhiệm vụ.",
    "Kế hoạch đề ra 27 nhiệm vụ, đã hoàn thành {23=>32} nhiệm vụ.",
    "Tổ rà soát 48 văn bản, đề nghị bãi bỏ {13=>63} văn bản.",
    "Đã tự kiểm tra 120 hồ sơ, phát hiện {17=>170} hồ sơ thiếu thành phần.",
    # sent, and signed of it
    "6. Chính quyền số: văn bản đi 1.408, ký số {1.380=>1.480}.",
    "Văn bản đi 2.316 văn bản, ký số {2.231=>2.361} văn bản.",
    "Phát hành 1.745 văn bản, trong đó ký số {1.735=>1.754}.",
    "Trong kỳ phát hành 1.745 văn bản điện tử, đã ký số {1.699=>1.799} văn bản.",
    "- Tổng số văn bản đi: 968; số văn bản được ký số: {960=>986}.",
    "Số văn bản phát hành là 3.204, số văn bản ký số là {3.119=>3.240}.",
    "Văn bản đến 5.160, xử lý đúng hạn {5.106=>5.610}.",
    # posts given, taken and free
    "Được giao 95 biên chế, hiện có mặt 89 người; số chưa sử dụng là {6=>8} người.",
    "Năm 2018 được giao 84 biên chế, gồm 50 công chức và 34 viên chức. "
    "Hiện có mặt 48 công chức, 30 viên chức, tổng cộng 78 người; số "
    "chưa sử dụng là {6=>9} người.",
    "Biên chế được giao 72, có mặt 66, chưa sử dụng {6=>8}.",
    "Biên chế được giao 72; đã sử dụng 66; còn {6=>9} biên chế chưa tuyển.",
    "Tổng biên chế được giao: 148; hiện có: 139; còn thiếu: {9=>7}.",
    "UBND huyện được giao 120 biên chế công chức, đang sử dụng 113 biên "
    "chế, số biên chế còn lại chưa sử dụng là {7=>11}.",
    "Sở được giao 66 biên chế, hiện có mặt 61 người (thiếu {5=>7} người).",
    "Sở được giao 66 biên chế, hiện có 61, khuyết {5=>8}.",
    "Tổng số chỉ tiêu biên chế là 66, hiện có 61 người, khuyết {5=>8} người.",
    "Được giao 214 chỉ tiêu, thực hiện 203 chỉ tiêu; {11=>13} chỉ tiêu chưa thực hiện.",
    # what people answered
    "Trong 153 người được hỏi, 131 người trả lời hài lòng, {16=>6} "
    "người bình thường, 6 người không hài lòng.",
    "Hỏi ý kiến 180 người dân: 152 người hài lòng, 19 người bình "
    "thường, {9=>19} người chưa hài lòng.",
    "Phỏng vấn 96 người: {81=>88} người hài lòng, 12 người bình thường "
    "và 3 người không hài lòng.",
    "Đã lấy ý kiến 210 người; 176 người đánh giá tốt, 28 người đánh giá "
    "khá, {6=>16} người đánh giá chưa tốt.",
    "Trong số 132 phiếu thu về, {108=>118} phiếu rất hài lòng, 21 phiếu "
    "hài lòng, 3 phiếu không hài lòng.",
    "Khảo sát 240 người, kết quả: hài lòng 205 người, bình thường "
    "{27=>37} người, không hài lòng 8 người.",
    "Có 240 người dân tham gia khảo sát. Kết quả: hài lòng 205, bình "
    "thường 27, không hài lòng {8=>18}.",
    "Trong 153 người được hỏi, 131 người trả lời hài lòng, 16 người "
    "bình thường, {6=>16} người không hài lòng. Tỷ lệ hài lòng 85,6%. "
    "Có 28 người nói phải nhờ nộp hộ; 44 người mong có ghế; một người "
    "có thể nêu nhiều ý kiến.",
    # what kinds there are
    "Có 57 hồ sơ sai sót. Phân loại: 21 hồ sơ thiếu giấy tiếp nhận; "
    "{14=>41} hồ sơ quá hạn; 9 hồ sơ đòi thêm giấy tờ; 13 hồ sơ chậm "
    "cập nhật.",
    "Trong mẫu kiểm tra có 61 hồ sơ sai sót (bằng 9,4% mẫu). Phân loại: "
    "23 hồ sơ thiếu phiếu; {18=>81} hồ sơ quá hạn không xin lỗi; 7 hồ "
    "sơ đòi thêm giấy; 13 hồ sơ chậm cập nhật. So với năm trước giảm 12 "
    "hồ sơ.",
    "Tiếp nhận 84 phản ánh. Phân theo lĩnh vực: đất đai 39, xây dựng "
    "22, {môi trường 15=>môi trường 51}, khác 8.",
    "Toàn huyện có 118 vụ việc. Chia theo nội dung: đất đai 67 vụ; "
    "chính sách 32 vụ; kỷ luật {19=>29} vụ.",
    "Tổng số lỗi phát hiện là 57, phân ra: lỗi hồ sơ 21, lỗi quy trình "
    "{23=>32}, lỗi cập nhật 13.",
    "Phát hiện 48 lỗi. Cơ cấu lỗi: về thành phần hồ sơ 19, về thời hạn "
    "{17=>27}, về cập nhật 12.",
    "Có 36 hồ sơ trễ hạn. Nguyên nhân: do hệ thống {14=>24} hồ sơ, do "
    "công chức 13 hồ sơ, do phối hợp 9 hồ sơ.",
    "Cả năm có 82 cuộc kiểm tra. Về hình thức: theo kế hoạch {57=>75} "
    "cuộc, đột xuất 25 cuộc.",
    "Kiểm tra phát hiện 57 hồ sơ có lỗi. Các lỗi gồm: 21 hồ sơ thiếu "
    "giấy; {14=>41} hồ sơ quá hạn; 22 hồ sơ sai mẫu.",
    "Trong mẫu có 57 hồ sơ sai sót (bằng 8,38% mẫu). Phân loại: 21 hồ "
    "sơ thiếu giấy; {14=>41} hồ sơ quá hạn; 9 hồ sơ đòi thêm giấy; 13 "
    "hồ sơ chậm cập nhật. So với năm 2017 (phát hiện 84 hồ sơ sai sót), "
    "số hồ sơ sai sót giảm 27, tức giảm gần một phần ba.",
    # year by year
    "Các cơ quan đã giải quyết 95.735 hồ sơ. Trong đó: năm 2016 giải "
    "quyết 31.204 hồ sơ, năm 2017 giải quyết 34.871 hồ sơ, 9 tháng năm "
    "2018 giải quyết {29.660=>26.960} hồ sơ.",
    "Từ năm 2016 đến hết tháng 9/2018, đã giải quyết 84.716 hồ sơ. "
    "Trong đó: năm 2016 giải quyết 27.408 hồ sơ, năm 2017 giải quyết "
    "{30.195=>31.095} hồ sơ, 9 tháng năm 2018 giải quyết 27.113 hồ sơ. "
    "Năm 2017 tăng 2.787 hồ sơ so với năm 2016.",
    "Trong 3 năm, kiểm tra 24 tổ chức đảng: năm 2016 kiểm tra 6 tổ "
    "chức, năm 2017 kiểm tra {8=>9} tổ chức, năm 2018 kiểm tra 10 tổ "
    "chức.",
    "Từ đầu nhiệm kỳ đã tinh giản 97 người, cụ thể: năm 2016: 28 người; "
    "năm 2017: {41=>14} người; năm 2018: 28 người.",
    "9 tháng tiếp nhận 8.124 hồ sơ, trong đó quý I 2.540 hồ sơ, quý II "
    "{2.871=>2.781} hồ sơ, quý III 2.713 hồ sơ.",
    "Ba năm qua tổ chức 64 lớp: năm 2016 có 19 lớp, năm 2017 có 22 lớp "
    "và năm 2018 có {23=>32} lớp.",
    # how far two numbers are apart
    "Thời gian xử lý bình quân một hồ sơ là 6,4 ngày, ngắn hơn "
    "{3,1=>4,1} ngày so với quy định 9,5 ngày.",
    "Thời gian giải quyết thực tế bình quân 4,6 ngày, sớm hơn "
    "{2,4=>4,2} ngày so với thời hạn quy định là 7 ngày.",
    "Thời gian cấp phép trung bình còn 12 ngày, rút ngắn {8=>6} ngày so "
    "với quy định (20 ngày).",
    "Thời gian giải quyết bình quân là 11 ngày, nhanh hơn {4=>6} ngày "
    "so với quy định là 15 ngày.",
    "Thời gian xử lý thực tế là 6,4 ngày (quy định 9,5 ngày), ngắn hơn "
    "{3,1=>1,3} ngày.",
    "So với thời gian quy định 9,5 ngày, thời gian thực tế chỉ 6,4 "
    "ngày, ngắn hơn {3,1=>4,1} ngày.",
    "Thời gian giải quyết giảm từ 15 ngày xuống còn 9 ngày, rút ngắn được {6=>8} ngày.",
    "Điểm của Sở là 87,42 điểm, cao hơn {2,31=>3,21} điểm so với năm "
    "trước (85,11 điểm).",
    "Tỷ lệ đạt 96,4%, thấp hơn {1,2=>2,1} điểm phần trăm so với kế hoạch là 97,6%.",
    "Thời gian chờ trung bình 14 phút, ít hơn {7=>9} phút so với mức 21 "
    "phút của năm 2018.",
    # words ahead of their numbers
    "Thi hành kỷ luật 9 đảng viên, trong đó khiển trách 6, cảnh cáo "
    "{2=>3}, cách chức 1.",
    "Xử lý kỷ luật 14 cán bộ: khiển trách 8, cảnh cáo {4=>5}, cách chức 2.",
    "Kỷ luật 17 công chức, trong đó khiển trách 11 người, cảnh cáo "
    "{4=>6} người, buộc thôi việc 2 người.",
    "Qua kiểm tra, thi hành kỷ luật 9 đảng viên vì nhũng nhiễu hoặc "
    "thiếu trách nhiệm, trong đó khiển trách 6, cảnh cáo {2=>3}, cách "
    "chức 1.",
    "Có 43 viên chức được đánh giá, trong đó xuất sắc 8, tốt {31=>30}, hoàn thành 4.",
    "Cả xã có 212 hồ sơ trễ hạn, trong đó đất đai 141, hộ tịch {42=>24}, xây dựng 29.",
    "Phát hiện 26 lỗi, trong đó lỗi niêm yết 12, lỗi cập nhật {9=>19}, lỗi lưu trữ 5.",
    "Đánh giá 87 nhiệm vụ: đúng hạn 74, trễ hạn {2=>12}, đang thực hiện 11.",
    "4. Nhiệm vụ UBND tỉnh giao: tổng số 87 nhiệm vụ, đúng hạn 74, trễ "
    "hạn {02=>12}, đang thực hiện (còn hạn) 11.",
    "Tổng số 65 nhiệm vụ: hoàn thành đúng hạn 48, hoàn thành trễ hạn "
    "{5=>15}, đang thực hiện trong hạn 12.",
    "Sở được giao tổng số 87 nhiệm vụ, đã hoàn thành 74, quá hạn "
    "{3=>13}, chưa đến hạn 10.",
    # a share of what stands before a bracket
    "Chương trình có 8 văn bản (01 nghị định, 05 thông tư, 02 quyết "
    "định của Bộ trưởng). Đến nay đã trình 06 văn bản, đạt {75%=>80%}.",
    "Sở có 16 nhiệm vụ (9 nhiệm vụ chuyên môn, 7 nhiệm vụ chung). Đã "
    "hoàn thành 12 nhiệm vụ, đạt {75%=>85%}.",
    "Kế hoạch năm có 25 cuộc kiểm tra, gồm 10 cuộc định kỳ và 15 cuộc "
    "đột xuất. Đến nay đã thực hiện 18 cuộc, đạt {72%=>82%}.",
    "Danh mục phải ban hành là 20 văn bản (8 nghị quyết, 12 quyết "
    "định); đã ban hành 13 văn bản, bằng {65%=>56%}.",
    "Năm 2018 xã có 40 chỉ tiêu. Đã đạt 34 chỉ tiêu, tương đương {85%=>58%}.",
    "Huyện phải sắp xếp 12 đơn vị (7 trường, 5 trạm). Tính đến nay đã "
    "sắp xếp xong 9 đơn vị, đạt tỷ lệ {75%=>57%}.",
    # «this makes … of …»
    "Đơn vị được kiểm tra: 17 đơn vị, bao gồm 06 phòng chuyên môn, 11 "
    "xã, thị trấn. Số này chiếm {70,8%=>78,0%} tổng số 24 đơn vị phải "
    "kiểm tra.",
    "Đã kiểm tra 18 đơn vị. Số này chiếm {75%=>57%} tổng số 24 đơn vị thuộc huyện.",
    "Có 36 thủ tục được cắt giảm. Con số này bằng {24%=>42%} tổng số "
    "150 thủ tục của ngành.",
    "Đã tập huấn cho 210 người, gồm 60 cán bộ xã và 150 trưởng thôn. Số "
    "người này chiếm {70%=>77%} trong tổng số 300 người cần tập huấn.",
    "Có 45 hồ sơ trễ hạn, chiếm {1,5%=>5,1%} tổng số 3.000 hồ sơ đã giải quyết.",
    "Số hồ sơ trễ hạn là 45 hồ sơ. Tỷ lệ này chiếm {1,5%=>5,1%} trong "
    "3.000 hồ sơ đã giải quyết.",
    # in time and late, of those that did it
    "17/17 đơn vị có kế hoạch năm. Tuy vậy chỉ có 12 đơn vị ban hành "
    "trước ngày 31/01/2019 theo yêu cầu; {05=>04} đơn vị ban hành muộn.",
    "Có 18/18 xã gửi báo cáo. Trong đó 13 xã gửi đúng hạn, {5=>6} xã gửi chậm.",
    "20/20 phòng đã báo cáo, 16 phòng đúng hạn, {4=>6} phòng chậm.",
    "Cả 22 đơn vị đã nộp báo cáo; 15 đơn vị nộp đúng hạn, {7=>9} đơn vị nộp muộn.",
    "Có 25 đơn vị ban hành kế hoạch, song chỉ 19 đơn vị ban hành đúng "
    "thời hạn, {6=>8} đơn vị ban hành chậm.",
    "24/24 xã có trang thông tin điện tử; 19 xã cập nhật thường xuyên, "
    "{5=>7} xã cập nhật chưa thường xuyên.",
    # money in two units
    "Kế hoạch vốn được giao là 64,5 tỷ đồng. Đã giải ngân {22,317 tỷ "
    "đồng=>22,317 triệu đồng}, đạt 34,6% kế hoạch.",
    "Dự toán giao 18,4 tỷ đồng; đã chi {11,96 tỷ đồng=>11,96 triệu "
    "đồng}, bằng 65% dự toán.",
    "Tổng vốn 126 tỷ đồng, giải ngân {81,9 tỷ đồng=>81,9 triệu đồng} (65%).",
    "Kinh phí được cấp 3.200 triệu đồng, đã sử dụng {2.080 triệu "
    "đồng=>2.080 tỷ đồng}, đạt 65%.",
    "Tổng kinh phí 450 triệu đồng, đã chi {360 triệu đồng=>360 tỷ "
    "đồng}, đạt 80% kế hoạch.",
    # one month of several
    "9 tháng Cục tiếp nhận 5.630 hồ sơ. Riêng tháng 8/2019, Cục tiếp "
    "nhận {702=>7.020} hồ sơ, là tháng cao nhất kể từ đầu năm.",
    "Từ đầu năm đến nay toàn huyện tiếp nhận 4.210 hồ sơ. Riêng tháng 9 "
    "tiếp nhận {512=>5.120} hồ sơ.",
    "Lũy kế 10 tháng đã trả 76.905 hồ sơ. Trong tháng 10 đã trả {8.340=>83.400} hồ sơ.",
    "6 tháng đầu năm tiếp nhận 3.116 hồ sơ; trong tháng 6 tiếp nhận "
    "{604=>6.040} hồ sơ.",
    "Cả năm tiếp nhận 8.204 hồ sơ; quý IV tiếp nhận {2.304=>23.040} hồ sơ.",
    "Tháng 10 tiếp nhận 8.340 hồ sơ. Lũy kế 10 tháng tiếp nhận {76.905=>6.905} hồ sơ.",
    # one field of all
    "Số hồ sơ trễ hạn là 1.204 hồ sơ (chiếm 1,26%). Lĩnh vực đất đai có "
    "{893=>1.893} hồ sơ trễ hạn; xây dựng có 141 hồ sơ; các lĩnh vực "
    "khác 170 hồ sơ.",
    "Toàn huyện có 312 hồ sơ quá hạn. Lĩnh vực đất đai có {208=>802} hồ "
    "sơ quá hạn, bằng 66,7% tổng số quá hạn.",
    "Có 96 hồ sơ trễ hẹn. Riêng đất đai {61=>161} hồ sơ trễ hẹn, chiếm "
    "63,5% tổng số hồ sơ trễ hẹn.",
)

RIGHT = (
    # not how many for each
    "Tại 16 xã, thị trấn, có 11.840 hồ sơ, bình quân 720 hồ sơ mỗi xã "
    "mới và 780 hồ sơ mỗi xã cũ.",
    "Tại 14 xã tiếp nhận 9.660 hồ sơ, bình quân 46 hồ sơ mỗi xã một ngày.",
    "Có 12 phường và 8 xã tiếp nhận 9.660 hồ sơ, bình quân 483 hồ sơ mỗi đơn vị.",
    "12 phường có 54 công chức một cửa, phục vụ bình quân 96 lượt người mỗi ngày.",
    "Tại 14 xã tiếp nhận 9.660 hồ sơ trong 3 tháng, bình quân 230 hồ sơ "
    "mỗi xã mỗi tháng.",
    "Tại 14 xã tiếp nhận 9.660 hồ sơ, bình quân gần 700 hồ sơ mỗi xã, "
    "riêng 3 xã vùng cao bình quân 210 hồ sơ mỗi xã.",
    "Thanh toán trực tuyến: 2.140 lượt, 1.498 triệu đồng; riêng đất đai "
    "800 triệu đồng, bình quân 2,5 triệu đồng/lượt.",
    # not some out of others
    "Trong 45 ngày có 72 hồ sơ nộp tại xã.",
    "Trong số 34 cán bộ được cử đi học, có 12 đồng chí dự 40 buổi.",
    "Trong số 18 đơn vị được kiểm tra, có 61 người vi phạm giờ giấc.",
    "Trong 45 hồ sơ quá hạn có 72 giấy tờ phải bổ sung.",
    "Trong số 52 công chức, các phòng có 30 người, 14 xã có 95 người thì chưa tính.",
    # not done of what there was
    "Kế hoạch kiểm tra 12 đơn vị; đã kiểm tra 14 đơn vị, vượt kế hoạch.",
    "Qua kiểm tra yêu cầu chấn chỉnh 9 nội dung; cùng với 4 nội dung kỳ "
    "trước chuyển sang, đã khắc phục 11 nội dung.",
    "Nhận 26 đơn, đã giải quyết 31 đơn, trong đó có 7 đơn kỳ trước chuyển sang.",
    "Đoàn kiểm tra chỉ ra 14 tồn tại; năm trước chỉ ra 17 tồn tại.",
    "Kế hoạch năm mở 5 lớp, đến nay đã mở 7 lớp, đạt 140% kế hoạch.",
    "Tiếp nhận 402 hồ sơ, đã giải quyết 410 hồ sơ (kể cả 20 hồ sơ kỳ trước).",
    # not sent, and signed of it
    "Văn bản đi 1.408, văn bản đến 5.480.",
    "Văn bản đi 1.408, ký số 1.480 lượt (có văn bản ký nhiều lần).",
    "Văn bản đi 1.408; chữ ký số đã cấp 1.480.",
    # not posts given, taken and free
    "Được giao 95 biên chế, hiện có mặt 89 người; có 8 hợp đồng lao "
    "động theo Nghị định 111.",
    "Được giao 95 biên chế, hiện có mặt 89 người; nghỉ thai sản 8 người.",
    "Được giao 95 biên chế, có mặt 89 người; số chưa qua bồi dưỡng là 8 người.",
    "Được giao 95 biên chế, đã sử dụng 89 biên chế, chưa sử dụng 6 biên "
    "chế; dự kiến tinh giản 8 biên chế.",
    # not what people answered
    "Trong 153 người được hỏi, 131 người hài lòng, 16 người không hài "
    "lòng, số còn lại không có ý kiến.",
    "Hỏi 153 người: 131 người khen thái độ, 66 người mong có ghế, 28 "
    "người phải nhờ nộp hộ. Một người có thể nêu nhiều ý kiến.",
    "Hỏi 153 người, 131 người khen thái độ, 16 người mong có ghế, 28 "
    "người nhờ nộp hộ; mỗi người có thể nêu nhiều ý.",
    # not what kinds there are
    "Có 57 hồ sơ sai sót. Phân loại: 21 hồ sơ thiếu giấy tiếp nhận; 41 "
    "hồ sơ quá hạn; có hồ sơ mắc nhiều lỗi.",
    "Có 57 hồ sơ sai sót. Nguyên nhân chủ yếu: 21 hồ sơ do hệ thống, 9 "
    "hồ sơ do công chức.",
    # not year by year
    "Trong 3 năm kiểm tra 24 tổ chức đảng và 61 đảng viên: năm 2017 "
    "kiểm tra 8 tổ chức, năm 2018 kiểm tra 10 tổ chức.",
    "Từ năm 2016 đến nay đã giải quyết 95.735 hồ sơ. Năm 2017 giải "
    "quyết 34.871 hồ sơ, năm 2018 giải quyết 29.660 hồ sơ.",
    # not how far two numbers are apart
    "Thời gian xử lý bình quân 6,4 ngày, ngắn hơn 3,1 ngày so với năm "
    "trước; thời gian quy định 11 ngày.",
    "Thời gian xử lý bình quân 6,4 ngày, ngắn hơn 1,2 ngày so với năm "
    "trước và thấp hơn thời gian quy định 9,5 ngày.",
    "Tỷ lệ đạt 96,4%, cao hơn 1,2 điểm phần trăm so với năm trước, vượt chỉ tiêu 95%.",
    # not words ahead of their numbers
    "Cả xã có 212 hồ sơ trễ hạn, trong đó đất đai 141, hộ tịch 24, xây "
    "dựng 19; các lĩnh vực khác không đáng kể.",
    # not a share of what stands before a bracket
    "Chương trình có 8 văn bản (01 nghị định, 05 thông tư, 02 quyết "
    "định). Đến nay đã trình 06 văn bản, vượt 80% kế hoạch quý.",
    "Chương trình có 8 văn bản. Đến nay đã trình 06 văn bản; tiến độ "
    "chung của Bộ đạt 80%.",
    # not «this makes … of …»
    "Đã kiểm tra 18 đơn vị, gồm 6 phòng và 12 xã. Số này chiếm 50% số "
    "xã toàn huyện là 24.",
    # not in time and late, of those that did it
    "17/17 đơn vị có kế hoạch năm. Có 12 đơn vị ban hành trước ngày "
    "31/01, trong đó 04 đơn vị ban hành ngay từ tháng 12.",
    "17/17 đơn vị có kế hoạch. Có 12 đơn vị ban hành sớm; 04 đơn vị có cách làm hay.",
    # not money in two units
    "Dự toán giao 18,4 tỷ đồng; riêng tháng 6 chi 960 triệu đồng, lũy "
    "kế đạt 65% dự toán.",
    # not one month of several
    "Tháng 10 cấp tỉnh tiếp nhận 8.340 hồ sơ. Lũy kế 10 tháng cấp huyện "
    "tiếp nhận 6.905 hồ sơ.",
    "Từ đầu năm tiếp nhận 4.210 hồ sơ đất đai. Riêng tháng 9 toàn huyện "
    "tiếp nhận 5.120 hồ sơ các loại.",
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_claim_is_reckoned(text: str) -> None:
    assert not anchors_below_head(_SLOT.sub(r"\1", text))
    for slot in _SLOT.finditer(text):
        ahead, behind = text[: slot.start()], text[slot.end() :]
        wrong = "".join((_SLOT.sub(r"\1", ahead), slot[2], _SLOT.sub(r"\1", behind)))
        figures = set(_FIGURE.findall(slot[2]))
        assert any(figures & set(called) for called in anchors_below_head(wrong)), wrong


@pytest.mark.parametrize("text", RIGHT)
def test_what_tempts_is_left_alone(text: str) -> None:
    assert not anchors_below_head(text)
