from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "lienmach.interop"
    verbose_name = "Liên thông"
