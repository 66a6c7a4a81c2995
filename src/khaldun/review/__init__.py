"""Review: what people decide, as judgements that the next run keeps to."""

from khaldun.review.decisions import Grade, decide_pair, grade_event, with_grades

__all__ = ["Grade", "decide_pair", "grade_event", "with_grades"]
