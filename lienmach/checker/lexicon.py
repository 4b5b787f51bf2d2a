"""The words of the genre: what reports of this kind count, and what they say of it.

Each token has the phrases that mean it. «@» tokens are levels of government; the empty
token holds the words that restrict nothing.
"""

PROVINCE, DISTRICT, COMMUNE = "@province", "@district", "@commune"
OWN = "@own"  # the centre of whoever reports, where its level is not named


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(";"))


LEXICON: dict[str, tuple[str, ...]] = {
    PROVINCE: _phrases(
        """
        cấp tỉnh; ubnd tỉnh; tỉnh; các sở; sở ngành; sở; cơ quan chuyên môn cấp tỉnh;
        các sở ban ngành; sở ban ngành; thành phố trực thuộc trung ương; cấp sở
        """
    ),
    DISTRICT: _phrases(
        """
        cấp huyện; ubnd cấp huyện; ubnd huyện; ubnd thị xã; ubnd thành phố; ubnd quận;
        cấp thị xã; cấp thành phố; cấp quận; huyện; thị xã; thành phố; quận;
        phòng ban chuyên môn; các phòng ban; cơ quan chuyên môn cấp huyện
        """
    ),
    COMMUNE: _phrases(
        """
        cấp xã; ubnd cấp xã; ubnd các xã; ubnd xã; ubnd phường;
        các xã phường thị trấn; các xã phường; các xã thị trấn; xã phường thị trấn;
        xã phường; xã thị trấn; phường xã; ubnd các xã phường thị trấn;
        ubnd các xã phường; ubnd các xã thị trấn; ubnd cấp xã phường; cấp phường;
        các phường xã; ubnd các phường xã; các phường; các phường thị trấn;
        ubnd các phường; cấp xã phường; đơn vị cấp xã
        """
    ),
    OWN: _phrases(
        """
        trung tâm hành chính công; trung tâm phục vụ hành chính công;
        trung tâm phục vụ hcc; trung tâm hcc
        """
    ),
    "dossier": _phrases(
        """
        hồ sơ tthc; hồ sơ thủ tục hành chính; hồ sơ thủ tục; hồ sơ
        """
    ),
    "procedure": _phrases(
        """
        dịch vụ; thủ tục hành chính; tthc; thủ tục; thủ tục tthc
        """
    ),
    "law": _phrases(
        """
        văn bản quy phạm pháp luật; vbqppl; văn bản qppl; vb qppl
        """
    ),
    "document": _phrases(
        """
        văn bản
        """
    ),
    "task": _phrases(
        """
        nhiệm vụ; nhiệm vụ cchc; nhiệm vụ cải cách hành chính
        """
    ),
    "post": _phrases(
        """
        biên chế
        """
    ),
    "workers": _phrases(
        """
        người làm việc; số lượng người làm việc
        """
    ),
    "civil": _phrases(
        """
        công chức
        """
    ),
    "public": _phrases(
        """
        viên chức
        """
    ),
    "cadre": _phrases(
        """
        cán bộ
        """
    ),
    "contract": _phrases(
        """
        hợp đồng; hợp đồng lao động; lao động hợp đồng; hđ 68; hđ68
        """
    ),
    "petition": _phrases(
        """
        phản ánh kiến nghị; pakn; phản ánh; kiến nghị; ý kiến phản ánh kiến nghị;
        phản ánh kiến nghị pakn
        """
    ),
    "complaint": _phrases(
        """
        đơn thư; đơn khiếu nại tố cáo; khiếu nại tố cáo; đơn thư khiếu nại tố cáo
        """
    ),
    "survey": _phrases(
        """
        phiếu khảo sát; phiếu điều tra; phiếu lấy ý kiến; phiếu
        """
    ),
    "service-unit": _phrases(
        """
        đơn vị sự nghiệp công lập; đvsncl; đvsn công lập; đơn vị sự nghiệp; đvsn;
        đơn vị snc l; đơn vị sncl; đơn vị sự nghiệp công lập đvsncl;
        đơn vị sự nghiệp đvsn
        """
    ),
    "agency": _phrases(
        """
        cơ quan đơn vị; cơ quan; đơn vị; cơ quan tổ chức hành chính;
        cơ quan hành chính; cơ quan tổ chức; phòng ban
        """
    ),
    "problem": _phrases(
        """
        vấn đề; tồn tại hạn chế; tồn tại
        """
    ),
    "class": _phrases(
        """
        lớp tập huấn; lớp bồi dưỡng; lớp đào tạo; lớp
        """
    ),
    "news": _phrases(
        """
        tin bài; tin bài viết; bài viết; tin
        """
    ),
    "information": _phrases(
        """
        thông tin; hệ thống thông tin; công nghệ thông tin; cổng thông tin
        """
    ),
    "surveyed": _phrases(
        """
        khảo sát; lấy ý kiến
        """
    ),
    "budget": _phrases(
        """
        kế hoạch vốn đầu tư công; vốn đầu tư công; kế hoạch vốn đầu tư;
        kế hoạch đầu tư công; tổng kế hoạch vốn đầu tư công; kinh phí; vốn;
        kế hoạch vốn
        """
    ),
    "received": _phrases(
        """
        phải giải quyết; cần giải quyết; phải thụ lý; nhận; đã nhận; nhận được;
        đã tiếp nhận; tiếp nhận; được tiếp nhận; tiếp nhận và giải quyết;
        tổng tiếp nhận; yêu cầu giải quyết
        """
    ),
    "done": _phrases(
        """
        xong; thực hiện xong; đã xong; hoàn tất; đã hoàn tất; đã thực hiện xong;
        làm xong; đã trả; trả kết quả; đã trả kết quả; đã giải quyết đã giải quyết;
        được giải quyết; giải quyết xong; giải quyết; đã hoàn thành; hoàn thành;
        đã được giải quyết; đã thực hiện hoàn thành; thực hiện hoàn thành;
        hoàn thành xong; đã giải quyết và trả; đã xử lý xong; được xử lý xong;
        đã được xử lý xong
        """
    ),
    "pending": _phrases(
        """
        chưa giải quyết xong; chưa thực hiện xong; đang được xử lý;
        đang được giải quyết; chưa xong; đang làm; đang giải quyết; đang thụ lý;
        đang xử lý; đang trong quá trình giải quyết; chưa giải quyết; đang thực hiện;
        chưa hoàn thành; đang thụ lý giải quyết; đang tiếp tục giải quyết;
        chưa thực hiện; đang triển khai; đang chờ giải quyết
        """
    ),
    "early": _phrases(
        """
        sớm; trước hạn; trước hẹn; sớm hạn; trước thời hạn; sớm hẹn; trước hạn định
        """
    ),
    "on-time": _phrases(
        """
        đúng hạn; đúng hẹn; đúng thời hạn; đúng tiến độ
        """
    ),
    "in-time": _phrases(
        """
        chưa đến hạn; còn thời hạn; chưa đến thời hạn; đang trong hạn;
        trong hạn xử lý; đang trong hạn xử lý; trong hạn giải quyết;
        còn trong hạn giải quyết; đang giải quyết trong hạn; trong hạn; còn hạn;
        còn trong hạn; chưa quá hạn; trong thời hạn
        """
    ),
    "not-late": _phrases(
        """
        trước và đúng hạn; trước hạn và đúng hạn; đúng hạn và trước hạn;
        sớm và đúng hạn; đúng và trước hạn; sớm hạn và đúng hạn; trước và đúng hẹn;
        trước hẹn và đúng hẹn; đúng và trước hẹn; trước đúng hạn; trước hạn đúng hạn;
        đúng hạn trước hạn; đúng hạn và sớm hạn; đúng hạn sớm hạn
        """
    ),
    "late": _phrases(
        """
        quá thời hạn; đã quá thời hạn; trễ thời hạn; quá hạn; trễ hạn; trễ hẹn;
        chậm hạn; quá hẹn; trễ; sau hạn; chậm tiến độ; chậm
        """
    ),
    "carried": _phrases(
        """
        từ kỳ trước chuyển qua; chuyển từ kỳ trước qua; tồn kỳ trước chuyển sang;
        tồn từ kỳ trước chuyển sang; còn tồn kỳ trước; chuyển từ kỳ trước;
        chuyển từ kỳ trước sang; kỳ trước chuyển; tồn; tồn đọng; kỳ trước để lại;
        tồn kỳ trước chuyển qua; kỳ trước chuyển sang; kỳ trước; từ kỳ trước;
        từ kỳ trước chuyển sang; tồn kỳ trước; chuyển kỳ trước; tồn từ kỳ trước;
        kỳ trước chuyển qua; chuyển tiếp
        """
    ),
    "new": _phrases(
        """
        nhận mới; nhận mới trong kỳ; mới; mới trong kỳ; mới nhận; phát sinh mới;
        phát sinh mới trong kỳ; mới được tiếp nhận; tiếp nhận mới;
        tiếp nhận mới trong kỳ; mới tiếp nhận; phát sinh trong kỳ
        """
    ),
    "online": _phrases(
        """
        trực tuyến; qua mạng; nộp trực tuyến; dịch vụ công trực tuyến; dvctt;
        dvc trực tuyến; dịch vụ công; dvc; hình thức trực tuyến
        """
    ),
    "direct": _phrases(
        """
        trực tiếp; nộp trực tiếp
        """
    ),
    "postal": _phrases(
        """
        qua bưu chính công ích; qua dịch vụ bưu chính công ích; bưu chính công ích;
        dịch vụ bưu chính công ích; dịch vụ bưu chính; bưu chính; bcci; dịch vụ bcci;
        qua bưu chính; bưu điện
        """
    ),
    "level-2": _phrases(
        """
        mức độ 2; mức 2
        """
    ),
    "level-3": _phrases(
        """
        mức độ 3; mức 3
        """
    ),
    "level-4": _phrases(
        """
        mức độ 4; mức 4
        """
    ),
    "level-3-4": _phrases(
        """
        mức độ 3 và 4; mức độ 3 4; mức 3 4; mức 3 và 4; mức độ 3 và mức độ 4;
        mức độ 3 mức độ 4; mức 3 và mức 4; mức độ 3 và độ 4; mức độ ba và bốn
        """
    ),
    "full": _phrases(
        """
        toàn trình; dịch vụ công trực tuyến toàn trình
        """
    ),
    "partial": _phrases(
        """
        một phần; dịch vụ công trực tuyến một phần
        """
    ),
    "offered": _phrases(
        """
        đang cung cấp; cung cấp; được cung cấp; triển khai; được triển khai;
        đang triển khai cung cấp; đã triển khai; đã cung cấp
        """
    ),
    "eligible": _phrases(
        """
        đủ điều kiện
        """
    ),
    "integrated": _phrases(
        """
        tích hợp công khai; đã tích hợp công khai; tích hợp; đã tích hợp;
        được tích hợp
        """
    ),
    "used": _phrases(
        """
        phát sinh hồ sơ; có phát sinh hồ sơ; phát sinh hồ sơ nộp trực tuyến;
        có phát sinh hồ sơ nộp trực tuyến; phát sinh hồ sơ trực tuyến
        """
    ),
    "signed": _phrases(
        """
        ký số; được ký số; đã ký số; chữ ký số; đã được ký số; ký số điện tử
        """
    ),
    "sent": _phrases(
        """
        phát ra; đã phát; đã phát ra; phát; phát hành phiếu; được phát ra
        """
    ),
    "returned": _phrases(
        """
        thu về; thu lại; thu vào; đã thu về; được thu về; thu
        """
    ),
    "valid": _phrases(
        """
        hợp lệ; đạt yêu cầu
        """
    ),
    "fee": _phrases(
        """
        có phí lệ phí; có thu phí lệ phí; có phát sinh phí lệ phí; thu phí lệ phí;
        có yêu cầu nghĩa vụ tài chính; yêu cầu nghĩa vụ tài chính; nghĩa vụ tài chính;
        phát sinh nghĩa vụ tài chính; có phát sinh nghĩa vụ tài chính
        """
    ),
    "payment": _phrases(
        """
        thanh toán; thanh toán trực tuyến
        """
    ),
    "issued": _phrases(
        """
        ban hành; đã ban hành; được ban hành
        """
    ),
    "checked": _phrases(
        """
        kiểm tra; đã kiểm tra; được kiểm tra; tự kiểm tra
        """
    ),
    "reviewed": _phrases(
        """
        rà soát; đã rà soát; được rà soát
        """
    ),
    "handled": _phrases(
        """
        xử lý; đã xử lý; được xử lý
        """
    ),
    "to-handle": _phrases(
        """
        cần phải xử lý; phải xử lý; cần xử lý; kiến nghị xử lý; đề nghị xử lý
        """
    ),
    "found": _phrases(
        """
        phát hiện; phát hiện qua kiểm tra; được phát hiện; đã phát hiện
        """
    ),
    "planned": _phrases(
        """
        đề ra trong kế hoạch; trong kế hoạch; theo kế hoạch; kế hoạch; đề ra;
        kế hoạch cchc; kế hoạch cchc năm; trong kế hoạch cchc; đề ra theo kế hoạch;
        kế hoạch cải cách hành chính; trong kế hoạch cải cách hành chính;
        trong kế hoạch cchc năm; theo kế hoạch cchc
        """
    ),
    "assigned": _phrases(
        """
        được giao; giao; đã giao
        """
    ),
    "given": _phrases(
        """
        ý kiến chỉ đạo; thực hiện ý kiến chỉ đạo; ykcđ; ykcd;
        thủ tướng chính phủ giao; chính phủ thủ tướng chính phủ giao; ubnd huyện giao;
        ubnd thị xã giao; ubnd thành phố giao; huyện giao; thành phố giao;
        lãnh đạo tỉnh giao; ubnd tỉnh giao; tỉnh giao; cấp trên giao;
        cấp có thẩm quyền giao; trung ương giao; chính phủ giao; được ubnd tỉnh giao;
        do ubnd tỉnh giao; được tỉnh giao; được cấp trên giao;
        chủ tịch ubnd tỉnh giao; ubnd chủ tịch ubnd tỉnh giao;
        ubnd tỉnh chủ tịch ubnd tỉnh giao
        """
    ),
    "present": _phrases(
        """
        có mặt; hiện có mặt; hiện có; đang có mặt
        """
    ),
    "reduced": _phrases(
        """
        tinh giản; đã tinh giản; tinh giản biên chế; biên chế đã tinh giản
        """
    ),
    "disciplined": _phrases(
        """
        bị kỷ luật; kỷ luật; xử lý kỷ luật; bị xử lý kỷ luật
        """
    ),
    "recruited": _phrases(
        """
        tuyển dụng; được tuyển dụng; đã tuyển dụng
        """
    ),
    "appointed": _phrases(
        """
        bổ nhiệm; được bổ nhiệm
        """
    ),
    "incoming": _phrases(
        """
        văn bản đến
        """
    ),
    "outgoing": _phrases(
        """
        văn bản đi
        """
    ),
    "directing": _phrases(
        """
        chỉ đạo; chỉ đạo điều hành; chỉ đạo cchc; chỉ đạo điều hành cchc;
        chỉ đạo điều hành cải cách hành chính; chỉ đạo cải cách hành chính
        """
    ),
    "linked": _phrases(
        """
        liên thông
        """
    ),
    "one-level": _phrases(
        """
        cùng cấp; liên thông cùng cấp
        """
    ),
    "between": _phrases(
        """
        giữa các cấp chính quyền; giữa các cấp; liên thông giữa các cấp;
        liên thông giữa các cấp chính quyền
        """
    ),
    "published": _phrases(
        """
        công bố; được công bố; đã công bố; niêm yết; được niêm yết; công khai;
        niêm yết công khai; công bố công khai; đã niêm yết công khai
        """
    ),
    "abolished": _phrases(
        """
        bãi bỏ; thay thế; bãi bỏ thay thế
        """
    ),
    "satisfied": _phrases(
        """
        hài lòng; rất hài lòng
        """
    ),
    "male": _phrases(
        """
        nam
        """
    ),
    "female": _phrases(
        """
        nữ
        """
    ),
    "council": _phrases(
        """
        hđnd; hội đồng nhân dân
        """
    ),
    "resolution": _phrases(
        """
        nghị quyết
        """
    ),
    "decision": _phrases(
        """
        quyết định
        """
    ),
    "instruction": _phrases(
        """
        chỉ thị
        """
    ),
    "self-all": _phrases(
        """
        tự bảo đảm chi thường xuyên và chi đầu tư;
        tự bảo đảm chi thường xuyên chi đầu tư
        """
    ),
    "self-running": _phrases(
        """
        tự bảo đảm chi thường xuyên; tự bảo đảm toàn bộ chi thường xuyên
        """
    ),
    "self-part": _phrases(
        """
        tự bảo đảm một phần chi thường xuyên; tự bảo đảm một phần
        """
    ),
    "state-paid": _phrases(
        """
        nhà nước bảo đảm chi thường xuyên; do nhà nước bảo đảm chi thường xuyên;
        ngân sách nhà nước bảo đảm chi thường xuyên; nhà nước bảo đảm
        """
    ),
    "": _phrases(
        """
        kênh; qua kênh; triệu đồng; tỷ đồng; tỉ đồng; nghìn đồng; ngàn đồng; đồng;
        của người dân doanh nghiệp; của người dân và doanh nghiệp;
        của tổ chức cá nhân; của cá nhân tổ chức; của công dân; của người dân;
        của tổ chức công dân; của người dân tổ chức; của tổ chức và công dân;
        của tổ chức và cá nhân; của cá nhân và tổ chức; đầu tư công; vốn đầu tư;
        giao dịch; quầy giao dịch; về việc ban hành; ban hành kèm theo; điểm;
        qua cổng; cổng; được nộp; nộp; hồ sơ có; nhận thấy; đối với; cchc;
        cải cách hành chính; quý i; quý ii; quý iii; quý iv; 6 tháng đầu năm;
        9 tháng đầu năm; 6 tháng; 9 tháng; tháng đầu năm; cả năm; số; số lượng; tổng;
        tổng số; tổng cộng; đã; được; các; những; của; tại; trên; do; thuộc; theo; và;
        có; là; trong; ở; với; cho; về; ra; bị; để; đến; từ; cả; toàn bộ; tất cả;
        hiện; hiện nay; này; đến nay; việc; công tác; kết quả; cụ thể; đạt; tỷ lệ;
        tỉ lệ; gồm; bao gồm; trong đó; xong; phải; trong kỳ; kỳ báo cáo;
        trong kỳ báo cáo; thời điểm báo cáo; tại thời điểm báo cáo; nay;
        tính đến thời điểm báo cáo; trong năm; năm; quý; tháng; đầu năm; thẩm quyền;
        thuộc thẩm quyền; thuộc thẩm quyền giải quyết; thẩm quyền giải quyết; phạm vi;
        thuộc phạm vi giải quyết; địa phương; tại địa phương; của địa phương; địa bàn;
        trên địa bàn; người; cái; lượt; nhưng; tuy nhiên; các lĩnh vực;
        thuộc các lĩnh vực; trang thông tin điện tử; cổng thông tin điện tử;
        trên trang thông tin điện tử; trên cổng thông tin điện tử; liền; trong đó có;
        lần lượt; đã có; vẫn; chỉ; riêng; lũy kế; ngoài ra; đồng thời; bên cạnh đó;
        theo đó; qua đó; tính đến; tính từ; từ ngày; đến ngày; ngày; lại;
        được công nhận; nêu trên; trường hợp; bộ phận tiếp nhận và trả kết quả;
        bộ phận một cửa; bộ phận tiếp nhận trả kết quả; hiện đại;
        bộ phận tiếp nhận và trả kết quả giải quyết tthc; ubnd; ủy ban nhân dân;
        phần trăm; bộ phận tiếp nhận và trả kết quả hiện đại; theo quy định;
        đơn vị tính; còn; tiến hành; thực hiện; đã thực hiện; tổ chức; qua; như; sau;
        như sau; sẽ; thì; mà; cấp; trên địa bàn thị xã; trên địa bàn huyện;
        trên địa bàn tỉnh; trên địa bàn thành phố; trên địa bàn quận; trên địa bàn xã;
        trên địa bàn phường; trên địa bàn toàn tỉnh; trên địa bàn toàn huyện;
        toàn thị xã; toàn huyện; toàn tỉnh; toàn thành phố; toàn xã; toàn phường
        """
    ),
}
