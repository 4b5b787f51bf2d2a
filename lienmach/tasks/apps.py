from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "lienmach.tasks"
    verbose_name = "Nhiệm vụ, chỉ đạo"
