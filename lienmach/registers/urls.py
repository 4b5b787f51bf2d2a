from django.urls import path

from lienmach.registers.views import (
    awaited,
    calendar,
    documents,
    marks,
    milestones,
    numbers,
    procedure_imports,
    procedures,
    publications,
    regulations,
    reviews,
    websites,
)

app_name = "registers"
urlpatterns = [
    path("van-ban/", documents.documents, name="documents"),
    path("van-ban/<int:pk>/", documents.document, name="document"),
    path("van-ban/<int:pk>/het-hieu-luc/", documents.end, name="document_end"),
    path("van-ban/<int:pk>/gop/<int:other>/", documents.merge, name="document_merge"),
    path("van-ban/<int:pk>/tach/<int:other>/", documents.split, name="document_split"),
    path("quan-tri/quy-dinh/", regulations.regulations, name="regulations"),
    path("quan-tri/quy-dinh/moi/", regulations.new, name="regulation_new"),
    path("quan-tri/quy-dinh/<int:pk>/", regulations.regulation, name="regulation"),
    path(
        "quan-tri/quy-dinh/<int:pk>/sua-doi/",
        regulations.change,
        name="regulation_change",
    ),
    path("quan-tri/quy-dinh/<int:pk>/bai-bo/", regulations.end, name="regulation_end"),
    path(
        "quan-tri/quy-dinh/<int:pk>/mo-lai/",
        regulations.reopen,
        name="regulation_reopen",
    ),
    path(
        "quan-tri/quy-dinh/<int:pk>/xem-lai/", regulations.look, name="regulation_look"
    ),
    path(
        "quan-tri/quy-dinh/<int:pk>/tep/",
        regulations.regulation_file,
        name="regulation_file",
    ),
    path("quan-tri/trang-tin/", websites.websites, name="websites"),
    path("quan-tri/trang-tin/moi/", websites.new, name="website_new"),
    path("quan-tri/trang-tin/<int:pk>/", websites.website, name="website"),
    path("quan-tri/trang-tin/<int:pk>/het/", websites.end, name="website_end"),
    path("so-van-ban-di/", numbers.numbers, name="numbers"),
    path("so-van-ban-di/mo/", numbers.open_book, name="open_book"),
    path("quan-tri/lich/", calendar.calendar, name="calendar"),
    path("quan-tri/lich/ngay/", calendar.decide_day, name="calendar_day"),
    path("quan-tri/lich/gio/", calendar.decide_hours, name="hours"),
    path("quan-tri/lich/<int:year>/cong-bo/", calendar.announce, name="announce"),
    path("quan-tri/thu-tuc/", procedures.procedures, name="procedures"),
    path(
        "quan-tri/thu-tuc/xuat.json",
        procedures.procedures_json,
        name="procedures_json",
    ),
    path("quan-tri/thu-tuc/moi/", procedures.new_procedure, name="procedure_new"),
    path("quan-tri/thu-tuc/so-luong/", procedures.counts, name="procedure_counts"),
    path("quan-tri/thu-tuc/thay-doi/", procedures.changes, name="procedure_changes"),
    path("quan-tri/thu-tuc/quy-trinh/", procedures.processes, name="processes"),
    path(
        "quan-tri/thu-tuc/quy-trinh/ghi/",
        milestones.mark_processes,
        name="processes_mark",
    ),
    path("quan-tri/thu-tuc/he-thong/", marks.on_system, name="on_system"),
    path("quan-tri/thu-tuc/he-thong/ghi/", marks.mark_on_system, name="on_system_mark"),
    path("quan-tri/thu-tuc/he-thong/<int:unit>/", marks.unit_marks, name="unit_marks"),
    path("quan-tri/thu-tuc/so-day-du/", marks.keeping, name="keeping"),
    path("quan-tri/thu-tuc/so-day-du/ghi/", marks.mark_keeping, name="keeping_mark"),
    path("quan-tri/thu-tuc/moc-don-vi/<int:pk>/", marks.end, name="unit_mark_end"),
    path("quan-tri/thu-tuc/nhap/", procedure_imports.upload, name="procedures_import"),
    path(
        "quan-tri/thu-tuc/nhap/ghi/", procedure_imports.apply, name="procedures_apply"
    ),
    path(
        "quan-tri/thu-tuc/nhap/dien-tap/<int:pk>/",
        procedure_imports.trial,
        name="import_trial",
    ),
    path("quan-tri/thu-tuc/cong-khai/", publications.publications, name="publications"),
    path(
        "quan-tri/thu-tuc/cong-khai/<slug:key>/",
        publications.publication_spot,
        name="publication_spot",
    ),
    path(
        "quan-tri/thu-tuc/cong-khai/<slug:key>/ghi/",
        publications.record,
        name="publication_record",
    ),
    path(
        "quan-tri/thu-tuc/cong-khai/<slug:key>/linh-vuc/",
        publications.by_field,
        name="publication_fields",
    ),
    path(
        "quan-tri/thu-tuc/cong-khai/<slug:key>/in/",
        publications.to_print,
        name="publication_print",
    ),
    path("quan-tri/thu-tuc/cho-cong-bo/", awaited.awaited, name="awaited"),
    path("quan-tri/thu-tuc/cho-cong-bo/ghi/", awaited.watch, name="awaited_watch"),
    path(
        "quan-tri/thu-tuc/cho-cong-bo/<int:pk>/",
        awaited.awaited_field,
        name="awaited_field",
    ),
    path(
        "quan-tri/thu-tuc/cho-cong-bo/<int:pk>/kien-nghi/",
        awaited.ask,
        name="awaited_ask",
    ),
    path(
        "quan-tri/thu-tuc/cho-cong-bo/<int:pk>/cong-bo/",
        awaited.announce,
        name="awaited_announce",
    ),
    path(
        "quan-tri/thu-tuc/cho-cong-bo/<int:pk>/ket-thuc/",
        awaited.end,
        name="awaited_end",
    ),
    path(
        "quan-tri/thu-tuc/cho-cong-bo/van-ban/<int:pk>/",
        awaited.withdraw_letter,
        name="awaited_letter",
    ),
    path("quan-tri/thu-tuc/moc/", milestones.milestones, name="milestones"),
    path("quan-tri/thu-tuc/moc/ghi/", milestones.mark, name="milestones_mark"),
    path("quan-tri/thu-tuc/moc/<int:pk>/", milestones.end, name="milestone_end"),
    path("quan-tri/thu-tuc/ra-soat/", reviews.reviews, name="reviews"),
    path("quan-tri/thu-tuc/ra-soat/so-luong/", reviews.counts, name="review_counts"),
    path("quan-tri/thu-tuc/ra-soat/ke-hoach/", reviews.plan, name="reviews_plan"),
    path(
        "quan-tri/thu-tuc/ra-soat/phe-duyet/", reviews.approve, name="reviews_approve"
    ),
    path("quan-tri/thu-tuc/ra-soat/<int:pk>/", reviews.review, name="review"),
    path(
        "quan-tri/thu-tuc/ra-soat/<int:pk>/ket-qua/",
        reviews.result,
        name="review_result",
    ),
    path(
        "quan-tri/thu-tuc/ra-soat/<int:pk>/phe-duyet/",
        reviews.approval,
        name="review_approval",
    ),
    path("quan-tri/thu-tuc/ra-soat/<int:pk>/rut/", reviews.drop, name="review_drop"),
    path("quan-tri/thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path(
        "quan-tri/thu-tuc/<str:code>/phien-ban/",
        procedures.change_procedure,
        name="procedure_change",
    ),
    path(
        "quan-tri/thu-tuc/<str:code>/het-hieu-luc/",
        procedures.end_procedure,
        name="procedure_end",
    ),
]
