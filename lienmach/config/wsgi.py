"""What a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
application = get_wsgi_application()
# What was loaded by now stays: looking through it for garbage, request after request,
# took a seventh of the time of a receive.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
