from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.models import SavedView
from lienmach.base.queries import visible
from lienmach.calc.refusal import Refused

MOST_SAVED = 20


@transaction.atomic
def save_view(
    list_name: str, name: str, query: str, *, is_shared: bool, actor: Actor
) -> SavedView:
    """Keep a list as it is seen now; the same name again takes the place of the old."""
    mine = SavedView.objects.filter(owner=actor.user_id, list_name=list_name)
    if mine.exclude(name=name).count() >= MOST_SAVED:
        raise Refused(f"Mỗi danh sách giữ được {MOST_SAVED} khung nhìn; hãy bỏ bớt.")
    kept, _ = SavedView.objects.update_or_create(
        owner_id=actor.user_id,
        list_name=list_name,
        name=name,
        defaults={"query": query, "unit": actor.unit_id if is_shared else None},
    )
    return kept


@transaction.atomic
def drop_view(pk: int, *, actor: Actor) -> SavedView:
    """Forget a saved view; only who made it may."""
    kept = visible(actor).filter(pk=pk).first()
    if kept is None:
        raise Refused("Khung nhìn này không còn nữa.")
    if kept.owner_id != actor.user_id:
        raise Refused("Chỉ người đã lưu mới bỏ được khung nhìn này.")
    kept.delete()
    return kept
