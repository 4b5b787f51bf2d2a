from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "lienmach.portal"
    verbose_name = "Trang công khai"
