from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lienmach.base.urls")),
    path("", include("lienmach.org.urls")),
    path("", include("lienmach.portal.urls")),
    path("api/", include("lienmach.interop.urls")),
    path("cb/", include("lienmach.indicators.urls")),
    path("cb/", include("lienmach.registers.urls")),
    path("cb/", include("lienmach.cases.urls")),
    path("cb/", include("lienmach.onestop.urls")),
    path("cb/", include("lienmach.tasks.urls")),
    path("cb/", include("lienmach.reporting.urls")),
    path("cb/", include("lienmach.surveys.urls")),
]
handler400 = "lienmach.base.errors.bad_request"
handler403 = "lienmach.base.errors.forbidden"
handler404 = "lienmach.base.errors.not_found"
handler500 = "lienmach.base.errors.broken"
