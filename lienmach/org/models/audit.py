"""Who did what to whom: rows that the database lets nobody change.

A trigger numbers each row, chains it to the one before by its digest, and refuses
UPDATE and DELETE (migration 0001). A row that was changed by force, or taken out of
the middle, breaks the chain at its place.
"""

from django.db import models

from lienmach.org.models.people import User
from lienmach.org.models.units import Unit


class Verb(models.TextChoices):
    SIGNED_IN = "signed_in", "Đăng nhập"
    SIGN_IN_BLOCKED = "sign_in_blocked", "Bị chặn đăng nhập"
    SIGNED_OUT = "signed_out", "Đăng xuất"
    PASSWORD_CHANGED = "password_changed", "Đổi mật khẩu"
    PASSWORD_RESET = "password_reset", "Cấp lại mật khẩu"
    PERSON_ADDED = "person_added", "Thêm người dùng"
    PERSON_CHANGED = "person_changed", "Sửa thông tin người dùng"
    PERSON_DEACTIVATED = "person_deactivated", "Khóa tài khoản"
    PERSON_ACTIVATED = "person_activated", "Mở lại tài khoản"
    POST_GIVEN = "post_given", "Bố trí vị trí"
    POST_ENDED = "post_ended", "Kết thúc vị trí"
    GRANTED = "granted", "Giao quyền"
    GRANT_ENDED = "grant_ended", "Kết thúc quyền"
    ROLE_CHANGED = "role_changed", "Sửa vai trò"
    UNIT_FOUNDED = "unit_founded", "Thành lập đơn vị"
    UNIT_CHANGED = "unit_changed", "Thay đổi đơn vị"
    UNIT_CORRECTED = "unit_corrected", "Sửa sai sót về đơn vị"
    UNIT_ENDED = "unit_ended", "Kết thúc đơn vị"
    PERSONAL_DATA_READ = "personal_data_read", "Xem dữ liệu cá nhân"
    EXPORTED = "exported", "Xuất dữ liệu"
    SETTING_CHANGED = "setting_changed", "Sửa cấu hình"
    WORK_HANDED_OVER = "work_handed_over", "Bàn giao việc"
    TOKEN_MADE = "token_made", "Tạo mã truy cập"
    TOKEN_REVOKED = "token_revoked", "Thu hồi mã truy cập"
    CHECK_REMOVED = "check_removed", "Xóa lần rà soát"
    PLAN_ENTERED = "plan_entered", "Ghi văn bản giao việc"
    PLAN_CHANGED = "plan_changed", "Sửa văn bản giao việc"
    PLAN_WITHDRAWN = "plan_withdrawn", "Rút văn bản giao việc"
    PLAN_RESTORED = "plan_restored", "Ghi lại văn bản giao việc đã rút"
    CRITERIA_DRAFTED = "criteria_drafted", "Bắt đầu soạn bộ tiêu chí"
    CRITERIA_CHANGED = "criteria_changed", "Sửa dự thảo bộ tiêu chí"
    CRITERIA_PUBLISHED = "criteria_published", "Ban hành bộ tiêu chí"
    CRITERIA_CLOSED = "criteria_closed", "Thôi dùng bộ tiêu chí"
    DOCUMENT_ENDED = "document_ended", "Ghi văn bản hết hiệu lực"
    DOCUMENTS_MERGED = "documents_merged", "Gộp mục trong sổ văn bản"
    DOCUMENTS_PARTED = "documents_parted", "Tách mục trong sổ văn bản"


class AuditRecord(models.Model):
    """One thing that was done; ``before`` and ``after`` hold only what differs."""

    at = models.DateTimeField("lúc")
    person = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người làm"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="tại đơn vị"
    )
    verb = models.CharField("việc", max_length=40, choices=Verb.choices)
    subject_type = models.CharField("loại đối tượng", max_length=40)
    subject_id = models.CharField("đối tượng", max_length=60)
    subject = models.CharField("tên đối tượng", max_length=300)
    about_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="về đơn vị"
    )
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    address = models.CharField("địa chỉ máy", max_length=45, blank=True)
    previous = models.BinaryField(editable=False)
    digest = models.BinaryField(editable=False)

    class Meta:
        verbose_name = "dòng nhật ký"
        indexes = [
            models.Index(name="audit_by_moment", fields=["-at", "-id"]),
            models.Index(name="audit_by_person", fields=["person", "-id"]),
            models.Index(
                name="audit_by_subject", fields=["subject_type", "subject_id"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.verb} {self.subject}"
