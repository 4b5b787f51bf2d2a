"""What is said of all, none or most, denied by the same words beside it."""

import pytest

from lienmach.checker.tests.saying import errors


@pytest.mark.parametrize(
    "said",
    [
        "Cả 31 bể lọc đều đã thau rửa, trong đó còn 7 bể lọc chưa thau rửa.",
        "Mọi trạm bơm đều đã nạo vét, trong khi vẫn còn 4 trạm bơm chưa nạo vét.",
        "Toàn bộ 86 tủ sách đã được giao cho các thôn, còn 12 tủ sách chưa giao.",
        "Các tổ xe đều đã nộp sổ đúng hạn. Trong 54 tổ xe, còn 3 tổ xe chưa nộp sổ.",
        "Hiện không có cột mốc nào chưa sơn lại: 15/84 cột mốc chưa sơn lại.",
        "Không còn bể bơi nào chưa cấp phép; trong 38 bể bơi mới có 29 bể bơi được cấp"
        " phép.",
        "Đa số bến đò đã kiểm định: 9/50 bến đò.",
        "Quá nửa số lò mổ đạt chuẩn (17/60 lò mổ).",
        "Xét xong toàn bộ số đơn từ đã vào sổ: vào sổ 95 đơn, xét xong 43 đơn.",
        "Đã sửa chữa toàn bộ cầu treo; hiện còn 5 cầu treo chưa sửa chữa.",
        "Tỷ lệ hội trường đạt chuẩn là 100%, còn 6 hội trường chưa đạt chuẩn.",
        "Không có thư viện đóng cửa (3 thư viện).",
        "100% kho lạnh đủ giấy phép, riêng 2 kho lạnh ở bến cảng thiếu giấy phép.",
        "100% bưu phẩm của tổ một được trả đúng hạn, chỉ có 7 bưu phẩm trả chậm.",
        "Tất cả việc được giao đang làm đúng tiến độ; 3 việc bị chậm.",
        "Còn 9 ki-ốt chưa dỡ. Như vậy, tất cả ki-ốt đã dỡ; còn 9 ki-ốt chưa dỡ.",
    ],
)
def test_denied_beside_it(said: str) -> None:
    assert errors(said)


@pytest.mark.parametrize(
    "said",
    [
        "Mọi bể lọc đã thau rửa đều đạt chuẩn; còn 12 bể lọc chưa thau rửa.",
        "Đầu năm còn 5 trạm bơm chưa nạo vét, đến nay 100% trạm bơm đã nạo vét.",
        "Khối tỉnh 100% tủ sách đã giao; khối huyện còn 2 tủ sách chưa giao.",
        "Không có tổ xe nào nộp sổ muộn; năm trước có 4 tổ xe nộp sổ muộn.",
        "Không có tổ xe nộp sổ muộn ở vùng cao; 4 tổ xe nộp sổ muộn đều ở vùng thấp.",
        "Đa số người đi đò hài lòng (17/60 người chưa hài lòng).",
        "Cả 12 lò mổ đều đạt chuẩn; 3/12 lò mổ đạt loại tốt.",
        "Không còn bể bơi nào chưa cấp phép: 14/14 bể bơi được cấp phép.",
        "Hiện không có cột mốc nào chưa sơn lại; 84/84 cột mốc đã sơn lại.",
        "Đã sửa 100% cầu treo mới; còn 50 cầu treo cũ chưa sửa.",
        "Phấn đấu 100% kho lạnh đạt chuẩn, hiện còn 6 kho lạnh chưa đạt chuẩn.",
        "Tất cả bến đò đã kiểm định, còn 3 bến đò chưa lắp phao.",
        "Không có thư viện đóng cửa (12 thư viện mở thêm giờ).",
    ],
)
def test_of_others_or_of_another_time(said: str) -> None:
    assert not errors(said)
