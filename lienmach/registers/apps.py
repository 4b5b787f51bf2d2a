from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "lienmach.registers"
    verbose_name = "Sổ đăng ký"
