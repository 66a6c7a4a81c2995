"""Writes what is shipped: ``python -m training.export --weights FILE --tokenizer FILE --encoder FOLDER --out FOLDER``.

The encoder goes to ONNX with int8 weights: a scale a channel for the matrices, of 7 bits, so that processors without
VNNI, which add products of 8 bits in 16, do not saturate; a scale a row for the embedding table. The heads stay
floating-point numbers beside it, and a reader multiplies by the columns it needs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import yaml
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import BertConfig, BertModel

from khaldun.extract.neural.layout import layout_of
from training.model import ReaderModel

HERE = Path(__file__).resolve().parent
TABLE = "word_embeddings"


class Encoder(nn.Module):
    """The encoder as it is exported: ids and mask of shape (texts, tokens) in, hidden states out."""

    def __init__(self, model: ReaderModel) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the last hidden state, shape (texts, tokens, hidden size)."""
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state


def restored(state: dict[str, torch.Tensor], source: Path, width: int) -> ReaderModel:
    """Return the model of a checkpoint's weights; the encoder's shape is read off them."""
    config = BertConfig.from_pretrained(source)
    config.num_hidden_layers = 1 + max(int(name.split(".")[3]) for name in state if ".layer." in name)
    config.vocab_size = len(state["encoder.embeddings.word_embeddings.weight"])
    encoder = BertModel(config, add_pooling_layer=False)
    encoder.set_attn_implementation("eager")
    model = ReaderModel(encoder, width)
    model.load_state_dict(state)
    return model.eval()


def export(model: ReaderModel, target: Path) -> None:
    """Write the encoder as int8 ONNX."""
    with tempfile.TemporaryDirectory() as folder:
        whole, slim = Path(folder) / "whole.onnx", Path(folder) / "slim.onnx"
        ids = torch.ones(2, 7, dtype=torch.int64)
        axes = {0: "texts", 1: "tokens"}
        torch.onnx.export(
            Encoder(model),
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=["ids", "mask"],
            output_names=["hidden"],
            dynamic_axes={"ids": axes, "mask": axes, "hidden": axes},
            opset_version=17,
            dynamo=False,
        )
        onnx.save(with_small_table(onnx.load(whole)), slim)
        quantize_dynamic(
            slim,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


def with_small_table(graph: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with its embedding table in int8, a scale a row."""
    inits = graph.graph.initializer
    table = next(i for i in inits if TABLE in i.name)
    numbers = numpy_helper.to_array(table)
    scale = np.maximum(np.abs(numbers).max(axis=1, keepdims=True) / 127, 1e-9).astype(np.float32)
    small = np.round(numbers / scale).astype(np.int8)
    inits.remove(table)
    inits.extend(
        [numpy_helper.from_array(small, "table.int8"), numpy_helper.from_array(scale, "table.scale")]
    )
    at, gather = next((n, node) for n, node in enumerate(graph.graph.node) if table.name in node.input)
    ids, result = gather.input[1], gather.output[0]
    graph.graph.node.remove(gather)
    for node in reversed(
        [
            helper.make_node("Gather", ["table.int8", ids], ["table.rows"]),
            helper.make_node("Gather", ["table.scale", ids], ["table.scales"]),
            helper.make_node("Cast", ["table.rows"], ["table.floats"], to=TensorProto.FLOAT),
            helper.make_node("Mul", ["table.floats", "table.scales"], [result]),
        ]
    ):
        graph.graph.node.insert(at, node)
    return graph


def write(state: dict[str, torch.Tensor], labels: dict[str, Any], arguments: argparse.Namespace) -> None:
    """Write encoder, heads, tokenizer and settings."""
    layout = layout_of(labels)
    model = restored(state, arguments.encoder, layout.width)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    export(model, out / "encoder.onnx")
    np.savez(
        out / "heads.npz",
        weight=model.heads.weight.detach().numpy().T.astype(np.float16),
        bias=model.heads.bias.detach().numpy().astype(np.float32),
    )
    shutil.copy(arguments.tokenizer, out / "tokenizer.json")
    (out / "settings.json").write_text(json.dumps({"labels": labels}, indent=1), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="checkpoint of training.train")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="folder of the converted encoder, for its config.json"
    )
    parser.add_argument("--tokenizer", type=Path, required=True, help="the pruned tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parsed = parser.parse_args(arguments)
    labels = yaml.safe_load((HERE / "labels.yaml").read_text(encoding="utf-8"))
    write(torch.load(parsed.weights, weights_only=True)["average"], labels, parsed)


if __name__ == "__main__":
    main()
