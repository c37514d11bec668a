# SPDX-License-Identifier: GPL-3.0-or-later
"""Train the default pack's editor.

    python models/training/train.py --layers DIR [DIR ...] [--films DIR ...] [--footprints DIR] --out DIR [--minutes N] [--from PACK]

Resumes from OUT/checkpoint.pt where there is one, else starts from a pack's weights where one is given:
words that its vocabulary lacks get new rows. Prints losses, and writes a sample sheet
(source, edited, truth, mask) with each checkpoint. `footprints.py` shows what an earlier editor did on the films;
`export.py` makes a pack of the checkpoint.
"""

import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file

import captions
import footprints
from checkpoints import saved
from films import Layers, real_films
from network import Editor, alpha_bar
from samples import VISIBLE, Samples

SIZE = 512
LEARNING_RATE = 5e-4
# Weights that are good already are not thrown about.
LEARNING_RATE_FROM_PACK = 3e-4
DEVICE_BATCH = 4
WHOLE_BATCH = 4
# Fluid changes far more of a film than wires do; at full weight it drowns them.
WHOLE_WEIGHT = 0.9
AVERAGING = 0.998
CHECKPOINT_MINUTES = 3
# Half precision is slower where a processor only imitates it.
HALF = torch.cpu._is_avx512_bf16_supported()


def batch(samples: Samples, step: int):
    """Batches of crops and of whole films in turn, as tensors in [-1, 1]."""
    if of_whole_films(step):
        drawn = [samples.whole_film() for _ in range(WHOLE_BATCH)]
    else:
        drawn = [samples.device_crop() for _ in range(DEVICE_BATCH)]
    source = torch.from_numpy(np.stack([s.source for s in drawn]))[:, None] * 2 - 1
    target = torch.from_numpy(np.stack([s.target for s in drawn]))[:, None] * 2 - 1
    counted = torch.from_numpy(np.stack([s.counted for s in drawn]))[:, None]
    ids = torch.tensor([captions.token_ids(s.caption) for s in drawn])
    return source, target, counted, ids


def of_whole_films(step: int) -> bool:
    """Whether a step trains on whole films."""
    return step % 4 == 3


def noised(target: torch.Tensor):
    """Times and noisy films. Most start from zero noise at t = 1, as one-step sampling does."""
    count = target.shape[0]
    when = torch.where(torch.rand(count) < 0.85, torch.ones(count), torch.rand(count).clamp(0.02, 1))
    noise = torch.randn_like(target)
    noise[(when == 1) & (torch.rand(count) < 0.9)] = 0
    power = alpha_bar(when)[:, None, None, None]
    return when, power.sqrt() * target + (1 - power).sqrt() * noise


def losses(editor: Editor, source, target, counted, ids):
    """Squared error, counted double where the film changes, and the mask's cross-entropy."""
    when, noisy = noised(target)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        predicted, mask = editor(noisy, source, when, ids)
    predicted, mask = predicted.float(), mask.float()
    changed = ((target - source).abs() > 2 * VISIBLE).float()
    weight = counted * (1 + changed)
    error = (weight * (predicted - target) ** 2).sum() / weight.sum().clamp(min=1)
    # The mask reaches one pixel past what changes, or thick wires keep their outlines.
    masked = F.max_pool2d(changed, 3, 1, 1)
    entropy = F.binary_cross_entropy_with_logits(
        mask, masked, weight=counted, pos_weight=torch.tensor(1.4), reduction="sum"
    ) / counted.sum().clamp(min=1)
    return error, entropy


def sheet(editor: Editor, samples: Samples, path: Path) -> None:
    """Some pairs as rows of pictures: source, edited, truth, mask."""
    rows = []
    with torch.no_grad():
        for index in range(10):
            sample = samples.device_crop() if index < 4 else samples.whole_film()
            source = torch.from_numpy(sample.source.copy())[None, None] * 2 - 1
            ids = torch.tensor([captions.token_ids(sample.caption)])
            predicted, mask = editor(torch.zeros_like(source), source, torch.ones(1), ids)
            pictures = [source, predicted, torch.from_numpy(sample.target.copy())[None, None] * 2 - 1]
            row = [(p[0, 0].clamp(-1, 1) + 1) / 2 for p in pictures] + [torch.sigmoid(mask[0, 0])]
            rows.append(torch.cat(row, dim=1))
    pixels = (torch.cat(rows) * 255).round().byte().numpy()
    Image.fromarray(pixels).save(path)


