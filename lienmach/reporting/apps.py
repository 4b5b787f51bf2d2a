from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "lienmach.reporting"
    verbose_name = "Báo cáo"
