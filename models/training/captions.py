# SPDX-License-Identifier: GPL-3.0-or-later
"""The captions of the default pack and how they become token ids.

They are instructions: an arriving film's own findings are not known, so a caption says what to do
and not what the result shows. One token a word.
"""

from functools import cache

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

LENGTH = 8
PAD = "[PAD]"
VOCABULARY = [
    PAD,
    "[UNK]",
    "[START]",
    "[END]",
    "no",
    "change",
    "remove",
    "add",
    "support",
    "devices",
    "pleural",
    "effusion",
    "cardiomegaly",
    "lung",
    "opacity",
    "pneumothorax",
    "left",
    "right",
    "small",
    "large",
]
NO_CHANGE = "no change"
REMOVE_DEVICES = "remove support devices"
REMOVE_EFFUSION = "remove pleural effusion"
ADD_EFFUSION = "add pleural effusion"
REMOVE_CARDIOMEGALY = "remove cardiomegaly"
ADD_CARDIOMEGALY = "add cardiomegaly"
REMOVE_OPACITY = "remove lung opacity"
ADD_OPACITY = "add lung opacity"
REMOVE_PNEUMOTHORAX = "remove pneumothorax"
ADD_PNEUMOTHORAX = "add pneumothorax"
# What may be said of a finding that is added, in this order. Without a size it is of medium size, without a side on
# the patient's right.
SIZES = ("small", "", "large")
SIDES = ("left", "", "right")


def placed(caption: str, size: str, side: str) -> str:
    """A caption that adds a finding, of one of `SIZES` and on one of `SIDES`."""
    verb, finding = caption.split(" ", 1)
    return " ".join(word for word in (verb, size, side, finding) if word)


@cache
def tokenizer() -> Tokenizer:
    """The tokenizer that stands in the pack as tokenizer.json."""
    result = Tokenizer(
        models.WordLevel({word: i for i, word in enumerate(VOCABULARY)}, unk_token="[UNK]")
    )
    result.normalizer = normalizers.Lowercase()
    result.pre_tokenizer = pre_tokenizers.Whitespace()
    result.post_processor = processors.TemplateProcessing(
        single="[START] $A [END]", special_tokens=[("[START]", 2), ("[END]", 3)]
    )
    return result


def token_ids(caption: str) -> list[int]:
    """LENGTH token ids of a caption, padded with 0."""
    ids = tokenizer().encode(caption).ids[:LENGTH]
    return ids + [0] * (LENGTH - len(ids))
