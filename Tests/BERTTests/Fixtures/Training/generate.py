#!/usr/bin/env python3
"""Makes the golden numbers of training: what PyTorch computes with the tiny BERT of ../Encoder/tiny and a linear head.

    python generate.py        # needs torch, transformers, safetensors: the versions of Benchmarks/requirements.txt

logits = W · mean(h) + b, where h is the last hidden state of a text's own tokens; the loss is the batch's mean
cross-entropy; no dropout. Everything is computed in float64 and stored in float32 (JSON: 9 digits), so what is stored
is right to the last bit or two of a float. Writes beside itself:
  head.safetensors        the head before training: classifier.weight [5, 32], classifier.bias [5]
  gradients.safetensors   for `gradient_batch`: logits, loss, and each parameter's gradient under the parameter's name
  final.safetensors       every parameter after the ten steps of the run `plain`
  steps.json              the batches (packed: no padding), the settings, the learning rates' factors and, for each run,
                          its losses (before each step) and its gradient norms (before clipping)

A step, PyTorch's: the gradients are scaled by min(1, clip / (norm + 1e-6)) with the norm over all of them; then AdamW
with decoupled decay, rate = factor × body_rate or head_rate, factor = min((step + 1) / 3, (10 - step) / 7).
The runs: `plain`; `smoothed`, with label smoothing 0.1; `lazy`, where a row of the word embeddings that no token of
the batch uses is left as it is, moments and all (in `plain` it decays and follows its momentum).
In exact arithmetic the gradient of attention.self.key.bias is zero, and Adam makes whole steps of rounding errors: a
float32 trainer ends up to a thousandth away from final.safetensors there, without any effect on the losses.

The seed is fixed: the same versions of the libraries give the same bytes.
"""

import json
import pathlib
import random

import torch
from safetensors.torch import save
from torch.nn.functional import cross_entropy
from transformers import BertModel

HERE = pathlib.Path(__file__).parent
ENCODER = HERE.parent / "Encoder"
CLASSES, WARM_UP = 5, 3
SIZES = [10, 4, 11, 7, 5, 11, 8, 3, 11, 9]  # of the ten batches; two large ones have gradients that are not clipped
STEPS = len(SIZES)
SETTINGS = {"classes": CLASSES, "body_rate": 1e-3, "head_rate": 1e-2, "betas": [0.9, 0.999], "epsilon": 1e-8,
            "weight_decay": 0.01, "clip": 1.0, "warm_up_steps": WARM_UP}
WORDS = "embeddings.word_embeddings.weight"


class Classifier(torch.nn.Module):
    def __init__(self, dtype):
        super().__init__()
        self.bert = BertModel.from_pretrained(
            ENCODER / "tiny", add_pooling_layer=False, dtype=dtype, attn_implementation="eager").eval()
        self.classifier = torch.nn.Linear(self.bert.config.hidden_size, CLASSES, dtype=dtype)
        random_numbers = torch.Generator().manual_seed(21)
        with torch.no_grad():
            for parameter in self.classifier.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=random_numbers) * 0.05)

    def forward(self, ids):
        length = max(map(len, ids))
        padded = torch.tensor([row + [0] * (length - len(row)) for row in ids])
        mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in ids])
        hidden = self.bert(padded, attention_mask=mask).last_hidden_state
        weights = (mask / mask.sum(1, keepdim=True, dtype=hidden.dtype)).unsqueeze(-1)
        return self.classifier((hidden * weights).sum(1))

    def parameters_by_name(self):
        return {name.removeprefix("bert."): parameter for name, parameter in self.named_parameters()}


def batches():
    """One batch for the gradients and ten for the steps, of different sizes, from the encoder's golden texts."""
    texts = json.loads((ENCODER / "texts.json").read_text())["ids"]
    rng = random.Random(22)
    pick = lambda rows: {"ids": [texts[r] for r in rows], "labels": [r * 3 % CLASSES for r in rows]}
    return pick([3, 1, 10, 6, 7, 9]), [pick(rng.sample(range(len(texts)), size)) for size in SIZES]


def loss_of(model, batch, smoothing=0.0):
    logits = model(batch["ids"])
    return logits, cross_entropy(logits, torch.tensor(batch["labels"]), label_smoothing=smoothing)


