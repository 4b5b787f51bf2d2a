from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "lienmach.indicators"
    verbose_name = "Số liệu"
