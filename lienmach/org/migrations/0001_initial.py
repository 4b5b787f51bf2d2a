import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# The audit: rows are numbered and chained behind a lock, and never changed afterwards.
CHAIN = """
CREATE FUNCTION org_audit_digest(record org_auditrecord) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(record.previous || convert_to(jsonb_build_array(
        record.id, (extract(epoch FROM record.at) * 1000000)::bigint,
        record.person_id, record.unit_id, record.verb,
        record.subject_type, record.subject_id, record.subject, record.about_unit_id,
        record.before, record.after, record.address
    )::text, 'UTF8'))
$$;

CREATE FUNCTION org_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(7230001);
    SELECT id, digest INTO last FROM org_auditrecord ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(last.id, 0) + 1;
    NEW.previous := coalesce(last.digest, ''::bytea);
    NEW.digest := org_audit_digest(NEW);
    RETURN NEW;
END
$$;

CREATE FUNCTION org_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are never changed' USING ERRCODE = '23000';
END
$$;

CREATE TRIGGER org_audit_chain BEFORE INSERT ON org_auditrecord
FOR EACH ROW EXECUTE FUNCTION org_audit_chain();

CREATE TRIGGER org_audit_refuse BEFORE UPDATE OR DELETE ON org_auditrecord
FOR EACH ROW EXECUTE FUNCTION org_audit_refuse();
"""
UNCHAIN = """
DROP TRIGGER org_audit_refuse ON org_auditrecord;
DROP TRIGGER org_audit_chain ON org_auditrecord;
DROP FUNCTION org_audit_refuse();
DROP FUNCTION org_audit_chain();
DROP FUNCTION org_audit_digest(org_auditrecord);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=50, verbose_name='cấp')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='thứ bậc')),
            ],
            options={
                'verbose_name': 'cấp chính quyền',
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=100, verbose_name='vai trò')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='dùng cho')),
                ('added', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None)),
                ('removed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None)),
                ('rank', models.PositiveSmallIntegerField(default=100, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'vai trò',
                'ordering': ['rank', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('name', models.SlugField(primary_key=True, serialize=False)),
                ('value', models.JSONField(verbose_name='giá trị')),
            ],
            options={
                'verbose_name': 'thiết lập',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=35, unique=True, verbose_name='mã đơn vị')),
            ],
            options={
                'verbose_name': 'đơn vị',
            },
        ),
        migrations.CreateModel(
            name='UnitKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=100, verbose_name='loại đơn vị')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'loại đơn vị',
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=50, unique=True, verbose_name='tên đăng nhập')),
                ('name', models.CharField(max_length=100, verbose_name='họ và tên')),
                ('name_key', models.CharField(db_collation='C', editable=False, max_length=100)),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang dùng')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='phải đổi mật khẩu')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
            ],
            options={
                'verbose_name': 'người dùng',
                'indexes': [models.Index(fields=['name_key', 'id'], name='people_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('username', django.db.models.functions.text.Lower('username'))), name='username_is_in_small_letters')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='số, ký hiệu')),
                ('signed_on', models.DateField(verbose_name='ngày ban hành')),
                ('issuer', models.CharField(max_length=200, verbose_name='cơ quan ban hành')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='trích yếu')),
            ],
            options={
                'verbose_name': 'văn bản quyết định',
                'constraints': [models.UniqueConstraint(fields=('number', 'signed_on', 'issuer'), name='decision_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='SignInTries',
            fields=[
                ('key', models.CharField(max_length=150, primary_key=True, serialize=False)),
                ('count', models.IntegerField(verbose_name='số lần')),
                ('first_at', models.DateTimeField(verbose_name='lần đầu lúc')),
                ('blocked_until', models.DateTimeField(null=True, verbose_name='chặn đến')),
            ],
            options={
                'verbose_name': 'lần đăng nhập sai',
                'indexes': [models.Index(fields=['first_at'], name='sign_in_tries_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True)),
                ('text', models.CharField(max_length=300, verbose_name='nội dung')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='org.unit')),
            ],
            options={
                'verbose_name': 'thông báo',
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(verbose_name='có hiệu lực từ')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='org.decision', verbose_name='văn bản')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inheritances', to='org.unit', verbose_name='đơn vị sau')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='org.unit', verbose_name='đơn vị trước')),
            ],
            options={
                'verbose_name': 'kế thừa',
                'ordering': ['effective_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='succession_is_written_once'), models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='unit_does_not_succeed_itself')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('title', models.CharField(max_length=100, verbose_name='chức danh')),
                ('is_head', models.BooleanField(default=False, verbose_name='là người đứng đầu')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='org.unit')),
            ],
            options={
                'verbose_name': 'vị trí công tác',
                'ordering': ['valid_from', 'pk'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('person'), models.F('person'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('unit'), models.F('unit'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='posts_of_a_person_in_a_unit_never_overlap'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_head', True)), expressions=[(models.Func(models.F('unit'), models.F('unit'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='unit_has_one_head'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='post_does_not_end_before_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='org.role')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='org.unit')),
            ],
            options={
                'verbose_name': 'quyền được giao',
                'ordering': ['valid_from', 'pk'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('person'), models.F('person'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('role'), models.F('role'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('unit'), models.F('unit'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='grants_never_overlap'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='grant_does_not_end_before_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='AuditRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('verb', models.CharField(choices=[('signed_in', 'Đăng nhập'), ('sign_in_blocked', 'Bị chặn đăng nhập'), ('signed_out', 'Đăng xuất'), ('password_changed', 'Đổi mật khẩu'), ('password_reset', 'Cấp lại mật khẩu'), ('person_added', 'Thêm người dùng'), ('person_changed', 'Sửa thông tin người dùng'), ('person_deactivated', 'Khóa tài khoản'), ('person_activated', 'Mở lại tài khoản'), ('post_given', 'Bố trí vị trí'), ('post_ended', 'Kết thúc vị trí'), ('granted', 'Giao quyền'), ('grant_ended', 'Kết thúc quyền'), ('role_changed', 'Sửa vai trò'), ('unit_founded', 'Thành lập đơn vị'), ('unit_changed', 'Thay đổi đơn vị'), ('unit_corrected', 'Sửa sai sót về đơn vị'), ('unit_ended', 'Kết thúc đơn vị'), ('personal_data_read', 'Xem dữ liệu cá nhân'), ('exported', 'Xuất dữ liệu'), ('work_handed_over', 'Bàn giao việc')], max_length=40, verbose_name='việc')),
                ('subject_type', models.CharField(max_length=40, verbose_name='loại đối tượng')),
                ('subject_id', models.CharField(max_length=60, verbose_name='đối tượng')),
                ('subject', models.CharField(max_length=300, verbose_name='tên đối tượng')),
                ('before', models.JSONField(null=True, verbose_name='trước')),
                ('after', models.JSONField(null=True, verbose_name='sau')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='địa chỉ máy')),
                ('previous', models.BinaryField()),
                ('digest', models.BinaryField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('about_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='về đơn vị')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='tại đơn vị')),
            ],
            options={
                'verbose_name': 'dòng nhật ký',
                'indexes': [models.Index(fields=['-at', '-id'], name='audit_by_moment'), models.Index(fields=['person', '-id'], name='audit_by_person'), models.Index(fields=['subject_type', 'subject_id'], name='audit_by_subject')],
            },
        ),
        migrations.CreateModel(
            name='UnitVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('name', models.CharField(max_length=200, verbose_name='tên đơn vị')),
                ('short_name', models.CharField(max_length=80, verbose_name='tên gọi tắt')),
                ('name_key', models.CharField(db_collation='C', editable=False, max_length=200)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='org.decision', verbose_name='văn bản')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='org.unitkind', verbose_name='loại đơn vị')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='org.level', verbose_name='cấp chính quyền')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='trực thuộc')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='org.unit')),
            ],
            options={
                'verbose_name': 'phiên bản đơn vị',
                'ordering': ['valid_from'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('unit'), models.F('unit'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('valid_from'), models.F('valid_to'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='unit_versions_never_overlap'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='unit_version_has_days'), models.CheckConstraint(condition=models.Q(('parent', models.F('unit')), _negated=True), name='unit_is_not_its_own_parent')],
            },
        ),
        migrations.RunSQL(CHAIN, UNCHAIN),
    ]
