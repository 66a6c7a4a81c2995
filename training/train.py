"""Trains the reader's weights: ``python -m training.train --bench ../shared/bench --encoder FOLDER --out FOLDER``.

It can be stopped and started again: the last checkpoint in the out folder is taken up where it was left.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path
from typing import Any

import torch
import yaml
from tokenizers import Tokenizer

from khaldun.extract.neural.layout import Layout, layout_of
from training import pool
from training.batches import Item, batched
from training.losses import loss
from training.model import ReaderModel, load_encoder
from training.probe import probe
from training.vocabulary import prune

HERE = Path(__file__).resolve().parent


def settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the recipe with what the command line changes of it."""
    recipe: dict[str, Any] = yaml.safe_load((HERE / "recipe.yaml").read_text(encoding="utf-8"))
    recipe.update(json.loads(arguments.set))
    return recipe


def prepared(out: Path, encoder: Path, texts: list[str], source: Path) -> tuple[Tokenizer, list[int]]:
    """Return the pruned tokenizer and its rows, written to the out folder once."""
    kept = out / "rows.json"
    if not kept.exists():
        kept.write_text(json.dumps(prune(source, texts, out / "tokenizer.json")), encoding="utf-8")
    return Tokenizer.from_file(str(out / "tokenizer.json")), json.loads(kept.read_text(encoding="utf-8"))


def rate(step: int, recipe: dict[str, Any]) -> float:
    """Return the share of the full rate at a step: up linearly, then down linearly to nothing."""
    if step < recipe["warmup"]:
        return (step + 1) / recipe["warmup"]
    return max(0.02, (recipe["steps"] - step) / (recipe["steps"] - recipe["warmup"]))


def optimizer(model: ReaderModel, recipe: dict[str, Any]) -> torch.optim.Optimizer:
    """Return AdamW with a rate for the encoder and one for the heads."""
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": encoder, "lr": recipe["rate"]["encoder"]},
            {"params": model.heads.parameters(), "lr": recipe["rate"]["heads"]},
        ],
        weight_decay=recipe["weight_decay"],
        betas=(0.9, 0.98),
    )


def train(
    model: ReaderModel,
    train: dict[str, list[Item]],
    dev: dict[str, list[Item]],
    layout: Layout,
    recipe: dict[str, Any],
    out: Path,
) -> None:
    """Train to the recipe's last step, writing a checkpoint and figures at every probe."""
    rng = random.Random(recipe["seed"])
    streams = {
        task: batched(rows, recipe["tokens_in_batch"], rng)
        for task, rows in train.items()
        if rows and recipe["share"].get(task)
    }
    best, average = optimizer(model, recipe), copy.deepcopy(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(best, lambda step: rate(step, recipe))
    first = restore(out, model, average, best, schedule)
    shares = [recipe["share"][task] for task in streams]
    begun, tokens, seen = time.time(), 0, dict.fromkeys(streams, 0.0)
    for step in range(first, recipe["steps"]):
        task = rng.choices(list(streams), shares)[0]
        rows = next(streams[task])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            value = loss(model, layout, rows)
        best.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), recipe["clip"])
        best.step()
        schedule.step()
        keep = min(recipe["average"], (step + 1) / (step + 20))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), model.parameters(), strict=True):
                if now.requires_grad:
                    mean.lerp_(now, 1 - keep)
        tokens += int(rows.mask.sum())
        seen[task] = 0.95 * seen[task] + 0.05 * float(value.detach())
        if (step + 1) % 50 == 0:
            told = " ".join(f"{name} {number:.2f}" for name, number in seen.items())
            print(f"step {step + 1}  {tokens / (time.time() - begun):.0f} tokens/s  {told}", flush=True)
        if (step + 1) % recipe["probe_every"] == 0 or step + 1 == recipe["steps"]:
            figures = probe(average, dev, layout)
            print(
                f"PROBE {step + 1} " + " ".join(f"{name} {number:.1f}" for name, number in figures.items()),
                flush=True,
            )
            save(out, step + 1, model, average, best, schedule)


def save(
    out: Path, step: int, model: ReaderModel, average: ReaderModel, best: torch.optim.Optimizer, schedule: Any
) -> None:
    """Write what is needed to go on; whole or not at all."""
    state = {
        "step": step,
        "model": model.state_dict(),
        "average": average.state_dict(),
        "best": best.state_dict(),
        "schedule": schedule.state_dict(),
    }
    torch.save(state, out / "checkpoint.part")
    (out / "checkpoint.part").replace(out / "checkpoint.pt")


def restore(
    out: Path, model: ReaderModel, average: ReaderModel, best: torch.optim.Optimizer, schedule: Any
) -> int:
    """Take up the last checkpoint and return its step; 0 where there is none."""
    path = out / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    average.load_state_dict(state["average"])
    best.load_state_dict(state["best"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="folder of the converted encoder (model.safetensors)"
    )
    parser.add_argument("--tokenizer", type=Path, required=True, help="the encoder's whole tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and weights")
    parser.add_argument("--set", default="{}", help="JSON of recipe keys to change")
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights to begin with")
    arguments = parser.parse_args()
    recipe = settings(arguments)
    torch.manual_seed(recipe["seed"])
    arguments.out.mkdir(parents=True, exist_ok=True)
    layout = layout_of(yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8")))
    found = pool.examples(pool.TRAIN, arguments.bench)
    texts = [example.text for rows in found.values() for example in rows]
    tokenizer, rows = prepared(arguments.out, arguments.encoder, texts, arguments.tokenizer)
    training = pool.pool(found, tokenizer, layout, recipe["window"])
    dev = pool.pool(pool.examples(pool.DEV, arguments.bench), tokenizer, layout, recipe["window"])
    print(
        f"{len(rows)} pieces; windows " + " ".join(f"{task} {len(some)}" for task, some in training.items()),
        flush=True,
    )
    print(
        "tokens a round "
        + " ".join(f"{task} {sum(len(i.window) for i in some)}" for task, some in training.items()),
        flush=True,
    )
    model = ReaderModel(
        load_encoder(arguments.encoder, rows, recipe["layers"]), layout.width, recipe["dropout"]
    )
    if arguments.start:
        model.load_state_dict(torch.load(arguments.start, weights_only=True)["average"])
    train(model, training, dev, layout, recipe, arguments.out)


if __name__ == "__main__":
    main()
