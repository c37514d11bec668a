# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the token ids that the Java tokenizer is held against.

Usage: python models/reference/make_golden_captions.py

Makes 200 captions, learns a small vocabulary in CLIP's format from them, and saves into
models/src/test/resources/golden/tokenizer what transformers' CLIPTokenizer makes of the captions,
with ftfy at work as in CLIP's own tokenizer: `captions.json`, beside `vocab.json`, `merges.txt` and
the `tokenizer.json` that transformers makes of these two.

Needs transformers and ftfy (requirements.txt beside this file); the tests need its output only.
"""

import itertools
import json
import random
from collections import Counter

import ftfy  # noqa: F401  CLIPTokenizer cleans captions otherwise where it is missing
import regex
from transformers import CLIPTokenizer, CLIPTokenizerFast
from transformers.models.clip.tokenization_clip import bytes_to_unicode

from make_golden import OUT, SEED

LENGTH = 77
CAPTIONS = 200
MERGES = 320
START, END = "<|startoftext|>", "<|endoftext|>"
WORD = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+")

FINDINGS = [
    "No Finding",
    "Enlarged Cardiomediastinum",
    "Cardiomegaly",
    "Lung Opacity",
    "Lung Lesion",
    "Edema",
    "Consolidation",
    "Pneumonia",
    "Atelectasis",
    "Pneumothorax",
    "Pleural Effusion",
    "Pleural Other",
    "Fracture",
    "Support Devices",
]

WRITTEN = [
    "",
    " ",
    "\t\n ",
    "Normal chest X-ray with no significant findings",
    "NORMAL CHEST X-RAY",
    "remove support devices",
    "add pleural effusion",
    # Punctuation and numbers
    "No acute cardiopulmonary process.",
    "Heart size: normal; lungs: clear!",
    "ET tube 3.5 cm above the carina (unchanged).",
    "Effusion?? -- left > right, ca. 250 ml",
    "s/p CABG, 2004/05/06; sternal wires intact...",
    "It's the patient's 3rd film; they're stable, we've compared, I'd say.",
    "O'Brien's hernia isn't new, you'll see: I'm sure",
    "'s 't 're",
    "a'b'c",
    "#1 [AP] {supine} @ 70 kV / 2 mAs = 1e-3 * 5 % ^ 2 ~ | \\ _ `x`",
    "T4-T12",
    "12345 67890",
    "pneumothorax+effusion=hydropneumothorax",
    "!!!",
    "-",
    "(((lungs)))",
    # Accents and other scripts
    "Röntgenaufnahme des Thorax, Pleuraerguß beidseits",
    "radiographie pulmonaire: épanchement pleural à gauche, œdème",
    "tórax sin hallazgos, corazón normal; niño pequeño",
    "płuca bez zmian, serce powiększone",
    "Rentgen hrudníku: výpotek vpravo",
    "akciğer grafisi: İki taraflı IŞIK",
    "e\u0301panchement (decomposed)",
    "Ångström, \u212bngström, 5 \u00b5m and 5 \u03bcm",
    "рентген грудной клетки: норма",
    "ακτινογραφία θώρακος",
    "胸部X線写真、心拡大あり",
    "흉부 방사선",
    "\u1112\u1172\u11bc\u1107\u116e",
    "صورة الصدر",
    "छाती का एक्स-रे",
    # Curly quotes and typographic marks
    "\u201cmild\u201d cardiomegaly, patient\u2019s left",
    "\u2018\u2018quoted\u2019\u2019 \u201etief\u201f \u201ahoch\u201b",
    "\u00abedema\u00bb \u2039fluid\u203a",
    "left\u2013right \u2014 unchanged \u2212 stable\u2026",
    "5\u00a0mm nodule\u2003in\u2009the\u202fapex",
    "non\u2011calcified \u2022 nodule",
    "\u00bd of the film, 3\u00b2 cm\u00b3, 37\u00b0C, \u00b15 %, \u2264 2 \u00d7 3",
    "\u2122 \u00ae \u00a9 \u00a7 \u2020",
    # Ligatures and widths
    "\ufb01brosis and e\ufb00usion: \ufb02uid, a\ufb03nity, ba\ufb04e, \ufb05 \ufb06",
    "\u0132sselmeer \u0133s \u01c6 \u0149",
    "\uff23\uff28\uff25\uff33\uff34 \uff38\uff0d\uff32\uff21\uff39",
    "\uff11\uff12\uff13\u3000\uff08\uff21\uff30\uff09\uff01 \uff04\uff11 \uff3c \u20db\uffe6",
    "\uff76\uff9e\uff85 \uffe5\uff15",
    # HTML entities
    "lungs &amp; pleura",
    "size &lt; 3 cm &gt; 1 cm",
    "&quot;mild&quot; edema, patient&#39;s left",
    "patient&apos;s&nbsp;film",
    "&eacute;panchement &Uuml;bersicht &szlig; P&EACUTE;REZ",
    "5&nbsp;&micro;m &plusmn; 2 &deg;C &frac12; &times; 3",
    "left&ndash;right&mdash;stable&hellip;",
    "&ldquo;mild&rdquo; &lsquo;old&rsquo; &bull; 4 &le; 5 &ge; 3",
    "&#8220;numeric&#8221; &#x2019;s &#X41; &#150; &#0;",
    "twice &amp;lt; and &amp;amp;amp;",
    "no entity: &unknownname; AT&T &amp &; &#; &#x; R&D",
    "a < b &amp; c",
    "<b>bold &amp; strong</b>",
    # Control characters, line ends, escapes
    "first line\nsecond line\r\nthird\rfourth",
    "a\x00b\x07c\x1bd\x7fe",
    "\ufeffbyte order mark",
    "\x1b[31mred\x1b[0m film",
    "soft\u00adhyphen zero\u200bwidth joi\u200dner",
    "line\u2028separator paragraph\u2029separator",
    # Emoji and what stands outside of the basic plane
    "chest \U0001fac1 heart \u2764\ufe0f bone \U0001f9b4",
    "\U0001f469\U0001f3fd\u200d\u2695\ufe0f reads \U0001f1ea\U0001f1fa films",
    "\U0001d465-ray",
    # Special tokens as text
    "a <|endoftext|> b",
    "<|startoftext|>chest<|endoftext|>",
    # Longer than a caption may be
    "pleural effusion " * 60,
    "x" * 400,
    ", ".join(FINDINGS * 6),
    "\u80ba" * 90,
    "1 " * 100,
]


def listed() -> list[str]:
    """PRISM's captions: lists of findings in any number and order."""
    rng = random.Random(SEED)
    captions = [f"Chest X-ray showing {finding}" for finding in FINDINGS]
    while True:
        yield from captions
        chosen = rng.sample(FINDINGS, rng.randint(2, len(FINDINGS)))
        text = "Chest X-ray showing " + ", ".join(chosen)
        captions = [rng.choice([text, text.lower(), text.upper(), text + "."])]


