from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "lienmach.surveys"
    verbose_name = "Khảo sát, đánh giá"
