# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the golden tensors that the Java engine is held against.

Usage: python models/reference/make_golden.py

Makes tiny modules of Stable Diffusion 1.x's layout with random weights by the reference
implementations (diffusers, transformers), runs them in float32, and saves weights, inputs and outputs
as safetensors into models/src/test/resources/golden. Weights are rounded to the type they are saved
in before the reference runs, so that every type that the reader knows is met: the UNet is F16, the
autoencoder BF16, the text encoder F32.

Needs torch, diffusers, transformers and safetensors (requirements.txt beside this file); the tests
need its output only.
"""

import random
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMInverseScheduler, DDIMScheduler, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

OUT = Path(__file__).resolve().parent.parent / "src/test/resources/golden"
SEED = 20250301

TEXT = dict(
    vocab_size=64,
    hidden_size=32,
    intermediate_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    max_position_embeddings=16,
    hidden_act="quick_gelu",
)
UNET = dict(
    sample_size=16,
    in_channels=4,
    out_channels=4,
    block_out_channels=(8, 16, 16, 16),
    layers_per_block=1,
    norm_num_groups=4,
    attention_head_dim=2,  # SD 1.x: the number of heads, by a misnomer that diffusers keeps
    cross_attention_dim=32,
    down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
    up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
)
VAE = dict(
    in_channels=3,
    out_channels=3,
    latent_channels=4,
    block_out_channels=(8, 16, 16),
    layers_per_block=1,
    norm_num_groups=4,
    sample_size=64,
    down_block_types=("DownEncoderBlock2D",) * 3,
    up_block_types=("UpDecoderBlock2D",) * 3,
)
SCHEDULER = dict(
    beta_start=0.00085,
    beta_end=0.012,
    beta_schedule="scaled_linear",
    num_train_timesteps=1000,
    clip_sample=False,
    set_alpha_to_one=False,
    steps_offset=1,
)
STEPS = 50


def rounded(module: torch.nn.Module, dtype: torch.dtype) -> torch.nn.Module:
    """Give every weight a random value that `dtype` can hold; compute stays float32."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            scale = 0.2 if parameter.dim() == 1 else 1.2 / parameter[0].numel() ** 0.5
            offset = 1.0 if "norm" in name and name.endswith("weight") else 0.0
            parameter.copy_((offset + scale * torch.randn_like(parameter)).to(dtype).float())
    return module.eval()


def save_weights(module: torch.nn.Module, name: str, dtype: torch.dtype) -> None:
    weights = {k: v.to(dtype).contiguous() for k, v in module.state_dict().items() if v.is_floating_point()}
    save_file(weights, OUT / f"{name}.safetensors")


def fake_noise(x: torch.Tensor, pattern: torch.Tensor, timestep: int) -> torch.Tensor:
    """A predicted noise that depends on sample and timestep and needs no network."""
    return 0.5 * x + pattern * (int(timestep) / 1000)


def chain(scheduler, start: torch.Tensor, pattern: torch.Tensor) -> torch.Tensor:
    """All steps of a scheduler from a start; gives the sample after every step."""
    scheduler.set_timesteps(STEPS)
    x, samples = start, []
    for t in scheduler.timesteps:
        x = scheduler.step(fake_noise(x, pattern, t), t, x).prev_sample
        samples.append(x)
    return torch.stack(samples)


def main() -> None:
    random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)

    text = rounded(CLIPTextModel(CLIPTextConfig(**TEXT)), torch.float32)
    unet = rounded(UNet2DConditionModel(**UNET), torch.float16)
    vae = rounded(AutoencoderKL(**VAE), torch.bfloat16)
    save_weights(text, "text_encoder", torch.float32)
    save_weights(unet, "unet", torch.float16)
    save_weights(vae, "vae", torch.bfloat16)

    golden = {}
    with torch.no_grad():
        golden["ids"] = torch.randint(0, TEXT["vocab_size"], (2, TEXT["max_position_embeddings"]))
        golden["context"] = text(golden["ids"]).last_hidden_state
        golden["sample"] = torch.randn(2, 4, 16, 16)
        golden["timesteps"] = torch.tensor([981.0, 41.0])
        golden["noise"] = unet(golden["sample"], golden["timesteps"], golden["context"]).sample
        golden["image"] = torch.rand(1, 3, 64, 64) * 2 - 1
        golden["moments"] = vae.encode(golden["image"]).latent_dist.parameters
        golden["latents"] = torch.randn(1, 4, 16, 16)
        golden["decoded"] = vae.decode(golden["latents"]).sample

        start, pattern = torch.randn(64), torch.randn(64)
        forward, inverse = DDIMScheduler(**SCHEDULER), DDIMInverseScheduler(**SCHEDULER)
        golden["start"], golden["pattern"] = start, pattern
        golden["denoised"] = chain(forward, start, pattern)
        golden["inverted"] = chain(inverse, start, pattern)
        golden["denoising_timesteps"] = forward.timesteps.to(torch.int64)
        golden["inversion_timesteps"] = inverse.timesteps.to(torch.int64)
    save_file({k: v.contiguous() for k, v in golden.items()}, OUT / "golden.safetensors")
    for file in sorted(OUT.glob("*.safetensors")):
        print(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