def learn(captions: list[str]) -> list[tuple[str, str]]:
    """The merges of byte pair encoding, the most frequent pair first, as in CLIP's vocabulary."""
    letters = bytes_to_unicode()
    words = Counter()
    for caption in captions:
        for word in WORD.findall(caption.lower()):
            symbols = [letters[byte] for byte in word.encode("utf-8")]
            words[tuple(symbols[:-1] + [symbols[-1] + "</w>"])] += 1
    merges = []
    while len(merges) < MERGES:
        pairs = Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        merged = Counter()
        for word, count in words.items():
            merged[joined(word, best)] += count
        words = merged
    return merges


def joined(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    """A word's symbols with every occurrence of a pair made one."""
    symbols, i = [], 0
    while i < len(word):
        if word[i : i + 2] == pair:
            symbols.append(pair[0] + pair[1])
            i += 2
        else:
            symbols.append(word[i])
            i += 1
    return tuple(symbols)


def main() -> None:
    folder = OUT / "tokenizer"
    folder.mkdir(parents=True, exist_ok=True)
    fill = itertools.islice(listed(), CAPTIONS - len(WRITTEN))
    captions = WRITTEN + list(fill)
    plain = [text for text in captions if text.isascii() and "&" not in text and len(text) < 300]
    merges = learn(plain)
    letters = list(bytes_to_unicode().values())
    tokens = letters + [letter + "</w>" for letter in letters]
    tokens += [first + second for first, second in merges] + [START, END]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary) + "\n")
    lines = ["#version: 0.2"] + [f"{first} {second}" for first, second in merges]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    files = dict(vocab_file=str(folder / "vocab.json"), merges_file=str(folder / "merges.txt"))
    CLIPTokenizerFast(**files).backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    tokenizer = CLIPTokenizer(**files, model_max_length=LENGTH)
    rows = []
    for caption in captions:
        ids = tokenizer(caption, truncation=True).input_ids
        rows.append(json.dumps({"caption": caption, "ids": ids}))
    head = json.dumps({"length": LENGTH, "pad": vocabulary[END]})[1:-1]
    text = "{" + head + ', "captions": [\n' + ",\n".join(rows) + "\n]}\n"
    (folder / "captions.json").write_text(text)
    for file in sorted(folder.iterdir()):
        print(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
