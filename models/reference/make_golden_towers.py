# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the golden tensors of a pack's classifier and CLIP towers.

Usage: python models/reference/make_golden_towers.py

Makes a tiny classifier in torchxrayvision's layout and tiny CLIP towers in transformers' with random
weights, runs them in float32, and saves weights, inputs and outputs as safetensors into
models/src/test/resources/golden. The classifier has operating points, one of them not a number.

Needs torch, torchxrayvision, transformers and safetensors (requirements.txt beside this file); the
tests need its output only.
"""

import torch
from safetensors.torch import save_file
from torchxrayvision.models import DenseNet
from transformers import (
    CLIPTextConfig,
    CLIPTextModelWithProjection,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
)

from make_golden import OUT, SEED, TEXT, rounded, save_weights

CLASSIFIER = dict(
    growth_rate=4,
    block_config=(2, 3, 2),
    num_init_features=8,
    bn_size=2,
    num_classes=5,
    op_threshs=torch.tensor([0.3, 0.5, 0.62, float("nan"), 0.45]),
)
PROJECTION = 24
IMAGE = dict(
    image_size=32,
    patch_size=8,
    hidden_size=32,
    intermediate_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    hidden_act="quick_gelu",
    projection_dim=PROJECTION,
)
END = 63
EARLY_END = 17
MEAN = torch.tensor([0.48, 0.46, 0.41])[:, None, None]
STD = torch.tensor([0.27, 0.26, 0.28])[:, None, None]

# Ids of the tiny packs' words.
SOURCE_CAPTION = [10, 11, 12, 13, 14, 8, 9]  # chest x - ray showing pleural effusion
TARGET_CAPTION = [15, 10, 11, 12, 13, 16, 4, 17, 18]  # normal chest x - ray with no ... findings


def settled(module: DenseNet) -> DenseNet:
    """Give the running statistics values as a trained network's, and the labels spread."""
    with torch.no_grad():
        for name, buffer in module.named_buffers():
            if name.endswith("running_mean"):
                buffer.copy_(0.3 * torch.randn_like(buffer))
            if name.endswith("running_var"):
                buffer.copy_(0.5 + torch.rand_like(buffer))
        module.features.norm0.running_var.mul_(400.0**2)  # images reach from -1024 to 1024
    return module


def films() -> torch.Tensor:
    """Three films that differ in the large, in torchxrayvision's range."""
    coarse = torch.rand(3, 1, 4, 4)
    smooth = torch.nn.functional.interpolate(coarse, size=(64, 64), mode="bilinear")
    return (0.9 * smooth + 0.1 * torch.rand(3, 1, 64, 64)) * 2048 - 1024


def captions(length: int) -> torch.Tensor:
    """Token ids that end, and are padded, with the highest."""
    ids = torch.randint(0, END, (3, length))
    for row, end in enumerate((4, 9, length - 1)):
        ids[row, end:] = END
    return ids


def scored(image: CLIPVisionModelWithProjection, text: CLIPTextModelWithProjection) -> dict:
    """Two films and the similarities of an edit, as InstructPix2Pix computes them and PRISM uses them.

    The scores: of the films, of the first film and its caption, of the second and its own, and of the
    way from film to film and the way from caption to caption.
    """
    films = films_of_clip()
    ids = torch.zeros(2, TEXT["max_position_embeddings"], dtype=torch.int64)
    ids[0, : len(SOURCE_CAPTION)] = torch.tensor(SOURCE_CAPTION)
    ids[1, : len(TARGET_CAPTION)] = torch.tensor(TARGET_CAPTION)
    text.text_model.eos_token_id = 2  # the highest id
    seen = image((films[:, None] - MEAN) / STD).image_embeds
    told = text(ids).text_embeds
    seen = seen / seen.norm(dim=-1, keepdim=True)
    told = told / told.norm(dim=-1, keepdim=True)
    similarity = torch.nn.functional.cosine_similarity
    scores = [
        similarity(seen[0], seen[1], dim=0),
        similarity(seen[0], told[0], dim=0),
        similarity(seen[1], told[1], dim=0),
        similarity(seen[1] - seen[0], told[1] - told[0], dim=0),
    ]
    return {"clip_films": films, "clip_scores": torch.stack(scores)}


def films_of_clip() -> torch.Tensor:
    """Two films of luminance in [0, 1] that differ in a part."""
    films = torch.rand(1, IMAGE["image_size"], IMAGE["image_size"]).repeat(2, 1, 1)
    films[1, 8:24, 12:30] *= 0.2
    return films


def main() -> None:
    torch.manual_seed(SEED + 1)
    torch.set_num_threads(1)

    classifier = settled(rounded(DenseNet(**CLASSIFIER), torch.float32))
    image = rounded(CLIPVisionModelWithProjection(CLIPVisionConfig(**IMAGE)), torch.float32)
    texts = CLIPTextConfig(**TEXT, projection_dim=PROJECTION, bos_token_id=62, eos_token_id=END)
    text = rounded(CLIPTextModelWithProjection(texts), torch.float32)
    save_file(classifier.state_dict(), OUT / "classifier.safetensors")  # whole, as users convert it
    save_weights(image, "clip_image", torch.float32)
    save_weights(text, "clip_text", torch.float32)

    golden = {}
    with torch.no_grad():
        golden["films"] = films()
        golden["probabilities"] = classifier(golden["films"])
        classifier.op_threshs = None
        golden["plain_probabilities"] = torch.sigmoid(classifier(golden["films"]))
        golden["images"] = torch.randn(2, 3, IMAGE["image_size"], IMAGE["image_size"])
        golden["image_embeddings"] = image(golden["images"]).image_embeds
        golden["ids"] = captions(TEXT["max_position_embeddings"])
        golden["text_embeddings"] = text(golden["ids"]).text_embeds
        # An end token that has not the highest id, twice: the first one counts.
        golden["early_ids"] = torch.randint(EARLY_END + 1, END, (2, TEXT["max_position_embeddings"]))
        golden["early_ids"][:, [5, 8]] = EARLY_END
        text.text_model.eos_token_id = EARLY_END
        golden["early_embeddings"] = text(golden["early_ids"]).text_embeds
        golden |= scored(image, text)
    save_file({k: v.contiguous() for k, v in golden.items()}, OUT / "golden_towers.safetensors")
    for name in ("classifier", "clip_image", "clip_text", "golden_towers"):
        print(f"{name}.safetensors: {(OUT / f'{name}.safetensors').stat().st_size} bytes")
    print("probabilities", golden["probabilities"])
    print("scores", golden["clip_scores"])


if __name__ == "__main__":
    main()