def started_from(editor: Editor, pack: Path) -> None:
    """Puts a pack's weights into an editor; rows of words that the pack does not know stay as they are."""
    for part in ("unet", "text_encoder"):
        module = getattr(editor, part)
        state = module.state_dict()
        for name, tensor in load_file(pack / f"{part}.safetensors").items():
            state[name][: len(tensor)] = tensor.float()
        module.load_state_dict(state)


def learned_from(samples: Samples, films, folder: Path) -> None:
    """Shows the samples what an earlier editor did: its mistakes on bare films, and real devices that it took off."""
    bare = 0
    for film in films:
        made = footprints.read(folder, film.image_id)
        if made is not None and film.has_devices:
            samples.learn_devices(made.layer())
        elif made is not None:
            samples.learn_mistakes(bare, made.mask.astype(np.float32) / 255)
        bare += not film.has_devices
    print(f"{len(samples.mistaken)} places mistaken for devices, {len(samples.taken_off)} layers of real ones", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--layers", type=Path, nargs="+", required=True)
    parser.add_argument("--films", type=Path, nargs="*", default=[])
    parser.add_argument("--footprints", type=Path, help="what `footprints.py` wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60, help="planned length of the whole training")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=Path, dest="pack", help="a pack whose weights to start from")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.out / "checkpoint.pt"

    torch.manual_seed(arguments.seed)
    editor = Editor()
    if arguments.pack:
        started_from(editor, arguments.pack)
    editor = editor.to(memory_format=torch.channels_last)
    average = copy.deepcopy(editor)
    optimizer = torch.optim.AdamW(editor.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.01)
    step, spent = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        editor.load_state_dict(state["editor"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    print(f"{sum(p.numel() for p in editor.parameters())} parameters, from step {step}", flush=True)

    films = real_films(arguments.films, SIZE, validation=False)
    layers = [Layers(folder, SIZE) for folder in arguments.layers]
    samples = Samples(layers, films, arguments.seed * 1_000_003 + step)
    if arguments.footprints:
        learned_from(samples, films, arguments.footprints)
    highest = LEARNING_RATE_FROM_PACK if arguments.pack else LEARNING_RATE
    started = time.monotonic() - spent * 60
    last = time.monotonic()
    last_saved = time.monotonic()
    mean = torch.zeros(2, 2)
    while spent < arguments.minutes:
        warm = min(1.0, (step + 1) / 100)
        rate = highest * warm * (0.02 + 0.98 * (1 + math.cos(math.pi * spent / arguments.minutes)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        error, entropy = losses(editor, *batch(samples, step))
        optimizer.zero_grad()
        weight = WHOLE_WEIGHT if of_whole_films(step) else 1.0
        (weight * (10 * error + 0.2 * entropy)).backward()
        torch.nn.utils.clip_grad_norm_(editor.parameters(), 1.0)
        optimizer.step()
        step += 1
        keep = min(AVERAGING, (step + 1) / (step + 10))
        with torch.no_grad():
            for smooth, current in zip(average.parameters(), editor.parameters()):
                smooth.lerp_(current, 1 - keep)
        about_findings = int(of_whole_films(step - 1))
        mean[about_findings] += torch.tensor([error.item(), entropy.item()]) / (20 if about_findings else 80)
        spent = (time.monotonic() - started) / 60
        if step % 100 == 0:
            seconds = (time.monotonic() - last) / 100 if step > 100 else 0
            last = time.monotonic()
            print(
                f"step {step} minute {spent:.1f} devices error {mean[0, 0]:.5f} mask {mean[0, 1]:.4f} "
                f"findings error {mean[1, 0]:.5f} mask {mean[1, 1]:.4f} "
                f"seconds a step {seconds:.2f}",
                flush=True,
            )
            mean.zero_()
        if time.monotonic() - last_saved > CHECKPOINT_MINUTES * 60 or spent >= arguments.minutes:
            last_saved = time.monotonic()
            state = {"editor": editor.state_dict(), "average": average.state_dict()}
            state |= {"optimizer": optimizer.state_dict(), "step": step, "spent": spent}
            saved(checkpoint, state)
            sheet(average, samples, arguments.out / "sheet.png")


if __name__ == "__main__":
    main()
