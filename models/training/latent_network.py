# SPDX-License-Identifier: GPL-3.0-or-later
"""The phantom-latent pack's networks and captions: Stable Diffusion 1.x's layout, made small.

Films are 128 x 128 pixels. The autoencoder (factor 4) gives latents (4, 32, 32); the UNet attends to
the caption at 16 x 16 and 8 x 8 latents, the middle block included. Modules are made by diffusers and
transformers, whose key names the packs use; `models/architecture` computes the same functions from
the same weights.
"""

from functools import cache

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel

SIZE = 128
LATENT_CHANNELS = 4
VAE_CHANNELS = (32, 64, 64)
VAE_LAYERS = 1
VAE_GROUPS = 8
UNET_CHANNELS = (64, 64, 64)
UNET_ATTENDS = (0, 1, 1)
UNET_LAYERS = 1
UNET_GROUPS = 16
HEADS = 4
CONTEXT = 64
TEXT_LAYERS = 2
# Captions in tokens, padded with 0.
LENGTH = 16
# Stable Diffusion 1.x's schedule.
BETA_START, BETA_END, TIMESTEPS = 0.00085, 0.012, 1000

TEMPLATE = "Chest X-ray showing {findings}"
EMPTY = "Normal chest X-ray with no significant findings"
NO_CAPTION = ""
DEVICES = "Support Devices"
EFFUSION = "Pleural Effusion"
VOCABULARY = [
    *("[PAD]", "[UNK]", "[START]", "[END]", "chest", "x", "-", "ray", "showing", ","),
    *("normal", "with", "no", "significant", "findings", "support", "devices", "pleural", "effusion"),
]


def caption(devices: bool, effusion: bool) -> str:
    """What a film shows, in PRISM's words (arXiv 2503.00196): findings left out, never negated."""
    present = [name for name, shown in ((DEVICES, devices), (EFFUSION, effusion)) if shown]
    return TEMPLATE.replace("{findings}", ", ".join(present)) if present else EMPTY


@cache
def tokenizer() -> Tokenizer:
    """The tokenizer that stands in the pack as tokenizer.json: one token a word."""
    result = Tokenizer(
        models.WordLevel({word: i for i, word in enumerate(VOCABULARY)}, unk_token="[UNK]")
    )
    result.normalizer = normalizers.Lowercase()
    result.pre_tokenizer = pre_tokenizers.Whitespace()
    result.post_processor = processors.TemplateProcessing(
        single="[START] $A [END]", special_tokens=[("[START]", 2), ("[END]", 3)]
    )
    return result


@cache
def token_ids(text: str) -> tuple[int, ...]:
    """LENGTH token ids of a caption, padded with 0."""
    ids = tokenizer().encode(text).ids[:LENGTH]
    return (*ids, *[0] * (LENGTH - len(ids)))


def autoencoder() -> AutoencoderKL:
    """Films (B, 3, 128, 128) in [-1, 1] to latents (B, 4, 32, 32) and back."""
    resolutions = len(VAE_CHANNELS)
    return AutoencoderKL(
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * resolutions,
        up_block_types=("UpDecoderBlock2D",) * resolutions,
        block_out_channels=VAE_CHANNELS,
        layers_per_block=VAE_LAYERS,
        latent_channels=LATENT_CHANNELS,
        norm_num_groups=VAE_GROUPS,
        sample_size=SIZE,
    )


class Denoiser(nn.Module):
    """What is trained second: text encoder and UNet, which predict the noise in latents."""

    def __init__(self):
        super().__init__()
        down = tuple("CrossAttnDownBlock2D" if attends else "DownBlock2D" for attends in UNET_ATTENDS)
        up = tuple("CrossAttnUpBlock2D" if attends else "UpBlock2D" for attends in UNET_ATTENDS[::-1])
        self.unet = UNet2DConditionModel(
            in_channels=LATENT_CHANNELS,
            out_channels=LATENT_CHANNELS,
            down_block_types=down,
            up_block_types=up,
            block_out_channels=UNET_CHANNELS,
            layers_per_block=UNET_LAYERS,
            norm_num_groups=UNET_GROUPS,
            attention_head_dim=HEADS,
            cross_attention_dim=CONTEXT,
        )
        self.text_encoder = CLIPTextModel(
            CLIPTextConfig(
                vocab_size=len(VOCABULARY),
                hidden_size=CONTEXT,
                intermediate_size=4 * CONTEXT,
                num_hidden_layers=TEXT_LAYERS,
                num_attention_heads=HEADS,
                max_position_embeddings=LENGTH,
                hidden_act="quick_gelu",
            )
        )

    def forward(self, noisy: Tensor, timesteps: Tensor, ids: Tensor) -> Tensor:
        """The noise in latents (B, 4, 32, 32) at timesteps (B,) in 0..999, under captions (B, LENGTH)."""
        context = self.text_encoder(ids).last_hidden_state
        return self.unet(noisy, timesteps, context).sample


def alpha_bar() -> Tensor:
    """Share of signal power at each of the 1000 timesteps: scaled_linear."""
    betas = torch.linspace(BETA_START**0.5, BETA_END**0.5, TIMESTEPS) ** 2
    return torch.cumprod(1 - betas, dim=0)
