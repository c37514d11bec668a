# SPDX-License-Identifier: GPL-3.0-or-later
"""Write LoRAs and what diffusers makes of a Stable Diffusion when it fuses them.

Usage: python models/reference/make_golden_lora.py

The base is the tiny folder that make_golden_stable_diffusion.py wrote. Saves into
models/src/test/resources/golden/lora
- `peft.safetensors`: as `save_lora_weights` writes it, with its metadata; linear layers, 1x1 and 3x3
  convolutions of UNet and text encoder, two ranks, alphas that are not the ranks;
- `kohya.safetensors`: kohya's names, an alpha for each layer, and LoCon's convolutions;
- `fused.safetensors`: the weights that `load_lora_weights` and `fuse_lora` change, of one LoRA and of both.

Needs torch, diffusers, transformers, peft and safetensors (requirements.txt beside this file); the tests
need its output only.
"""

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel

from make_golden import OUT, SCHEDULER, UNET, VAE

FOLDER = OUT / "stable_diffusion"
LORA = OUT / "lora"
BLOCK = "down_blocks.1.attentions.0"
UNET_MODULES = [
    f"{BLOCK}.transformer_blocks.0.attn1.to_q",
    f"{BLOCK}.transformer_blocks.0.attn2.to_k",
    f"{BLOCK}.transformer_blocks.0.attn2.to_out.0",
    f"{BLOCK}.transformer_blocks.0.ff.net.0.proj",
    f"{BLOCK}.proj_in",
    "down_blocks.1.resnets.0.conv1",
    "down_blocks.1.downsamplers.0.conv",
]
LAYER = "text_model.encoder.layers.1"
TEXT_MODULES = [f"{LAYER}.self_attn.q_proj", f"{LAYER}.self_attn.out_proj", f"{LAYER}.mlp.fc2"]
# Layers of LoCon beside those above: a shortcut of 1x1 and the embedding of the timestep.
LOCON_MODULES = ["up_blocks.3.resnets.0.conv_shortcut", "mid_block.resnets.0.time_emb_proj", "conv_out"]
SCALES = {"peft": 0.7, "kohya": -0.4}


def pipeline() -> StableDiffusionPipeline:
    unet = UNet2DConditionModel(**UNET)
    unet.load_state_dict({key: weight.float() for key, weight in load_file(OUT / "unet.safetensors").items()})
    text = CLIPTextModel(CLIPTextConfig.from_pretrained(FOLDER / "text_encoder"))
    weights = load_file(FOLDER / "text_encoder/model.safetensors")
    text.load_state_dict({k: v.float() for k, v in weights.items() if v.is_floating_point()}, strict=False)
    return StableDiffusionPipeline(
        vae=AutoencoderKL(**VAE),
        text_encoder=text,
        tokenizer=None,
        unet=unet,
        scheduler=DDIMScheduler(**SCHEDULER),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def randomised(model: torch.nn.Module) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_" in name:
                parameter.copy_(0.3 * torch.randn_like(parameter))


def write_peft() -> None:
    pipe = pipeline()
    pipe.unet.add_adapter(
        LoraConfig(
            r=3,
            lora_alpha=2,
            target_modules=UNET_MODULES,
            rank_pattern={UNET_MODULES[1]: 5},
            alpha_pattern={UNET_MODULES[1]: 4},
        )
    )
    pipe.text_encoder.add_adapter(LoraConfig(r=2, lora_alpha=3, target_modules=TEXT_MODULES))
    randomised(pipe.unet)
    randomised(pipe.text_encoder)
    StableDiffusionPipeline.save_lora_weights(
        LORA,
        unet_lora_layers=get_peft_model_state_dict(pipe.unet),
        text_encoder_lora_layers=get_peft_model_state_dict(pipe.text_encoder),
        weight_name="peft.safetensors",
        unet_lora_adapter_metadata=pipe.unet.peft_config["default"].to_dict(),
        text_encoder_lora_adapter_metadata=pipe.text_encoder.peft_config["default"].to_dict(),
    )


def write_kohya() -> None:
    pipe = pipeline()
    tensors = {}
    for prefix, model, modules in (
        ("lora_unet_", pipe.unet, UNET_MODULES + LOCON_MODULES),
        ("lora_te_", pipe.text_encoder, TEXT_MODULES),
    ):
        for i, module in enumerate(modules):
            weight = model.get_submodule(module).weight
            rank = 2 + i % 3
            kernel = weight.shape[2:]
            name = prefix + module.replace(".", "_")
            tensors[f"{name}.lora_down.weight"] = 0.3 * torch.randn(rank, *weight.shape[1:])
            tensors[f"{name}.lora_up.weight"] = 0.3 * torch.randn(weight.shape[0], rank, *([1] * len(kernel)))
            # diffusers loses an attention layer's alpha that is not the most frequent one.
            tensors[f"{name}.alpha"] = torch.tensor(1.0 if ".attn" in module or "self_attn" in module else 1.0 + i % 2)
    halves = {key: tensor.half().contiguous() for key, tensor in tensors.items()}
    save_file(halves, LORA / "kohya.safetensors", metadata={"ss_network_module": "networks.lora"})


def weights(pipe: StableDiffusionPipeline) -> dict[str, torch.Tensor]:
    parts = {"unet": pipe.unet, "text_encoder": pipe.text_encoder}
    return {
        f"{part}.{name.replace('.base_layer', '')}": parameter.detach().clone()
        for part, model in parts.items()
        for name, parameter in model.named_parameters()
        if "lora_" not in name
    }


def fused(files: list[str]) -> dict[str, torch.Tensor]:
    pipe = pipeline()
    before = weights(pipe)
    for file in files:
        pipe.load_lora_weights(LORA, weight_name=f"{file}.safetensors", adapter_name=file)
    pipe.set_adapters(files, [SCALES[file] for file in files])
    pipe.fuse_lora(adapter_names=files)
    after = weights(pipe)
    return {name: after[name] for name in before if not torch.equal(before[name], after[name])}


def main() -> None:
    torch.manual_seed(11)
    torch.set_num_threads(1)
    LORA.mkdir(exist_ok=True)
    write_peft()
    write_kohya()
    golden = {}
    for files in (["kohya"], ["peft", "kohya"]):
        for name, weight in fused(files).items():
            golden["+".join(files) + ":" + name] = weight.contiguous()
    save_file(golden, LORA / "fused.safetensors")
    for file in sorted(LORA.iterdir()):
        print(file.name, file.stat().st_size)
    print("\n".join(f"{name} {list(weight.shape)}" for name, weight in golden.items()))


if __name__ == "__main__":
    main()
