# SPDX-License-Identifier: GPL-3.0-or-later
"""What trainings keep: running averages of weights, and checkpoints that are whole at any time."""

from pathlib import Path

import torch
from torch import nn

AVERAGING = 0.995


def follow(average: nn.Module, network: nn.Module, step: int) -> None:
    """Moves the running average of a network's weights, from 1 on its step-th, one step on."""
    keep = min(AVERAGING, (step + 1) / (step + 10))
    with torch.no_grad():
        for smooth, current in zip(average.state_dict().values(), network.state_dict().values()):
            if smooth.dtype.is_floating_point:
                smooth.lerp_(current, 1 - keep)
            else:
                smooth.copy_(current)


def saved(checkpoint: Path, state: dict) -> None:
    """Writes a checkpoint in the place of the last, which stays whole where the program is ended."""
    torch.save(state, checkpoint.with_suffix(".new"))
    checkpoint.with_suffix(".new").replace(checkpoint)
