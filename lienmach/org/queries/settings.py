from lienmach.org.models import Setting

DEMO = "demo"


def is_demo() -> bool:
    """Say whether what is stored was made up, and must be called so on every page."""
    return Setting.objects.filter(name=DEMO).exists()
