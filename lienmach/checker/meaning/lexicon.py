"""The words of the genre: what reports of this kind count, and what they say of it.

Each line gives a token and the phrases that mean it; deeper lines go on with it. «@»
tokens are levels of government; the token «-» holds the words that restrict nothing.
"""

PROVINCE, DISTRICT, COMMUNE = "@province", "@district", "@commune"
OWN = "@own"  # the centre of whoever reports, where its level is not named

_WORDS = """
@province: cấp tỉnh; ubnd tỉnh; tỉnh; các sở; sở ngành; sở;
  cơ quan chuyên môn cấp tỉnh; các sở ban ngành; sở ban ngành;
  thành phố trực thuộc trung ương; cấp sở
@district: cấp huyện; ubnd cấp huyện; ubnd huyện; ubnd thị xã; ubnd thành phố;
  ubnd quận; cấp thị xã; cấp thành phố; cấp quận; huyện; thị xã; thành phố; quận;
  phòng ban chuyên môn; các phòng ban; cơ quan chuyên môn cấp huyện
@commune: cấp xã; ubnd cấp xã; ubnd các xã; ubnd xã; ubnd phường;
  các xã phường thị trấn; các xã phường; các xã thị trấn; xã phường thị trấn;
  xã phường; xã thị trấn; phường xã; ubnd các xã phường thị trấn; ubnd các xã phường;
  ubnd các xã thị trấn; ubnd cấp xã phường; cấp phường; các phường xã;
  ubnd các phường xã; các phường; các phường thị trấn; ubnd các phường; cấp xã phường;
  đơn vị cấp xã
@own: trung tâm hành chính công; trung tâm phục vụ hành chính công;
  trung tâm phục vụ hcc; trung tâm hcc
dossier: bộ hồ sơ; lượt hồ sơ; hồ sơ tthc; hồ sơ thủ tục hành chính;
  hồ sơ thủ tục; hồ sơ
procedure: dịch vụ; thủ tục hành chính; tthc; thủ tục; thủ tục tthc
law: văn bản quy phạm pháp luật; vbqppl; văn bản qppl; vb qppl
document: văn bản
task: nhiệm vụ; nhiệm vụ cchc; nhiệm vụ cải cách hành chính
post: biên chế
workers: người làm việc; số lượng người làm việc
civil: công chức
public: viên chức
cadre: cán bộ
contract: hợp đồng; hợp đồng lao động; lao động hợp đồng; hđ 68; hđ68
petition: phản ánh kiến nghị; pakn; phản ánh; kiến nghị; ý kiến phản ánh kiến nghị;
  phản ánh kiến nghị pakn
complaint: đơn thư; đơn khiếu nại tố cáo; khiếu nại tố cáo; đơn thư khiếu nại tố cáo
survey: phiếu khảo sát; phiếu điều tra; phiếu lấy ý kiến; phiếu
service-unit: đơn vị sự nghiệp công lập; đvsncl; đvsn công lập; đơn vị sự nghiệp;
  đvsn; đơn vị snc l; đơn vị sncl; đơn vị sự nghiệp công lập đvsncl;
  đơn vị sự nghiệp đvsn
agency: cơ quan đơn vị; cơ quan; đơn vị; cơ quan tổ chức hành chính;
  cơ quan hành chính; cơ quan tổ chức; phòng ban
problem: vấn đề; tồn tại hạn chế; tồn tại
class: lớp tập huấn; lớp bồi dưỡng; lớp đào tạo; lớp
news: tin bài; tin bài viết; bài viết; tin
information: thông tin; hệ thống thông tin; công nghệ thông tin; cổng thông tin
surveyed: khảo sát; lấy ý kiến
budget: kế hoạch vốn đầu tư công; vốn đầu tư công; kế hoạch vốn đầu tư;
  kế hoạch đầu tư công; tổng kế hoạch vốn đầu tư công; kinh phí; vốn; kế hoạch vốn
received: phải giải quyết; cần giải quyết; phải thụ lý; nhận; đã nhận; nhận được;
  đã tiếp nhận; tiếp nhận; được tiếp nhận; tiếp nhận và giải quyết; tổng tiếp nhận;
  yêu cầu giải quyết
done: xong; thực hiện xong; đã xong; hoàn tất; đã hoàn tất; đã thực hiện xong;
  làm xong; đã trả; trả kết quả; đã trả kết quả; đã giải quyết đã giải quyết;
  được giải quyết; giải quyết xong; giải quyết; đã hoàn thành; hoàn thành;
  đã được giải quyết; đã thực hiện hoàn thành; thực hiện hoàn thành; hoàn thành xong;
  có kết quả; đã có kết quả; trả; được trả; giải quyết được; trả được;
  đã giải quyết và trả; đã xử lý xong; được xử lý xong; đã được xử lý xong
pending: chưa giải quyết xong; chưa thực hiện xong; đang được xử lý;
  đang được giải quyết; chưa xong; đang làm; đang giải quyết; đang thụ lý; đang xử lý;
  đang trong quá trình giải quyết; chưa giải quyết; đang thực hiện; chưa hoàn thành;
  đang thụ lý giải quyết; đang tiếp tục giải quyết; chưa thực hiện; đang triển khai;
  đang chờ giải quyết; chưa có kết quả; chưa trả; chưa trả kết quả; chờ giải quyết;
  đang trong quá trình xử lý; đang xem xét; đang thẩm định
early: sớm; trước hạn; trước hẹn; sớm hạn; trước thời hạn; sớm hẹn; trước hạn định
on-time: đúng hạn; đúng hẹn; đúng thời hạn; đúng thời hạn quy định; đúng ngày hẹn;
  đúng tiến độ
in-time: chưa đến hạn; còn thời hạn; chưa đến thời hạn; đang trong hạn;
  trong hạn xử lý; đang trong hạn xử lý; trong hạn giải quyết;
  còn trong hạn giải quyết; đang giải quyết trong hạn; trong hạn; còn hạn;
  còn trong hạn; chưa quá hạn; trong thời hạn
not-late: trước và đúng hạn; trước hạn và đúng hạn; đúng hạn và trước hạn;
  sớm và đúng hạn; đúng và trước hạn; sớm hạn và đúng hạn; trước và đúng hẹn;
  trước hẹn và đúng hẹn; đúng và trước hẹn; trước đúng hạn; trước hạn đúng hạn;
  đúng hạn trước hạn; đúng hạn và sớm hạn; đúng hạn sớm hạn
late: quá thời hạn; đã quá thời hạn; trễ thời hạn; quá hạn; trễ hạn; trễ hẹn;
  không đúng hạn; không đúng thời hạn; không đúng hẹn; chậm hạn; quá hẹn; trễ;
  chậm trễ; muộn; sau hạn; chậm tiến độ; chậm
carried: từ kỳ trước chuyển qua; chuyển từ kỳ trước qua; tồn kỳ trước chuyển sang;
  tồn từ kỳ trước chuyển sang; còn tồn kỳ trước; chuyển từ kỳ trước;
  chuyển từ kỳ trước sang; kỳ trước chuyển; tồn; tồn đọng; kỳ trước để lại;
  tồn kỳ trước chuyển qua; kỳ trước chuyển sang; kỳ trước; từ kỳ trước;
  từ kỳ trước chuyển sang; tồn kỳ trước; chuyển kỳ trước; tồn từ kỳ trước;
  kỳ trước chuyển qua; chuyển tiếp
new: nhận mới; nhận mới trong kỳ; mới; mới trong kỳ; mới nhận; phát sinh mới;
  phát sinh mới trong kỳ; mới được tiếp nhận; tiếp nhận mới; tiếp nhận mới trong kỳ;
  mới tiếp nhận; phát sinh trong kỳ
online: trực tuyến; qua mạng; nộp trực tuyến; dịch vụ công trực tuyến; dvctt;
  dvc trực tuyến; dịch vụ công; dvc; hình thức trực tuyến
direct: trực tiếp; nộp trực tiếp
postal: qua bưu chính công ích; qua dịch vụ bưu chính công ích; bưu chính công ích;
  dịch vụ bưu chính công ích; dịch vụ bưu chính; bưu chính; bcci; dịch vụ bcci;
  qua bưu chính; bưu điện
level-2: mức độ 2; mức 2
level-3: mức độ 3; mức 3
level-4: mức độ 4; mức 4
level-3-4: mức độ 3 và 4; mức độ 3 4; mức 3 4; mức 3 và 4; mức độ 3 và mức độ 4;
  mức độ 3 mức độ 4; mức 3 và mức 4; mức độ 3 và độ 4; mức độ ba và bốn
full: toàn trình; dịch vụ công trực tuyến toàn trình
partial: một phần; dịch vụ công trực tuyến một phần
offered: đang cung cấp; cung cấp; được cung cấp; triển khai; được triển khai;
  đang triển khai cung cấp; đã triển khai; đã cung cấp
eligible: đủ điều kiện
integrated: tích hợp công khai; đã tích hợp công khai; tích hợp; đã tích hợp;
  được tích hợp
used: phát sinh hồ sơ; có phát sinh hồ sơ; phát sinh hồ sơ nộp trực tuyến;
  có phát sinh hồ sơ nộp trực tuyến; phát sinh hồ sơ trực tuyến
signed: ký số; được ký số; đã ký số; chữ ký số; đã được ký số; ký số điện tử
sent: phát ra; đã phát; đã phát ra; phát; phát hành phiếu; được phát ra
returned: thu về; thu lại; thu vào; đã thu về; được thu về; thu
valid: hợp lệ; đạt yêu cầu
fee: có phí lệ phí; có thu phí lệ phí; có phát sinh phí lệ phí; thu phí lệ phí;
  có yêu cầu nghĩa vụ tài chính; yêu cầu nghĩa vụ tài chính; nghĩa vụ tài chính;
  phát sinh nghĩa vụ tài chính; có phát sinh nghĩa vụ tài chính
payment: thanh toán; thanh toán trực tuyến
issued: ban hành; đã ban hành; được ban hành
checked: kiểm tra; đã kiểm tra; được kiểm tra; tự kiểm tra
reviewed: rà soát; đã rà soát; được rà soát
handled: trả lời; đã trả lời; được trả lời; xử lý; đã xử lý; được xử lý
to-handle: cần phải xử lý; phải xử lý; cần xử lý; kiến nghị xử lý; đề nghị xử lý
found: phát hiện; phát hiện qua kiểm tra; được phát hiện; đã phát hiện
planned: đề ra trong kế hoạch; trong kế hoạch; theo kế hoạch; kế hoạch; đề ra;
  kế hoạch cchc; kế hoạch cchc năm; trong kế hoạch cchc; đề ra theo kế hoạch;
  kế hoạch cải cách hành chính; trong kế hoạch cải cách hành chính;
  trong kế hoạch cchc năm; theo kế hoạch cchc
assigned: được giao; giao; đã giao
given: ý kiến chỉ đạo; thực hiện ý kiến chỉ đạo; ykcđ; ykcd; thủ tướng chính phủ giao;
  chính phủ thủ tướng chính phủ giao; ubnd huyện giao; ubnd thị xã giao;
  ubnd thành phố giao; huyện giao; thành phố giao; lãnh đạo tỉnh giao; ubnd tỉnh giao;
  tỉnh giao; cấp trên giao; cấp có thẩm quyền giao; trung ương giao; chính phủ giao;
  được ubnd tỉnh giao; do ubnd tỉnh giao; được tỉnh giao; được cấp trên giao;
  chủ tịch ubnd tỉnh giao; ubnd chủ tịch ubnd tỉnh giao;
  ubnd tỉnh chủ tịch ubnd tỉnh giao
present: có mặt; hiện có mặt; hiện có; đang có mặt
reduced: tinh giản; đã tinh giản; tinh giản biên chế; biên chế đã tinh giản
disciplined: bị kỷ luật; kỷ luật; xử lý kỷ luật; bị xử lý kỷ luật
recruited: tuyển dụng; được tuyển dụng; đã tuyển dụng
appointed: bổ nhiệm; được bổ nhiệm
incoming: văn bản đến
outgoing: văn bản đi
directing: chỉ đạo; chỉ đạo điều hành; chỉ đạo cchc; chỉ đạo điều hành cchc;
  chỉ đạo điều hành cải cách hành chính; chỉ đạo cải cách hành chính
linked: liên thông
one-level: cùng cấp; liên thông cùng cấp
between: giữa các cấp chính quyền; giữa các cấp; liên thông giữa các cấp;
  liên thông giữa các cấp chính quyền
published: công bố; được công bố; đã công bố; niêm yết; được niêm yết; công khai;
  niêm yết công khai; công bố công khai; đã niêm yết công khai
abolished: bãi bỏ; thay thế; bãi bỏ thay thế
satisfied: hài lòng; rất hài lòng
refused: trả lại; bị trả lại; từ chối; từ chối giải quyết; không giải quyết
male: nam
female: nữ
council: hđnd; hội đồng nhân dân
resolution: nghị quyết
decision: quyết định
instruction: chỉ thị
self-all: tự bảo đảm chi thường xuyên và chi đầu tư;
  tự bảo đảm chi thường xuyên chi đầu tư
self-running: tự bảo đảm chi thường xuyên; tự bảo đảm toàn bộ chi thường xuyên
self-part: tự bảo đảm một phần chi thường xuyên; tự bảo đảm một phần
state-paid: nhà nước bảo đảm chi thường xuyên; do nhà nước bảo đảm chi thường xuyên;
  ngân sách nhà nước bảo đảm chi thường xuyên; nhà nước bảo đảm
-: kênh; qua kênh; triệu đồng; tỷ đồng; tỉ đồng; nghìn đồng; ngàn đồng; đồng;
  của người dân doanh nghiệp; của người dân và doanh nghiệp; của tổ chức cá nhân;
  của cá nhân tổ chức; của công dân; của người dân; của tổ chức công dân;
  của người dân tổ chức; của tổ chức và công dân; của tổ chức và cá nhân;
  của cá nhân và tổ chức; đầu tư công; vốn đầu tư; giao dịch; quầy giao dịch;
  về việc ban hành; ban hành kèm theo; điểm; qua cổng; cổng; được nộp; nộp; hồ sơ có;
  nhận thấy; đối với; cchc; cải cách hành chính; quý i; quý ii; quý iii; quý iv;
  6 tháng đầu năm; 9 tháng đầu năm; 6 tháng; 9 tháng; tháng đầu năm; cả năm; số;
  số lượng; tổng; tổng số; tổng cộng; đã; được; các; những; của; tại; trên; do; thuộc;
  theo; và; có; là; trong; ở; với; cho; về; ra; bị; để; đến; từ; cả; toàn bộ; tất cả;
  hiện; hiện nay; này; đến nay; việc; công tác; kết quả; cụ thể; đạt; tỷ lệ; tỉ lệ;
  gồm; bao gồm; trong đó; xong; phải; trong kỳ; kỳ báo cáo; trong kỳ báo cáo;
  thời điểm báo cáo; tại thời điểm báo cáo; nay; tính đến thời điểm báo cáo;
  trong năm; năm; quý; tháng; đầu năm; thẩm quyền; thuộc thẩm quyền;
  thuộc thẩm quyền giải quyết; thẩm quyền giải quyết; phạm vi;
  thuộc phạm vi giải quyết; địa phương; tại địa phương; của địa phương; địa bàn;
  trên địa bàn; người; cái; lượt; nhưng; tuy nhiên; các lĩnh vực; thuộc các lĩnh vực;
  trang thông tin điện tử; cổng thông tin điện tử; trên trang thông tin điện tử;
  trên cổng thông tin điện tử; liền; trong đó có; lần lượt; đã có; vẫn; chỉ; riêng;
  lũy kế; ngoài ra; đồng thời; bên cạnh đó; theo đó; qua đó; tính đến; tính từ;
  từ ngày; đến ngày; ngày; lại; được công nhận; nêu trên; trường hợp;
  bộ phận tiếp nhận và trả kết quả; bộ phận một cửa; bộ phận tiếp nhận trả kết quả;
  hiện đại; bộ phận tiếp nhận và trả kết quả giải quyết tthc; ubnd; ủy ban nhân dân;
  phần trăm; bộ phận tiếp nhận và trả kết quả hiện đại; theo quy định; đơn vị tính;
  còn; tiến hành; thực hiện; đã thực hiện; tổ chức; qua; như; sau; như sau; sẽ; thì;
  mà; cấp; trên địa bàn thị xã; trên địa bàn huyện; trên địa bàn tỉnh;
  trên địa bàn thành phố; trên địa bàn quận; trên địa bàn xã; trên địa bàn phường;
  trên địa bàn toàn tỉnh; trên địa bàn toàn huyện; toàn thị xã; toàn huyện; toàn tỉnh;
  toàn thành phố; toàn xã; toàn phường
"""


def _lexicon(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in text.replace("\n  ", " ").strip().split("\n"):
        token, _, phrases = entry.partition(": ")
        words = (" ".join(phrase.split()) for phrase in phrases.split(";"))
        found[token.removeprefix("-")] = tuple(filter(None, words))
    return found


LEXICON = _lexicon(_WORDS)
