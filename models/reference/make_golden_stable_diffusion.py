# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what the import of packs is held against.

Usage: python models/reference/make_golden_stable_diffusion.py

Saves into models/src/test/resources/golden
- `stable_diffusion`: the configurations that diffusers and transformers write for the tiny modules of
  make_golden.py, and a text encoder with room for the vocabulary of make_golden_captions.py;
- `layouts`: names and shapes of all tensors of the real models, as the reference implementations have
  them: Stable Diffusion 1.5, CLIP ViT-B/32 and DenseNet-121;
- `half.safetensors`: what numpy makes of float32 values in float16.

Needs torch, diffusers, transformers, torchxrayvision and safetensors (requirements.txt beside this
file); the tests need its output only.
"""

import json
import shutil

import numpy
import torch
from diffusers import AutoencoderKL, PNDMScheduler, UNet2DConditionModel
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import save_file
from torchxrayvision.models import DenseNet
from transformers import CLIPConfig, CLIPModel, CLIPTextConfig, CLIPTextModel

from make_golden import OUT, SCHEDULER, SEED, TEXT, UNET, VAE, rounded

FOLDER = OUT / "stable_diffusion"
SCHEDULE = {k: v for k, v in SCHEDULER.items() if k != "clip_sample"}


def tiny_folder() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    UNet2DConditionModel(**UNET).save_config(FOLDER / "unet")
    AutoencoderKL(**VAE).save_config(FOLDER / "vae")
    PNDMScheduler(**SCHEDULE, skip_prk_steps=True).save_pretrained(FOLDER / "scheduler")
    words = len(json.loads((OUT / "tokenizer/vocab.json").read_text()))
    config = CLIPTextConfig(**{**TEXT, "vocab_size": words, "max_position_embeddings": 77})
    config.architectures = ["CLIPTextModel"]
    text = rounded(CLIPTextModel(config), torch.float16)
    config.save_pretrained(FOLDER / "text_encoder")
    weights = {k: v.half().contiguous() for k, v in text.state_dict().items() if v.is_floating_point()}
    weights["text_model.embeddings.position_ids"] = torch.arange(77).reshape(1, 77)
    save_file(weights, FOLDER / "text_encoder/model.safetensors")


def layout(name: str, module: torch.nn.Module) -> None:
    (OUT / "layouts").mkdir(exist_ok=True)
    lines = [f"{key} {list(value.shape)}" for key, value in sorted(module.state_dict().items())]
    (OUT / "layouts" / f"{name}.txt").write_text("\n".join(lines) + "\n")
    print(name, len(lines))


def layouts() -> None:
    with torch.device("meta"):
        layout("unet", UNet2DConditionModel(cross_attention_dim=768))
        layout(
            "vae",
            AutoencoderKL(
                down_block_types=("DownEncoderBlock2D",) * 4,
                up_block_types=("UpDecoderBlock2D",) * 4,
                block_out_channels=(128, 256, 512, 512),
                layers_per_block=2,
            ),
        )
        layout(
            "text_encoder",
            CLIPTextModel(
                CLIPTextConfig(
                    hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12
                )
            ),
        )
        layout("clip", CLIPModel(CLIPConfig()))
    layout("classifier", DenseNet(num_classes=18))


def halves() -> None:
    """All orders of magnitude, ties to even among them, and what is at the ends of float16."""
    random = numpy.random.default_rng(SEED)
    spread = random.standard_normal(2000) * 2.0 ** random.uniform(-28, 13, 2000)
    ties = random.integers(1, 2048, 500) * 2.0 ** random.integers(-24, 4, 500)
    ties = ties * (1 + 2.0**-11)
    ends = [0.0, -0.0, 65504, -65504, 65519, 2**-14, 2**-24, 2**-25, 2**-26, 2**-14 - 2**-25, 2**-25 * 1.5]
    values = numpy.concatenate([spread, ties, ends]).astype(numpy.float32)
    save_arrays({"single": values, "half": values.astype(numpy.float16)}, OUT / "half.safetensors")


def main() -> None:
    torch.manual_seed(SEED + 2)
    torch.set_num_threads(1)
    tiny_folder()
    layouts()
    halves()


if __name__ == "__main__":
    main()
