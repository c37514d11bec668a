# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a tiny Stable Diffusion 2.x, and what the reference implementations make of it.

Usage: python models/reference/make_golden_stable_diffusion_2.py

Saves into models/src/test/resources/golden/stable_diffusion_2 the folders `unet`, `text_encoder` and
`scheduler` as diffusers and transformers write them, in float16: linear projections, a list of heads, an
OpenCLIP-like text encoder with gelu, v-prediction over a schedule of zero terminal SNR. Autoencoder and
vocabulary are those of the tiny 1.x. `methods.safetensors` holds contexts, one prediction, the schedule's
timesteps and levels, and whole edits by each method.

Needs torch, diffusers, transformers and safetensors (requirements.txt beside this file); the tests need
its output only.
"""

import json
import shutil

import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

from editing import Controller, Editor
from make_golden import OUT, SCHEDULER, UNET, rounded
from make_golden_methods import END, LENGTH, SOURCE, START, TARGETS, edits, padded

FOLDER = OUT / "stable_diffusion_2"
STEPS = 10
GUIDANCE = 3.0
UNET_2 = {
    **UNET,
    "block_out_channels": (8, 16, 16),
    "down_block_types": ("CrossAttnDownBlock2D",) * 2 + ("DownBlock2D",),
    "up_block_types": ("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 2,
    "attention_head_dim": [1, 2, 4],
    "use_linear_projection": True,
    "upcast_attention": True,
}
SCHEDULER_2 = {
    **SCHEDULER,
    "prediction_type": "v_prediction",
    "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing",
}
# As in make_golden_methods.py, what is predicted is scaled down, so that null-text is well conditioned.
CALM = 0.1


def text_encoder() -> CLIPTextModel:
    words = len(json.loads((OUT / "tokenizer/vocab.json").read_text()))
    config = CLIPTextConfig(
        vocab_size=words,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=77,
        hidden_act="gelu",
        projection_dim=16,
        pad_token_id=0,
    )
    config.architectures = ["CLIPTextModel"]
    text = rounded(CLIPTextModel(config), torch.float16)
    config.save_pretrained(FOLDER / "text_encoder")
    save(text, "text_encoder/model")
    return text


def unet() -> UNet2DConditionModel:
    model = rounded(UNet2DConditionModel(**UNET_2), torch.float16)
    with torch.no_grad():
        for parameter in (model.conv_out.weight, model.conv_out.bias):
            parameter.copy_((CALM * parameter).half().float())
    model.save_config(FOLDER / "unet")
    save(model, "unet/diffusion_pytorch_model")
    return model


def save(model: torch.nn.Module, name: str) -> None:
    weights = {k: v.half().contiguous() for k, v in model.state_dict().items() if v.is_floating_point()}
    save_file(weights, FOLDER / f"{name}.safetensors")


def main() -> None:
    torch.manual_seed(23)
    torch.set_num_threads(1)
    shutil.rmtree(FOLDER, ignore_errors=True)
    text, network = text_encoder(), unet()
    DDIMScheduler(**SCHEDULER_2).save_pretrained(FOLDER / "scheduler")
    golden = {"ids": torch.tensor([padded(ids) for ids in [SOURCE, *TARGETS, [START, END]]])}
    golden["latents"] = torch.randn(1, 4, 16, 16)
    golden["noises"] = torch.randn(STEPS, 1, 4, 16, 16)
    golden["timesteps"] = torch.full((1,), 499.0)
    with torch.no_grad():
        contexts = text(golden["ids"]).last_hidden_state
        golden["contexts"] = contexts
        golden["velocity"] = network(golden["latents"], golden["timesteps"], contexts[:1]).sample
    for spacing in ("trailing", "linspace", "leading"):
        scheduler = DDIMScheduler(**{**SCHEDULER_2, "timestep_spacing": spacing})
        scheduler.set_timesteps(STEPS)
        golden[f"timesteps.{spacing}"] = scheduler.timesteps.clone()
        golden[f"levels.{spacing}"] = scheduler.alphas_cumprod[scheduler.timesteps].clone()
    source, targets, empty = contexts[:1], contexts[1:3], contexts[3:]
    for method in ("null-text", "negative-prompt", "direct", "virtual"):
        editor = Editor(network, DDIMScheduler(**SCHEDULER_2), STEPS, GUIDANCE)
        controller = Controller(edits(), STEPS, 16, False)
        result = editor.edit(method, golden["latents"], source, targets, empty, controller, golden["noises"])
        golden[method] = result[1:]
        print(method, "change", (result[1:] - golden["latents"]).abs().mean(dim=(1, 2, 3)).tolist())
    save_file({k: v.contiguous() for k, v in golden.items()}, FOLDER / "methods.safetensors")
    for file in sorted(FOLDER.rglob("*.*")):
        print(file.relative_to(FOLDER), file.stat().st_size)


if __name__ == "__main__":
    main()