def factor(step):
    return min((step + 1) / WARM_UP, (STEPS - step) / (STEPS - WARM_UP))


def optimiser(model):
    groups = []
    for name, parameter in model.parameters_by_name().items():
        plain = name.endswith("bias") or "LayerNorm" in name
        groups.append({
            "params": [parameter], "lr": SETTINGS["head_rate" if name.startswith("classifier") else "body_rate"],
            "weight_decay": 0.0 if plain else SETTINGS["weight_decay"]})
    return torch.optim.AdamW(groups, betas=SETTINGS["betas"], eps=SETTINGS["epsilon"])


def run(batches, smoothing=0.0, lazy=False, dtype=torch.float64):
    """The model after the ten steps, the losses and the norms."""
    model, losses, norms = Classifier(dtype), [], []
    words = model.parameters_by_name()[WORDS]
    adam = optimiser(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, factor)
    for batch in batches:
        adam.zero_grad()
        _, loss = loss_of(model, batch, smoothing)
        loss.backward()
        losses.append(loss.item())
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), SETTINGS["clip"]).item())
        kept = [words, *[adam.state[words][key] for key in ("exp_avg", "exp_avg_sq") if adam.state[words]]]
        before = [tensor.detach().clone() for tensor in kept]
        adam.step()
        schedule.step()
        if lazy:
            restore_unused_rows(adam, words, batch, before)
    return model, losses, norms


def restore_unused_rows(adam, words, batch, before):
    unused = torch.ones(words.shape[0], dtype=torch.bool)
    unused[[token for row in batch["ids"] for token in row]] = False
    moments = [adam.state[words][key] for key in ("exp_avg", "exp_avg_sq")]
    before += [torch.zeros_like(moment) for moment in moments[len(before) - 1:]]  # there are none before the first step
    with torch.no_grad():
        for tensor, old in zip([words, *moments], before):
            tensor[unused] = old[unused]


def write_gradients(batch):
    model = Classifier(torch.float64)
    parameters = model.parameters_by_name()
    logits, loss = loss_of(model, batch)
    alone = torch.cat([model([row]) for row in batch["ids"]])
    assert (alone - logits).abs().max() < 1e-12, "padding changes the logits"
    loss.backward()
    numbers = {name: parameter.grad for name, parameter in parameters.items()} | {"logits": logits, "loss": loss}
    write_tensors("gradients", numbers)
    write_tensors("head", {name: p for name, p in parameters.items() if name.startswith("classifier")})
    print(f"gradients: loss {loss.item():.6f}, least norm of a tensor's gradient",
          *min((p.grad.norm().item(), name) for name, p in parameters.items() if "key.bias" not in name))


def write_tensors(name, tensors):
    tensors = {key: value.detach().float().contiguous() for key, value in tensors.items()}
    (HERE / f"{name}.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))


def digits(values):
    return [float(f"{value:.9g}") for value in values]


def main():
    gradient_batch, training = batches()
    write_gradients(gradient_batch)
    runs, options = {}, {"plain": {}, "smoothed": {"smoothing": 0.1}, "lazy": {"lazy": True}}
    for name, option in options.items():
        model, losses, norms = run(training, **option)
        runs[name] = option | {"losses": digits(losses), "norms": digits(norms)}
        print(name, "losses", *[f"{x:.4f}" for x in losses], "norms", *[f"{x:.3f}" for x in norms])
        if name == "plain":
            write_tensors("final", model.parameters_by_name())
            compare_with_float32(training, model, losses)
    value = SETTINGS | {"factors": digits(map(factor, range(STEPS))), "runs": runs,
                        "gradient_batch": gradient_batch, "batches": training}
    (HERE / "steps.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


def compare_with_float32(training, exact, losses):
    """Prints how far PyTorch itself is away from the golden numbers in float32: what a tolerance has to allow."""
    rounded, rounded_losses, _ = run(training, dtype=torch.float32)
    print(f"float32: losses within {max(abs(a - b) for a, b in zip(losses, rounded_losses)):.1e}")
    others = rounded.parameters_by_name()
    for keys in (False, True):
        far = max((parameter - others[name]).abs().max().item()
                  for name, parameter in exact.parameters_by_name().items() if ("key.bias" in name) == keys)
        print(f"float32: final parameters within {far:.1e}", "(key biases)" if keys else "(all others)")


main()
