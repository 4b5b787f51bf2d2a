from django.urls import URLPattern, path

from lienmach.onestop.views import (
    batches,
    books,
    correct,
    counter,
    dossier,
    facilities,
    files,
    hand_overs,
    incidents,
    money,
    notices,
    peek,
    prints,
    queue,
    rehearsal,
    returns,
    routes,
    signing,
    templates,
    windows,
    work,
)

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # what stands still
    path("su-co/", incidents.list_, name="incidents"),
    path("su-co/<int:pk>/", incidents.incident, name="incident"),
    # rehearsal of a procedure
    path("quan-tri/dien-tap/", rehearsal.rehearsal, name="rehearsal"),
    # C06 Xem & in
    path("ho-so/<str:code>/in/<str:form>/", prints.print_form, name="print"),
    path("quay/in-lai/", prints.print_last, name="print_last"),
    path("in-nhieu/", prints.print_many, name="print_many"),
    # the queue of the day
    path("quay/hang-doi/", queue.queue, name="queue"),
    path("quay/hang-doi/<slug:verb>/", queue.do, name="queue_do"),
    path("quay/hang-doi/ngoi/<int:pk>/", queue.sit, name="queue_sit"),
    path("quay/hang-doi/khoi/<int:pk>/", queue.block, name="queue_block"),
    path(
        "quay/hang-doi/khoi/in/<int:pk>/", queue.block_print, name="queue_block_print"
    ),
    path("quan-tri/quay/", windows.windows, name="windows"),
    path("quan-tri/quay/hang/", windows.line, name="line_new"),
    path("quan-tri/quay/hang/<int:pk>/", windows.line, name="line"),
    path("quan-tri/quay/moi/", windows.window, name="window_new"),
    path("quan-tri/quay/<int:pk>/", windows.window, name="window"),
    # C01 Quầy – Tiếp nhận
    path("quay/", counter.counter, name="counter"),
    path("quay/nguoi-thay/", counter.submitter, name="counter_submitter"),
    path("quay/hoan-tac/<str:code>/", counter.undo, name="counter_undo"),
    path("quay/phieu/<int:pk>/", counter.unaccepted, name="unaccepted"),
    path("ho-so/<str:code>/sua/", correct.correct, name="correct"),
    path("viec/", work.work, name="work"),
    path("viec/nhan/", work.accept, name="work_accept"),
    path("viec/phan-cong/", work.assign, name="work_assign"),
    path("viec/chuyen/", work.move, name="work_move"),
    path("viec/xuat/", work.export_chosen, name="work_export"),
    path("viec/ky/", signing.sign_many, name="sign_many"),
    path("viec/nen/", batches.batches, name="batches"),
    path("viec/nen/<int:pk>/", batches.batch, name="batch"),
    path("viec/nen/<int:pk>/lai/", batches.again, name="batch_again"),
    path("viec/nen/<int:pk>/hoan-tac/", batches.undo, name="batch_undo"),
    path("viec/nen/<int:pk>/dung/", batches.stop, name="batch_stop"),
    path("viec/nen/<int:pk>/tep/", batches.file, name="batch_file"),
    path("viec/hoan-tac/<str:key>/", work.undo, name="work_undo"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/buoc/<slug:name>/", dossier.step, name="dossier_step"),
    path("ho-so/<str:code>/nhanh/", peek.peek, name="peek"),
    path("ho-so/<str:code>/hoan-tac/", dossier.undo, name="dossier_undo"),
    path("ho-so/<str:code>/xem/", dossier.reveal, name="dossier_reveal"),
    path("ho-so/<str:code>/ghi-chu/", dossier.note, name="dossier_note"),
    path("ho-so/<str:code>/y-kien/<int:pk>/", dossier.answer, name="dossier_answer"),
    path(
        "ho-so/<str:code>/xin-loi/<int:pk>/ky/",
        dossier.sign_apology,
        name="dossier_apology_sign",
    ),
    path("ho-so/<str:code>/hen-moi/", dossier.renew, name="dossier_renew"),
    path("ho-so/<str:code>/chang-tiep/", dossier.go_on, name="dossier_go_on"),
    path("ho-so/<str:code>/tep/<int:pk>/", files.download, name="dossier_file"),
    path(
        "ho-so/<str:code>/tep/<int:pk>/trang/<int:number>/",
        files.page,
        name="dossier_file_page",
    ),
    path("ho-so/<str:code>/tep/<int:pk>/bo/", files.remove, name="dossier_file_remove"),
    # C03 Bàn giao
    path("quay/ban-giao/", hand_overs.hand_over, name="hand_over"),
    path("quay/ban-giao/kiem/", hand_overs.check, name="hand_over_check"),
    path("quay/ban-giao/<str:number>/", hand_overs.sheet, name="hand_over_sheet"),
    path(
        "quay/ban-giao/<str:number>/huy/",
        hand_overs.call_off,
        name="hand_over_call_off",
    ),
    # C02, fees, the till
    path("quay/tra/", returns.counter_return, name="counter_return"),
    path("quay/tra/giao/", returns.hand_back, name="hand_back"),
    path("thong-bao-thue/", notices.notices, name="notices"),
    path("quay/buu-gui/", returns.postings, name="postings"),
    path("quay/buu-gui/<int:pk>/", returns.posting, name="posting"),
    path("quay/mat-hong/<str:code>/", returns.losses_of, name="losses"),
    path("quay/mat-hong/<int:pk>/xong/", returns.close_loss, name="close_loss"),
    path("quay/khoan-thu/<str:code>/", money.charges, name="charges"),
    path("quay/khoan-thu/<int:pk>/sua/", money.change_charge, name="change_charge"),
    path("quay/khoan-thu/<str:code>/thu/", money.take_fee, name="take_fee"),
    path("quay/bien-lai/<int:pk>/", money.receipt, name="receipt"),
    path("quay/bien-lai/<int:pk>/huy/", money.cancel_receipt, name="cancel_receipt"),
    path("quay/quy/", money.till, name="till"),
    path("quay/quy/thang/", money.till_month, name="till_month"),
    path("quay/quy/so-thu/", money.takings, name="takings"),
    # receiving points
    path("quan-tri/co-so/", facilities.facilities, name="facilities"),
    path("quan-tri/co-so/huong-dan/", facilities.coachings, name="coachings"),
    path("quan-tri/co-so/<int:unit>/", facilities.facility, name="facility"),
    path(
        "quan-tri/co-so/<int:unit>/sua/", facilities.describe, name="facility_describe"
    ),
    path("quan-tri/co-so/<int:unit>/nguoi/", facilities.duty, name="facility_duty"),
    path(
        "quan-tri/co-so/<int:unit>/nguoi/<int:pk>/",
        facilities.relieve,
        name="facility_relieve",
    ),
    path(
        "quan-tri/co-so/<int:unit>/thiet-bi/",
        facilities.thing,
        name="facility_thing_new",
    ),
    path(
        "quan-tri/co-so/<int:unit>/thiet-bi/<int:pk>/",
        facilities.thing,
        name="facility_thing",
    ),
    path(
        "quan-tri/co-so/<int:unit>/thiet-bi/<int:pk>/hong/",
        facilities.broke,
        name="facility_broke",
    ),
    path(
        "quan-tri/co-so/<int:unit>/hong/<int:pk>/",
        facilities.mended,
        name="facility_mended",
    ),
    path(
        "quan-tri/co-so/<int:unit>/truc/", facilities.session, name="facility_session"
    ),
    path(
        "quan-tri/co-so/<int:unit>/truc/<int:pk>/",
        facilities.report,
        name="facility_report",
    ),
    path(
        "quan-tri/co-so/<int:unit>/huong-dan/",
        facilities.coaching,
        name="facility_coaching",
    ),
    path(
        "quan-tri/co-so/<int:unit>/huong-dan/<int:pk>/",
        facilities.coaching_done,
        name="facility_coaching_done",
    ),
    # A01 Quản trị: phân công, mẫu mã
    path("quan-tri/phan-cong/", routes.routes, name="routes"),
    path("quan-tri/phan-cong/<int:pk>/bo/", routes.drop_route, name="route_drop"),
    path("quan-tri/ma-ho-so/", routes.pattern, name="code_pattern"),
    # Sổ theo dõi hồ sơ
    path("so-theo-doi/", books.register, name="register_book"),
    path(
        "so-theo-doi/<int:unit>/<int:year>/in/",
        books.register_print,
        name="register_print",
    ),
    path(
        "so-theo-doi/<int:unit>/<int:year>/khoa/",
        books.register_close,
        name="register_close",
    ),
    # A01 Mẫu in
    path("quan-tri/mau-in/", templates.templates, name="templates"),
    path("quan-tri/mau-in/dau-giay/", templates.letterhead, name="letterhead"),
    path("quan-tri/mau-in/<str:year>/<str:form>/", templates.template, name="template"),
]
