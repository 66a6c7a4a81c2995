"""Trains the reader's weights by recipe.yaml; ``python -m training.train --help`` tells the arguments.

It can be stopped and started again: the last checkpoint in the out folder is taken up where it was left, though the
texts are then drawn in another order than without the stop.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml
from tokenizers import Tokenizer

from khaldun.extract.neural.layout import Layout, layout_of
from training import pool
from training.batches import Batch, Item, batched, forgetful
from training.losses import loss
from training.model import ReaderModel, half_precision, load_encoder
from training.probe import probe
from training.vocabulary import prune

HERE = Path(__file__).resolve().parent
TOLD_EVERY = 50
Recipe = Mapping[str, Any]


@dataclass(slots=True)
class Trainer:
    """A model under way: its averaged weights, the optimizer, and the schedule of one stage."""

    model: ReaderModel
    average: ReaderModel
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR

    @classmethod
    def of(cls, model: ReaderModel, recipe: Recipe, stage: Recipe) -> Trainer:
        """Return a trainer at the start of a stage: AdamW with a rate for the encoder and one for the heads."""
        encoder = [p for p in model.encoder.parameters() if p.requires_grad]
        groups = [
            {"params": encoder, "lr": stage["rate"]["encoder"]},
            {"params": list(model.heads.parameters()), "lr": stage["rate"]["heads"]},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=recipe["weight_decay"], betas=(0.9, 0.98))
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, stage))
        return cls(model, copy.deepcopy(model), optimizer, schedule)

    def step(self, batch: Batch, layout: Layout, recipe: Recipe, number: int) -> float:
        """Learn from one batch and return its loss."""
        with half_precision():
            value = loss(self.model, layout, forgetful(batch, recipe["forget"]))
        self.optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), recipe["clip"])
        self.optimizer.step()
        self.schedule.step()
        keep = min(recipe["average"], (number + 1) / (number + 20))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.model.parameters(), strict=True):
                if now.requires_grad:
                    mean.lerp_(now, 1 - keep)
        return float(value.detach())

    def save(self, path: Path, stage: str, number: int) -> None:
        """Write what is needed to go on; whole or not at all."""
        parts = {
            name: getattr(self, name).state_dict() for name in ("model", "average", "optimizer", "schedule")
        }
        part = path.with_suffix(".part")
        torch.save({"stage": stage, "step": number, **parts}, part)
        part.replace(path)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up a checkpoint."""
        for name in ("model", "average", "optimizer", "schedule"):
            getattr(self, name).load_state_dict(state[name])


def rate(step: int, stage: Recipe) -> float:
    """Return the share of the full rate at a step: up linearly, then down linearly to a fiftieth."""
    if step < stage["warmup"]:
        return float((step + 1) / stage["warmup"])
    return float(max(0.02, (stage["steps"] - step) / (stage["steps"] - stage["warmup"])))


@dataclass(frozen=True, slots=True)
class Data:
    """The windows to learn from and to probe on, by task."""

    train: Mapping[str, Callable[[], list[Item]]]
    dev: Mapping[str, list[Item]]
    layout: Layout


def run_stage(trainer: Trainer, data: Data, recipe: Recipe, name: str, first: int, out: Path) -> None:
    """Train a stage from a step to its last, with figures and a checkpoint at every probe."""
    stage = recipe["stages"][name]
    rng = random.Random(f"{recipe['seed']}{name}{first}")
    shares: Mapping[str, float] = stage["share"]
    streams = {task: batched(data.train[task], stage["tokens_in_batch"], rng) for task in shares}
    begun, tokens, seen = time.time(), 0, dict.fromkeys(shares, 0.0)
    for number in range(first, stage["steps"]):
        task = rng.choices(list(shares), list(shares.values()))[0]
        batch = next(streams[task])
        seen[task] = 0.95 * seen[task] + 0.05 * trainer.step(batch, data.layout, recipe, number)
        tokens += int(batch.mask.sum())
        if (number + 1) % TOLD_EVERY == 0:
            told = " ".join(f"{task} {value:.2f}" for task, value in seen.items())
            print(f"{name} {number + 1}  {tokens / (time.time() - begun):.0f} tokens/s  {told}", flush=True)
        if (number + 1) % recipe["probe_every"] == 0 or number + 1 == stage["steps"]:
            figures = probe(trainer.average, dict(data.dev), data.layout)
            told = " ".join(f"{task} {value:.1f}" for task, value in figures.items())
            print(f"PROBE {name} {number + 1} {told}", flush=True)
            trainer.save(out / "checkpoint.pt", name, number + 1)


def train(model: ReaderModel, data: Data, recipe: Recipe, out: Path) -> None:
    """Run the stages that are not done yet, each from the averaged weights of the one before."""
    path = out / "checkpoint.pt"
    state = torch.load(path, weights_only=True) if path.exists() else None
    names = list(recipe["stages"])
    for name in names[names.index(state["stage"]) if state else 0 :]:
        trainer = Trainer.of(model, recipe, recipe["stages"][name])
        resumed = state is not None and state["stage"] == name
        if state is not None and resumed:
            trainer.restore(state)
        run_stage(trainer, data, recipe, name, int(state["step"]) if state and resumed else 0, out)
        model.load_state_dict(trainer.average.state_dict())


def prepared(out: Path, texts: list[str], source: Path) -> tuple[Tokenizer, list[int]]:
    """Return the pruned tokenizer and its rows, written to the out folder once."""
    kept = out / "rows.json"
    if not kept.exists():
        kept.write_text(json.dumps(prune(source, texts, out / "tokenizer.json")), encoding="utf-8")
    return Tokenizer.from_file(str(out / "tokenizer.json")), json.loads(kept.read_text(encoding="utf-8"))


def command_line() -> argparse.Namespace:
    """Return the command line's arguments."""
    parser = argparse.ArgumentParser(description="Train the reader's weights by training/recipe.yaml.")
    parser.add_argument("--bench", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the converted encoder")
    parser.add_argument("--tokenizer", type=Path, required=True, help="the encoder's whole tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and weights")
    parser.add_argument("--set", default="{}", help="JSON of recipe keys to change")
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights to begin with")
    return parser.parse_args()


def main() -> None:
    """Train as the command line says."""
    arguments = command_line()
    recipe = yaml.safe_load((HERE / "recipe.yaml").read_text(encoding="utf-8")) | json.loads(arguments.set)
    torch.manual_seed(recipe["seed"])
    arguments.out.mkdir(parents=True, exist_ok=True)
    layout = layout_of(yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8")))
    found = pool.examples(pool.TRAIN, arguments.bench)
    texts = [example.text for rows in found.values() for example in rows]
    tokenizer, rows = prepared(arguments.out, texts, arguments.tokenizer)
    dev = pool.examples(pool.DEV, arguments.bench)
    cut = pool.Cutter(tokenizer, layout, recipe["window"])
    data = Data(
        pool.rounds(found, cut, recipe), {task: cut.items(task, some) for task, some in dev.items()}, layout
    )
    told = (
        f"{task} {len(texts)} ({sum(len(i.window) for i in data.train[task]())})"
        for task, texts in found.items()
    )
    print(f"{len(rows)} pieces; texts (tokens): {', '.join(told)}", flush=True)
    encoder = load_encoder(arguments.encoder, rows, recipe["layers"])
    model = ReaderModel(encoder, layout.width, recipe["dropout"])
    if arguments.start:
        model.load_state_dict(torch.load(arguments.start, weights_only=True)["average"])
    train(model, data, recipe, arguments.out)


if __name__ == "__main__":
    main()
