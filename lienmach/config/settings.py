from pathlib import Path

from csp.constants import NONE, SELF

from lienmach.config import stores
from lienmach.config.env import Env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = BASE_DIR / "var"
ENV = Env.read(VAR)
KEPT = ENV.kept
SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.hosts
INSTALLED_APPS = [
    "lienmach.base",  # before Django's forms: its templates take the place of theirs
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "lienmach.org",
    "lienmach.registers",
    "lienmach.indicators",
    "lienmach.cases",
    "lienmach.onestop",
    "lienmach.tasks",
    "lienmach.reporting",
    "lienmach.surveys",
    "lienmach.portal",
    "lienmach.interop",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lienmach.base.http.PageMiddleware",
    "lienmach.base.http.SignInMiddleware",
    "lienmach.org.middleware.ActorMiddleware",
    "lienmach.base.once.OnceMiddleware",
    "lienmach.base.http.RefusalMiddleware",
]
ROOT_URLCONF = "lienmach.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lienmach.base.frame.context",
            ],
            "builtins": ["lienmach.base.templatetags.parts"],
        },
    }
]
DATABASES = {"default": ENV.database}
AUTH_USER_MODEL = "org.User"
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/dang-nhap/"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_100  # the longest annex: 5,000 rows, 4 fields each
FORM_RENDERER = "lienmach.base.forms.Renderer"
FORMAT_MODULE_PATH = ["lienmach.base.formats"]
# A number in an address or an id must stay as it is; what people read goes through the
# filter ``number``.
USE_THOUSAND_SEPARATOR = False

# What pages are made of: the rooms' own files, and those that build_assets makes.
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [VAR / "assets"]
STORAGES = {
    "files": stores.bucket(ENV.bucket) if ENV.bucket else stores.folder(KEPT / "files"),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Only our own files are loaded, and no script or style stands in a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
TRUSTED_PROXIES = ENV.proxies
PUBLIC_ADDRESS = ENV.address

MAIL_IS_SET = ENV.mail is not None
EMAIL_TIMEOUT = 20
if ENV.mail:
    EMAIL_HOST, EMAIL_PORT = ENV.mail.host, ENV.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail.user, ENV.mail.password
    EMAIL_USE_TLS = ENV.mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = ENV.mail.scheme == "smtps"
    DEFAULT_FROM_EMAIL = ENV.mail.sender
CLAMD = ENV.clamd
DRAFT_DAYS = ENV.draft_days
API_PER_MINUTE = ENV.api_per_minute
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_AGE = 8 * 3600  # after the last request (org.middleware), then sign in
CSRF_FAILURE_VIEW = "lienmach.base.errors.stale_form"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600  # sent over https alone
if ENV.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"code": {"()": "lienmach.base.errors.CodeFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(code)s] %(message)s"}
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["code"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "lienmach": {"level": "INFO"},
    },
}
