"""A flow: the states of a kind of case and the steps between them, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lienmach.calc.refusal import Refused


class Effect(StrEnum):
    """What a step does to the clock; after ``AGAIN`` one that had stopped runs on."""

    KEEP = "keep"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Step:
    """A way from some states to another; ``right`` is what it asks of the actor.

    ``wait`` names what a pause waits for; ``needs_note`` says that the step is not
    taken without a word why. The right is asked for where the case is held, or with
    ``at_counter`` where it was received.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str
    right: str
    effect: Effect = Effect.KEEP
    wait: str = ""
    at_counter: bool = False
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """``labels`` names every state; a state that no step leaves is an end."""

    start: str
    steps: tuple[Step, ...]
    labels: Mapping[str, str] = field(hash=False)

    def open_steps(self, state: str) -> list[Step]:
        return [step for step in self.steps if state in step.sources]

    def step(self, name: str, state: str) -> Step:
        """Return the step called ``name`` if it may be taken from ``state``."""
        for step in self.open_steps(state):
            if step.name == name:
                return step
        label = self.labels.get(state, state)
        raise Refused(
            f"Việc đang ở trạng thái «{label}»: không thực hiện bước này được."
        )

    def is_end(self, state: str) -> bool:
        return not self.open_steps(state)

    def dead_states(self) -> set[str]:
        """States that no chain of steps reaches: a mistake in the data above."""
        reached = {self.start}
        while new := {s.target for s in self.steps if s.sources & reached} - reached:
            reached |= new
        return self._named() - reached

    def unlabelled(self) -> set[str]:
        """States that have no words: a mistake as well."""
        return (self._named() | {self.start}) - set(self.labels)

    def _named(self) -> set[str]:
        targets = {step.target for step in self.steps}
        return targets | {source for step in self.steps for source in step.sources}
