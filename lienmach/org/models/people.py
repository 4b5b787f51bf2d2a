"""People who sign in, the posts they hold, and the rights given to them."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from lienmach.calc.mask import masked_email, masked_number
from lienmach.calc.text import fold
from lienmach.org.models.dated import Dated, DatedQuerySet, never_overlap
from lienmach.org.models.units import Unit


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Names to sign in with are kept small, and may be typed large."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with a name to sign in with; one account belongs to one person."""

    username = models.CharField("tên đăng nhập", max_length=50, unique=True)
    name = models.CharField("họ và tên", max_length=100)
    name_key = models.CharField(max_length=100, db_collation="C", editable=False)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "người dùng"
        indexes = [models.Index(name="people_by_name", fields=["name_key", "id"])]
        constraints = [
            models.CheckConstraint(
                name="username_is_in_small_letters",
                condition=Q(username=Lower("username")),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def shown_phone(self) -> str:
        """The telephone number as it is shown to who has not asked for it."""
        return masked_number(self.phone)

    @property
    def shown_email(self) -> str:
        return masked_email(self.email)

    def get_full_name(self) -> str:
        """The name, as Django and the frame of our pages ask for it."""
        return self.name


class Post(Dated):
    """A person works in a unit, under a title."""

    person = models.ForeignKey(User, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField("chức danh", max_length=100)
    is_head = models.BooleanField("là người đứng đầu", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí công tác"
        ordering = ["valid_from", "pk"]
        constraints = [
            never_overlap(
                "posts_of_a_person_in_a_unit_never_overlap", "person", "unit"
            ),
            never_overlap("unit_has_one_head", "unit", condition=Q(is_head=True)),
            models.CheckConstraint(
                name="post_does_not_end_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Role(models.Model):
    """A named set of rights.

    What it holds is what the product gives to its code (``org.registry``), with what
    this office has added, without what this office has taken away. So a release may
    bring new rights, and what an office has decided stays decided.
    """

    code = models.SlugField("mã", max_length=30, unique=True)
    name = models.CharField("vai trò", max_length=100)
    note = models.CharField("dùng cho", max_length=300, blank=True)
    added = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    removed = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    rank = models.PositiveSmallIntegerField("thứ tự", default=100)

    class Meta:
        verbose_name = "vai trò"
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.name


class Grant(Dated):
    """A role given to a person for a unit and those below it, with dates."""

    person = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "quyền được giao"
        ordering = ["valid_from", "pk"]
        constraints = [
            never_overlap("grants_never_overlap", "person", "role", "unit"),
            models.CheckConstraint(
                name="grant_does_not_end_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} → {self.person_id}"


class SignInTries(models.Model):
    """How often somebody has failed to sign in under a key, and since when.

    A key names an account, an address, or both; an account that does not exist is
    counted like one that does, so that nobody learns which ones there are.
    """

    key = models.CharField(primary_key=True, max_length=150)
    count = models.IntegerField("số lần")
    first_at = models.DateTimeField("lần đầu lúc")
    blocked_until = models.DateTimeField("chặn đến", null=True)

    class Meta:
        verbose_name = "lần đăng nhập sai"
        indexes = [models.Index(name="sign_in_tries_by_age", fields=["first_at"])]

    def __str__(self) -> str:
        return self.key
