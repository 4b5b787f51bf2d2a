"""What a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - loads all views now, not with the first page
# What was loaded by now stays: looking through it for garbage, request after request,
# took a seventh of the time of a receive.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
