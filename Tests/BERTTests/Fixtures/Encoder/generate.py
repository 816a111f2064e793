#!/usr/bin/env python3
"""Makes the golden tiny BERT and what PyTorch computes with it.

    python generate.py        # needs torch, transformers, safetensors, numpy

Writes beside itself:
  tiny/             a complete Hugging Face folder: F32, plain keys, mean pooling
  tiny-prefixed/    the same weights with the `bert.` prefix, gamma and beta, and [CLS] pooling
  tiny-f16/, tiny-bf16/    the weights rounded to half precision and bfloat16, each with its own expected numbers
  expected-*.safetensors   hidden states of the packed batch and the normalised sentence embeddings, F32
  texts.json        the texts, their token ids, and which file holds what is expected

The seed is fixed: the same versions of the libraries give the same bytes.
"""

import json
import pathlib
import string

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel, BertTokenizerFast

HERE = pathlib.Path(__file__).parent
WIDTH, LAYERS, HEADS, INNER, POSITIONS = 32, 2, 4, 72, 64

WORDS = """the a an and or not no yes is are was my your i you we it to of in on for with from at by how what when
where why who can do does did will would have has had be been order orders refund return returns delivery deliver
shipping parcel package payment pay card account password invoice price product size item items money back cancel
change address late missing broken wrong please thanks thank hello hi help human agent talk speak need want get got
track tracking number status email phone day days week today tomorrow shop store buy bought sent send received still
never this that me there been long much many open close hours gift voucher discount code stock available exchange
warranty repair complaint stop message question answer""".split()
PIECES = "s ed ing er ly ion tion est able ment ness al en es us".split()

TEXTS = [
    "",
    "a",
    "Where is my refund?",
    "I want to cancel order #10234, please!",
    "the parcel is still missing",
    "how long does delivery take to Norway",
    "Hello",
    "unbelievable: 3 broken items, no answer for 2 weeks... WHY?",
    "can i exchange the gift for another size and get money back on my card today or tomorrow please",
    "退款什么时候到账 café naïve",
    "the " * 80,
]


def vocabulary():
    letters = string.ascii_lowercase + string.digits
    entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    entries += list(string.punctuation) + list(letters) + ["##" + c for c in letters]
    entries += list("退款什么时候到账") + WORDS + ["##" + p for p in PIECES]
    return list(dict.fromkeys(entries))


def make_model(size):
    torch.manual_seed(20)
    config = BertConfig(
        vocab_size=size, hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        intermediate_size=INNER, max_position_embeddings=POSITIONS, layer_norm_eps=1e-12)
    model = BertModel(config, add_pooling_layer=False).eval()
    with torch.no_grad():  # wider than the usual 0.02, so that no part of the pass is near nothing
        for name, parameter in model.named_parameters():
            parameter.normal_(1.0 if name.endswith("LayerNorm.weight") else 0.0, 0.25)
    return model


def write_folder(folder, model, names, pooling, dtype):
    folder.mkdir(exist_ok=True)
    config = model.config.to_dict()
    keys = ["hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size",
            "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "hidden_act"]
    config = {"architectures": ["BertModel"], "model_type": "bert"} | {k: config[k] for k in keys}
    write_json(folder / "config.json", config)
    (folder / "vocab.txt").write_text("\n".join(vocabulary()) + "\n")
    write_json(folder / "tokenizer_config.json", {"do_lower_case": True, "tokenizer_class": "BertTokenizer"})
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 48, "do_lower_case": False})
    (folder / "1_Pooling").mkdir(exist_ok=True)
    write_json(folder / "1_Pooling/config.json", {
        "word_embedding_dimension": WIDTH, "pooling_mode_cls_token": pooling == "cls",
        "pooling_mode_mean_tokens": pooling == "mean", "pooling_mode_max_tokens": False,
        "pooling_mode_mean_sqrt_len_tokens": False})
    modules = [("0", "", "Transformer"), ("1", "1_Pooling", "Pooling")]
    write_json(folder / "modules.json", [
        {"idx": int(n), "name": n, "path": p, "type": f"sentence_transformers.models.{t}"} for n, p, t in modules])
    tensors = {names(k): v.to(dtype).contiguous() for k, v in model.state_dict().items() if "position_ids" not in k}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def expected(model, batch, pooling):
    """Hidden states of each sequence by itself, stood one after another, and the embeddings."""
    layers, embeddings = [[] for _ in range(LAYERS + 1)], []
    with torch.no_grad():
        for ids in batch:
            states = model(torch.tensor([ids]), output_hidden_states=True).hidden_states
            for layer, state in zip(layers, states):
                layer.append(state[0])
            pooled = states[-1][0, 0] if pooling == "cls" else states[-1][0].mean(0)
            embeddings.append(pooled / pooled.norm())
    result = {f"hidden.{i}": torch.cat(layer) for i, layer in enumerate(layers)}
    return result | {"embeddings": torch.stack(embeddings)}


def old_names(key):
    key = key.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
    return "bert." + key


def main():
    model = make_model(len(vocabulary()))
    plain = lambda key: key
    folders = [("tiny", plain, "mean", torch.float32), ("tiny-prefixed", old_names, "cls", torch.float32),
               ("tiny-f16", plain, "mean", torch.float16), ("tiny-bf16", plain, "mean", torch.bfloat16)]
    write_folder(HERE / "tiny", model, plain, "mean", torch.float32)
    tokenizer = BertTokenizerFast(str(HERE / "tiny/vocab.txt"), do_lower_case=True)
    batch = [tokenizer(text, truncation=True, max_length=48)["input_ids"] for text in TEXTS]
    write_json(HERE / "texts.json", {"texts": TEXTS, "ids": batch})
    for name, names, pooling, dtype in folders:
        write_folder(HERE / name, model, names, pooling, dtype)
        rounded = make_model(len(vocabulary()))
        rounded.load_state_dict({k: v.to(dtype).float() for k, v in model.state_dict().items()})
        numbers = expected(rounded, batch, pooling)
        if name == "tiny-prefixed":  # its hidden states are those of tiny
            numbers = {"embeddings": numbers["embeddings"]}
        save_file(numbers, HERE / f"expected-{name}.safetensors")


main()
