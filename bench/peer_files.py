"""The submissions once more in every_eval_ever's own JSON format: seven results a file, as in the YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

FOLDER = "data/made/made"
"""Its files stand in data/<collection>/<developer>/<model>/, each named by a random UUID."""


def path(index: int) -> str:
    """Where the submission of this number stands in the other format."""
    return f"{FOLDER}/{_model(index)}/{UUID(int=index, version=4)}.json"


def write(root: Path, submissions: Sequence[str]) -> None:
    """Write these submissions of a world in the other format."""
    for index, submission in enumerate(submissions):
        value = yaml.load((root / submission).read_bytes(), Loader=yaml.CSafeLoader)
        file = root / path(index)
        file.parent.mkdir(parents=True)
        text = json.dumps(_log(value, _model(index)), indent=2, ensure_ascii=False)
        file.write_text(text, encoding="utf-8")


def _model(index: int) -> str:
    return f"model-{index}"


def _log(submission: dict[str, Any], model: str) -> dict[str, Any]:
    paper = submission["paper"]
    return {
        "schema_version": "0.3.0",
        "evaluation_id": f"made/{model}/1700000000",
        "retrieved_timestamp": "1700000000",
        "source_metadata": {
            "source_name": paper["title"],
            "source_type": "documentation",
            "source_organization_name": "made",
            "evaluator_relationship": "first_party",
        },
        "eval_library": {"name": "unknown", "version": "unknown"},
        "model_info": {
            "name": model,
            "id": f"made/{model}",
            "developer": "made",
            "additional_details": {"deployment_type": "unknown", "model_availability": "unknown"},
        },
        "evaluation_results": [dict(_result(entry)) for entry in submission["results"]],
    }


def _result(entry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """One result, with its first metric: that is what the format has room for."""
    metric, value = next(iter(entry["metrics"].items()))
    yield "evaluation_name", f"{entry['task']} on {entry['dataset']}: {entry['model']}"
    yield "source_data", {"dataset_name": entry["dataset"], "source_type": "other"}
    yield (
        "metric_config",
        {
            "evaluation_description": metric,
            "metric_name": metric,
            "lower_is_better": False,
            "score_type": "continuous",
            "min_score": "-Infinity",
            "max_score": "Infinity",
        },
    )
    yield "score_details", {"score": value, "details": {"setting": entry["setting"]}}
