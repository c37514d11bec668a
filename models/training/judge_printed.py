# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on films and is no device, drawn for the judge: side markers, printed words, collimation.

A judge of devices that had seen none of it took "Bettaufnahme", an L in a ring and the border of a
collimated field for devices. Films are (H, W) in [0, 1].
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDES = ["L", "R", "L", "R"]
PLACES = ["Bettaufnahme", "Bettaufnahme", "liegend", "AP", "PA", "sitzend", "LI", "RE", "HSA", "12:30", "Rontgen", "mobil", "P12", "ZNA"]
OVERSAMPLED = 3


def printed(film: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A film with one to three words: bare, on a plate or in a ring, at any place, often at an edge."""
    film = film.copy()
    rows, columns = film.shape
    for _ in range(int(random.integers(1, 4))):
        ink, plate = word(random)
        ink, plate = ink[: rows - 1, : columns - 1], plate[: rows - 1, : columns - 1]
        row = int(random.integers(0, rows - ink.shape[0]))
        column = int(random.integers(0, columns - ink.shape[1]))
        if random.random() < 0.4:
            row = int(random.choice([0, 2, rows - ink.shape[0] - 1]))
        place = film[row : row + ink.shape[0], column : column + ink.shape[1]]
        dark = plate.max() > 0 and random.random() < 0.6
        place += plate * ((0.02 if dark else random.uniform(0.85, 1)) - place)
        shade = random.uniform(0.8, 1) if plate.max() == 0 or dark else random.uniform(0, 0.1)
        place += ink * (shade - place)
    return film


def word(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """How much of each pixel the letters cover, and their plate, which may be empty."""
    text = str(random.choice(SIDES + PLACES))
    size = int(random.uniform(9, 26)) if len(text) < 4 else int(random.uniform(7, 15))
    font = ImageFont.load_default(OVERSAMPLED * size)
    box = font.getbbox(text)
    margin = int(OVERSAMPLED * size * random.uniform(0.1, 0.5))
    width, height = box[2] - box[0] + 2 * margin, box[3] - box[1] + 2 * margin
    kind = random.random()
    ringed = len(text) == 1 and random.random() < 0.6
    if ringed:
        width = height = int(1.25 * max(width, height))
    ink, plate = Image.new("L", (width, height)), Image.new("L", (width, height))
    draw = ImageDraw.Draw(ink)
    corner = ((width - (box[2] - box[0])) / 2 - box[0], (height - (box[3] - box[1])) / 2 - box[1])
    draw.text(corner, text, fill=255, font=font, stroke_width=int(random.integers(0, 3)))
    if ringed:
        if random.random() < 0.5:
            draw.ellipse((1, 1, width - 2, height - 2), outline=255, width=max(2, size // 4))
        else:
            ImageDraw.Draw(plate).ellipse((0, 0, width, height), fill=255)
    elif random.random() < 0.3:
        ImageDraw.Draw(plate).rectangle((0, 0, width, height), fill=255)
    wanted = (max(5, int(width / 3 * random.uniform(0.75, 1.1))), max(5, height // 3))
    ink, plate = (
        np.asarray(part.resize(wanted, Image.Resampling.BOX), dtype=np.float32) / 255 for part in (ink, plate)
    )
    return (np.rot90(ink), np.rot90(plate)) if random.random() < 0.15 else (ink, plate)


def bordered(film: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A film whose field is collimated at one side: black or white beyond, sharp or a little soft, here and there
    with a bright line along it."""
    rows, columns = film.shape
    angle = random.integers(4) * np.pi / 2 + random.normal(0, 0.07)
    y, x = np.mgrid[0:rows, 0:columns] - rows / 2
    depth = np.cos(angle) * x + np.sin(angle) * y - random.uniform(0.15, 0.49) * rows
    covered = np.clip(0.5 + depth / random.uniform(0.8, 3), 0, 1)
    shade = random.uniform(0, 0.06) if random.random() < 0.75 else random.uniform(0.9, 1)
    film = film + covered * (shade - film)
    if random.random() < 0.4:
        line = np.exp(-((depth / random.uniform(0.8, 2.5)) ** 2)) * random.uniform(0.3, 0.9)
        film = film + line * np.maximum(0, random.uniform(0.7, 1) - film)
    return film
