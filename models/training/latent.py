# SPDX-License-Identifier: GPL-3.0-or-later
"""Train the phantom-latent pack: a small latent diffusion model of phantoms, for measuring methods.

    python models/training/latent.py --layers DIR --out DIR [--autoencoder-steps N] [--denoiser-steps N]

`DIR` was written by `TrainingLayers DIR 2400 256 0 plain`. First the autoencoder is trained, then, on a pool
of its latents, text encoder and UNet. Resumes from OUT/autoencoder.pt and OUT/denoiser.pt; prints
losses; writes OUT/autoencoder.png (film, reconstruction) and OUT/denoiser.png (samples under the four
captions). `export_latent.py` makes a pack of both.
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

import latent_network as network
from films import Layers
from latent_network import SIZE
from luminance import half, under

VAE_BATCH = 8
VAE_RATE = 1e-3
UNET_BATCH = 16
UNET_RATE = 6e-4
DIVERGENCE_WEIGHT = 1e-6
# The latent region of a drawn device or of fluid weighs more, whether or not the film shows it: it is
# small, and what the caption decides about is there.
REGION_WEIGHT = 3.0
NO_CAPTION_SHARE = 0.1
AVERAGING = 0.999
CHECKPOINT_SECONDS = 120


class Films:
    """Phantoms at 128 pixels, each with and without its devices and its fluid."""

    def __init__(self, layers: Layers, seed: int):
        self.layers = layers
        self.random = np.random.default_rng(seed)

    def variants(self, index: int):
        """Four films (4, 128, 128) in [0, 1] in the order of `captions`, and the region they differ in."""
        bare = half(self.layers.film[index].astype(np.float32) / 255)
        device = half(self.layers.device[index].astype(np.float32) / 100) * self.random.uniform(0.8, 1.2)
        sides = (self.layers.fluid_right, self.layers.fluid_left)
        coverage = half(sides[self.random.integers(2)][index].astype(np.float32) / 255)
        brightness = self.random.uniform(0.72, 0.82)
        fluid = bare + 0.9 * coverage * np.maximum(0, brightness - bare)
        films = np.stack([bare, under(bare, device), fluid, under(fluid, device)])
        return films, (device > 0.05) | (coverage > 0.3)

    def any(self) -> np.ndarray:
        """One film (128, 128) in [0, 1]."""
        films, _ = self.variants(int(self.random.integers(self.layers.count)))
        return films[self.random.choice(4, p=[0.15, 0.4, 0.1, 0.35])]


CAPTIONS = [network.caption(devices, effusion) for effusion in (False, True) for devices in (False, True)]


def scaled(films: np.ndarray) -> torch.Tensor:
    """Films (B, H, W) in [0, 1] as the autoencoder takes them: (B, 3, H, W) in [-1, 1]."""
    return (torch.from_numpy(films)[:, None] * 2 - 1).expand(-1, 3, -1, -1).contiguous()


def gradient(films: torch.Tensor) -> torch.Tensor:
    """Differences of neighbouring pixels, along rows and columns."""
    return torch.cat([films.diff(dim=-1).flatten(1), films.diff(dim=-2).flatten(1)], dim=1)


class Training:
    """Weights, their running average, an optimizer and a step, that survive an interruption."""

    def __init__(self, name: str, model: torch.nn.Module, rate: float, steps: int, out: Path):
        self.name, self.model, self.rate, self.steps = name, model, rate, steps
        self.average = copy.deepcopy(model)
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
        self.file = out / f"{name}.pt"
        self.step, self.minutes, self.printed = 0, 0.0, 0.0
        if self.file.exists():
            state = torch.load(self.file)
            model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.minutes = state["step"], state["minutes"]
        print(f"{name}: {sum(p.numel() for p in model.parameters())} parameters, from step {self.step}", flush=True)

    def run(self, loss_of, each_checkpoint) -> None:
        """Descends the loss to the last step."""
        mark = last_saved = time.monotonic()
        mean = 0.0
        while self.step < self.steps:
            warm = min(1.0, (self.step + 1) / 100)
            share = (1 + math.cos(math.pi * self.step / self.steps)) / 2
            for group in self.optimizer.param_groups:
                group["lr"] = self.rate * warm * (0.02 + 0.98 * share)
            torch.manual_seed(self.step)
            loss = loss_of(self.step)
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.step += 1
            keep = min(AVERAGING, (self.step + 1) / (self.step + 10))
            with torch.no_grad():
                for smooth, current in zip(self.average.parameters(), self.model.parameters()):
                    smooth.lerp_(current, 1 - keep)
            mean += loss.item() / 50
            now = time.monotonic()
            self.minutes += (now - mark) / 60
            mark = now
            if self.step % 50 == 0:
                print(f"{self.name} step {self.step} minute {self.minutes:.1f} loss {mean:.5f}", flush=True)
                mean = 0.0
            if now - last_saved > CHECKPOINT_SECONDS or self.step == self.steps:
                last_saved = now
                self.save()
                each_checkpoint(self.average)

    def save(self) -> None:
        state = {"model": self.model.state_dict(), "average": self.average.state_dict()}
        state |= {"optimizer": self.optimizer.state_dict(), "step": self.step, "minutes": self.minutes}
        torch.save(state, self.file.with_suffix(".new"))
        self.file.with_suffix(".new").replace(self.file)


def train_autoencoder(layers: Layers, steps: int, out: Path):
    """Mean absolute and squared error of films and of their gradients, and a faint pull to a Gaussian."""
    torch.manual_seed(1)
    training = Training("autoencoder", network.autoencoder(), VAE_RATE, steps, out)

    def loss_of(step: int) -> torch.Tensor:
        drawing = Films(layers, 10_000_000 + step)
        films = scaled(np.stack([drawing.any() for _ in range(VAE_BATCH)]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            posterior = training.model.encode(films).latent_dist
            restored = training.model.decode(posterior.sample()).sample.float()
        error = F.l1_loss(restored, films) + 4 * F.mse_loss(restored, films)
        edges = F.l1_loss(gradient(restored), gradient(films))
        return error + 2 * edges + DIVERGENCE_WEIGHT * posterior.kl().float().mean()

    def sheet(average) -> None:
        drawing = Films(layers, 5)
        films = scaled(np.stack([drawing.variants(i)[0][3] for i in range(8)]))
        with torch.no_grad():
            restored = average.decode(average.encode(films).latent_dist.mean).sample
        save_rows([films.mean(1), restored.mean(1)], out / "autoencoder.png")

    training.run(loss_of, sheet)
    return training.average.eval()


def latent_pool(vae, layers: Layers, out: Path):
    """Latents (phantoms, 4 captions, 4, 32, 32) of all phantoms, scaled to unit deviation, and regions."""
    file = out / "latents.pt"
    if file.exists():
        pool = torch.load(file)
        return pool["latents"], pool["regions"], pool["scaling"]
    drawing = Films(layers, 6)
    latents, regions = [], []
    for index in range(layers.count):
        films, region = drawing.variants(index)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            latents.append(vae.encode(scaled(films)).latent_dist.mean.float())
        regions.append(F.max_pool2d(torch.from_numpy(region.astype(np.float32))[None], 4)[0])
    latents = torch.stack(latents)
    scaling = 1 / latents.std().item()
    pool = {"latents": latents * scaling, "regions": torch.stack(regions), "scaling": scaling}
    torch.save(pool, file)
    return pool["latents"], pool["regions"], scaling


def train_denoiser(vae, layers: Layers, steps: int, out: Path) -> None:
    """Squared error of the predicted noise (epsilon), 10 % of captions empty for guidance."""
    latents, regions, scaling = latent_pool(vae, layers, out)
    print(f"latents {tuple(latents.shape)}, scaling factor {scaling:.4f}", flush=True)
    torch.manual_seed(2)
    training = Training("denoiser", network.Denoiser(), UNET_RATE, steps, out)
    alphas = network.alpha_bar()
    ids = torch.tensor([network.token_ids(caption) for caption in [*CAPTIONS, network.NO_CAPTION]])

    def loss_of(step: int) -> torch.Tensor:
        chosen = torch.randint(len(latents), (UNET_BATCH,))
        variant = torch.randint(4, (UNET_BATCH,))
        clean = latents[chosen, variant]
        weight = 1 + REGION_WEIGHT * regions[chosen][:, None]
        caption = torch.where(torch.rand(UNET_BATCH) < NO_CAPTION_SHARE, torch.tensor(4), variant)
        timesteps = torch.randint(network.TIMESTEPS, (UNET_BATCH,))
        noise = torch.randn_like(clean)
        power = alphas[timesteps][:, None, None, None]
        noisy = power.sqrt() * clean + (1 - power).sqrt() * noise
        with torch.autocast("cpu", dtype=torch.bfloat16):
            predicted = training.model(noisy, timesteps, ids[caption])
        return (weight * (predicted.float() - noise) ** 2).sum() / (weight.sum() * clean.shape[1])

    def sheet(average) -> None:
        torch.manual_seed(3)
        noise = torch.randn(4, *latents.shape[2:])
        rows = []
        for caption in range(4):
            sampled = sample(average, noise, ids[caption : caption + 1], ids[4:], alphas)
            with torch.no_grad():
                rows.append(vae.decode(sampled / scaling).sample.mean(1))
        save_rows(rows, out / "denoiser.png")

    training.run(loss_of, sheet)


def sample(denoiser, noise, ids, no_caption, alphas, steps: int = 25, guidance: float = 3.0):
    """DDIM (arXiv 2010.02502) from noise, with classifier-free guidance."""
    latents = noise
    stride = network.TIMESTEPS // steps
    for timestep in reversed(range(1, network.TIMESTEPS, stride)):
        when = torch.full((len(latents),), timestep)
        with torch.no_grad():
            guided = denoiser(latents, when, ids.expand(len(latents), -1))
            plain = denoiser(latents, when, no_caption.expand(len(latents), -1))
        predicted = plain + guidance * (guided - plain)
        power = alphas[timestep]
        following = alphas[timestep - stride] if timestep >= stride else alphas[0]
        clean = (latents - (1 - power).sqrt() * predicted) / power.sqrt()
        latents = following.sqrt() * clean + (1 - following).sqrt() * predicted
    return latents


def save_rows(rows, path: Path) -> None:
    """Writes rows of pictures (N, H, W) in [-1, 1]."""
    pixels = torch.cat([torch.cat(list(row), dim=1) for row in rows])
    Image.fromarray(((pixels.clamp(-1, 1) + 1) * 127.5).byte().numpy()).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--autoencoder-steps", type=int, default=600)
    parser.add_argument("--denoiser-steps", type=int, default=1500)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    layers = Layers(arguments.layers, 2 * SIZE)
    vae = train_autoencoder(layers, arguments.autoencoder_steps, arguments.out)
    train_denoiser(vae, layers, arguments.denoiser_steps, arguments.out)


if __name__ == "__main__":
    main()
