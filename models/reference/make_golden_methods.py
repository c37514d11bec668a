# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the golden tensors of the editing methods, from editing.py over diffusers' UNet.

Usage: python models/reference/make_golden_methods.py

The tiny modules are those that make_golden.py wrote; two edits of one film share a batch, with unlike
shares of replacement, word weights and local blend. All 50 steps, float32.
"""

from pathlib import Path

import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from make_golden import OUT, SCHEDULER, STEPS, TEXT, UNET
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel

from editing import Controller, Edit, Editor, align, swap

GUIDANCE = 3.0
LENGTH = TEXT["max_position_embeddings"]
PAD, START, END = 0, 1, 63
SOURCE = [START, 10, 11, 12, 13, 20, 21, 22, END]
TARGETS = [
    [START, 30, 10, 11, 12, 31, 32, 33, 34, END],
    [START, 10, 11, 12, 13, 20, 21, 40, 22, 41, END],
]
# Captions of as many words, some of unlike many tokens.
WORDS = [[10], [11], [12, 13], [20, 21], [22]]
OTHER_WORDS = [[10], [30, 31, 32], [12, 13], [40], [41]]
# The noise of a random network is wild: scaled down, DDIM follows a path as it does on a trained one, and
# null-text's optimisation, which otherwise doubles a rounding error at every step, is well conditioned; with
# queries a little sharper still, it is not.
CALM = dict(noise=0.02, queries=3)
# A random network's attention looks everywhere alike: sharpened, local blend has something to tell apart.
SHARP = dict(noise=0.1, queries=12)


def padded(ids: list[int]) -> list[int]:
    return ids + [PAD] * (LENGTH - len(ids))


def edits(begin: float = 0) -> list[Edit]:
    first = Edit(*align(SOURCE, TARGETS[0], LENGTH), torch.ones(LENGTH), 0.8, (begin, 0.4), [1], [])
    second = Edit(*align(SOURCE, TARGETS[1], LENGTH), torch.ones(LENGTH), 0.5, (begin, 0.7), [2], [2])
    second.weights[[7, 9]] = 2.0
    return [first, second]


def scaled_unet(name: str, noise: float, queries: float) -> UNet2DConditionModel:
    """The tiny UNet with its predicted noise and its queries of captions scaled; saved in half precision."""
    weights = load_file(OUT / "unet.safetensors")
    for key, weight in weights.items():
        factor = noise if key.startswith("conv_out.") else queries if key.endswith("attn2.to_q.weight") else 1
        weights[key] = (weight.float() * factor).half()
    save_file(weights, OUT / f"{name}_unet.safetensors")
    unet = UNet2DConditionModel(**UNET)
    unet.load_state_dict({key: weight.float() for key, weight in weights.items()})
    return unet.eval()


def main() -> None:
    torch.manual_seed(7)
    torch.set_num_threads(1)
    text = CLIPTextModel(CLIPTextConfig(**TEXT))
    text.load_state_dict(load_file(OUT / "text_encoder.safetensors"), strict=False)
    text.eval()

    golden = {"ids": torch.tensor([padded(ids) for ids in [SOURCE, *TARGETS, [START, END]]])}
    with torch.no_grad():
        contexts = text(golden["ids"]).last_hidden_state
    golden["latents"] = torch.randn(1, 4, 16, 16)
    golden["noises"] = torch.randn(STEPS, 1, 4, 16, 16)
    for i, edit in enumerate(edits()):
        golden[f"mapper{i}"], golden[f"alphas{i}"] = edit.mapper, edit.alphas
    golden["replaced"] = swap(WORDS, OTHER_WORDS, LENGTH)
    rest = [[9], [8, 7]]
    golden["replaced.longer"] = swap(OTHER_WORDS[:3] + rest, WORDS[:3] + rest, LENGTH)
    source, targets, empty = contexts[:1], contexts[1:3], contexts[3:]
    methods = ("null-text", "negative-prompt", "direct", "virtual")
    for name, scales, methods, blends in (
        ("calm", CALM, methods, False),
        ("calm", CALM, methods[:1], True),
        ("sharp", SHARP, methods[1:], True),
    ):
        unet = scaled_unet(name, **scales)
        for method in methods:
            editor = Editor(unet, DDIMScheduler(**SCHEDULER), STEPS, GUIDANCE)
            controller = Controller(edits(), STEPS, 16, blends)
            result = editor.edit(method, golden["latents"], source, targets, empty, controller, golden["noises"])
            golden[f"{method}{'.blended' if blends else ''}"] = result[1:]
            change = (result[1:] - golden["latents"]).abs().mean(dim=(1, 2, 3))
            print(name, method, "change", change.tolist())
    # Self-attention that follows the source over a middle range of the steps.
    editor = Editor(scaled_unet("sharp", **SHARP), DDIMScheduler(**SCHEDULER), STEPS, GUIDANCE)
    controller = Controller(edits(begin=0.3), STEPS, 16, False)
    golden["direct.range"] = editor.edit("direct", golden["latents"], source, targets, empty, controller)[1:]
    save_file({k: v.contiguous() for k, v in golden.items()}, OUT / "methods.safetensors")
    print((OUT / "methods.safetensors").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
