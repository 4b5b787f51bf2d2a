from django.urls import path

from lienmach.registers.views import calendar, documents

app_name = "registers"
urlpatterns = [
    path("van-ban/", documents.documents, name="documents"),
    path("van-ban/<int:pk>/", documents.document, name="document"),
    path("quan-tri/lich/", calendar.calendar, name="calendar"),
    path("quan-tri/lich/ngay/", calendar.decide_day, name="calendar_day"),
    path("quan-tri/lich/gio/", calendar.decide_hours, name="hours"),
    path("quan-tri/lich/<int:year>/cong-bo/", calendar.announce, name="announce"),
]
