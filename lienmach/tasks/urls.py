from django.urls import path

from lienmach.tasks.views import acts, mandates, papers, pasting, tasks

app_name = "tasks"
urlpatterns = [
    path("nhiem-vu/", tasks.tasks, name="tasks"),
    path("nhiem-vu/van-ban/", mandates.mandates, name="mandates"),
    path("nhiem-vu/van-ban/moi/", mandates.new_mandate, name="new_mandate"),
    path("nhiem-vu/van-ban/<int:pk>/", mandates.mandate, name="mandate"),
    path("nhiem-vu/van-ban/<int:pk>/sua/", mandates.change, name="change_mandate"),
    path("nhiem-vu/van-ban/<int:pk>/rut/", mandates.withdraw, name="withdraw"),
    path("nhiem-vu/van-ban/<int:pk>/ghi-lai/", mandates.restore, name="restore"),
    path("nhiem-vu/van-ban/<int:pk>/kem/", papers.add_paper, name="add_paper"),
    path(
        "nhiem-vu/van-ban/<int:pk>/kem/<int:paper>/rut/",
        papers.withdraw_paper,
        name="withdraw_paper",
    ),
    path(
        "nhiem-vu/van-ban/<int:pk>/kem/<int:paper>/ghi-lai/",
        papers.restore_paper,
        name="restore_paper",
    ),
    path("nhiem-vu/van-ban/<int:pk>/giao/", mandates.give, name="give"),
    path("nhiem-vu/van-ban/<int:pk>/dan/", pasting.paste, name="paste"),
    path("nhiem-vu/<str:code>/", tasks.task, name="task"),
    path("nhiem-vu/<str:code>/hoan-tac/", tasks.undo, name="undo"),
    path("nhiem-vu/<str:code>/bang-chung/", tasks.add_proof, name="add_proof"),
    path(
        "nhiem-vu/<str:code>/bang-chung/<int:pk>/", tasks.proof_file, name="proof_file"
    ),
    path(
        "nhiem-vu/<str:code>/bang-chung/<int:pk>/rut/",
        tasks.withdraw_proof,
        name="withdraw_proof",
    ),
    path("nhiem-vu/<str:code>/<slug:slug>/", acts.act, name="act"),
]
