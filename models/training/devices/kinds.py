# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of support devices, each drawn onto a `Drawing` with chance sizes, places and densities."""

import math

import numpy as np

from .drawing import Drawing, beside, course, ellipse, turned


def wire(d: Drawing) -> None:
    """A lead's cable, or some that run together; here and there with an electrode or a plug at its end."""
    start, end = d.edge(), d.edge() if d.happens(0.5) else d.point()
    line = course(d, start, end, d.uniform(0.02, 0.25))
    width, strength = d.uniform(0.9, 2.8), d.uniform(0.12, 1.1)
    count = int(d.random.integers(2, 6)) if d.happens(0.2) else 1
    gap = d.uniform(1.2, 3) * width
    for k in range(count):
        drift = d.uniform(-0.5, 0.5) * np.linspace(0, 1, len(line))[:, None] * gap * np.array([1, 1])
        own = beside(line, (k - count / 2) * gap) + drift
        if d.happens(0.15):
            d.add(d.part().line(own, width + 1.6), 0.3 * strength)
        d.add(d.part().line(own, width), strength)
    if count == 1 and d.happens(0.4):
        (electrode_at if d.happens(0.7) else connector_at)(d, end, math.atan2(*(line[-1] - line[-4])[::-1]))


def tube(d: Drawing) -> None:
    """A tracheal or gastric tube, or a drain."""
    line = course(d, d.edge(), d.point(0.2) if d.happens(0.6) else d.edge(), d.uniform(0.01, 0.12), 90)
    tube_along(d, line, 1)


def midline_tube(d: Drawing) -> None:
    """A tracheal or gastric tube that runs down over spine and heart, whose shadow leaves little of its contrast."""
    top, foot = (np.array([d.uniform(0.3, 0.7) * d.columns, y]) for y in (-8.0, d.rows + 8.0))
    if d.happens(0.4):
        foot[1] = d.uniform(0.3, 0.95) * d.rows
    tube_along(d, course(d, top, foot, d.uniform(0.004, 0.05), 90), d.uniform(0.35, 1))


def tube_along(d: Drawing, line: np.ndarray, density: float) -> None:
    """A tube's walls, a marker line, side holes, a tip; as dense as told."""
    breadth = d.uniform(3, 13)
    body = density * d.uniform(0.03, 0.22)
    if d.happens(0.75):
        d.add(d.part().line(line, breadth), body)
    if d.happens(0.8):
        for side in (-0.5, 0.5):
            d.add(d.part().line(beside(line, side * breadth), d.uniform(0.6, 1.8)), density * d.uniform(0.05, 0.3))
    if d.happens(0.75):
        marker = beside(line, d.uniform(-0.5, 0.5) * breadth)
        part, width = d.part(), d.uniform(0.7, 1.8)
        if d.happens(0.35):
            part.dashes(marker, width, int(d.random.integers(8, 20)), int(d.random.integers(1, 4)))
        else:
            part.line(marker, width)
        d.add(part, density * d.uniform(0.15, 0.8))
    if d.happens(0.2):
        for k in range(int(d.random.integers(2, 5))):
            d.add(d.part().line(line[-4 - 5 * k : -1 - 5 * k], 0.6 * breadth), density * d.uniform(0.3, 1))


def hose(d: Drawing) -> None:
    """Oxygen tubing or a breathing hose: broad and faint, its walls seen, here and there corrugated."""
    line = course(d, d.edge(), d.edge(), d.uniform(0.03, 0.25), 120)
    breadth, wall = d.uniform(6, 26), d.uniform(0.06, 0.3)
    d.add(d.part().line(line, breadth), d.uniform(0.0, 0.1))
    for side in (-0.5, 0.5):
        d.add(d.part().line(beside(line, side * breadth), d.uniform(0.8, 2)), wall)
    if breadth > 14 and d.happens(0.6):
        part = d.part()
        for k in range(2, 118, int(d.random.integers(3, 7))):
            part.line([beside(line, -0.5 * breadth)[k], beside(line, 0.5 * breadth)[k]], 1)
        d.add(part, d.uniform(0.05, 0.2))


def catheter(d: Drawing) -> None:
    """A PICC or central line: thin, faint, smooth; some have two lumens, or a tip that is denser."""
    line = course(d, d.edge(), d.point(0.15), d.uniform(0.05, 0.3), 80)
    width, strength = d.uniform(0.7, 2.2), d.uniform(0.07, 0.5)
    if d.happens(0.25):
        for side in (-0.6, 0.6):
            d.add(d.part().line(beside(line, side * (width + 0.6)), 0.8), strength)
    else:
        d.add(d.part().line(line, width), strength)
    if d.happens(0.25):
        d.add(d.part().line(line[-5:], width + 0.6), 2 * strength)


def electrode_at(d: Drawing, centre, angle: float = 0.0) -> None:
    """An electrode: snap, ring or disc, on a pad that is faint or not seen, its wire aside."""
    squeezed = d.uniform(0.6, 1)
    r = d.uniform(2.5, 8)
    strength = d.uniform(0.25, 2.5)
    kind = d.random.random()
    if kind < 0.45:
        d.add(d.part().ring(centre, r, d.uniform(0.25, 0.7) * r, squeezed, angle), strength)
    elif kind < 0.8:
        d.add(d.part().area(ellipse(centre, r, r * squeezed, angle)), strength)
        if d.happens(0.5):
            d.add(d.part().area(ellipse(centre, 0.45 * r, 0.45 * r * squeezed, angle)), 0.8 * strength)
    else:
        for radius in (r, 1.9 * r):
            d.add(d.part().ring(centre, radius, d.uniform(1, 2), squeezed, angle), d.uniform(0.15, 0.8))
    if d.happens(0.65):
        pad = r * d.uniform(1.8, 4.5)
        outline = ellipse(centre, pad, pad * d.uniform(0.55, 1), angle + d.uniform(-0.5, 0.5), d.one([2.0, 2.0, 4.0, 6.0]))
        d.add(d.part().area(outline), d.uniform(0.03, 0.3))
        if d.happens(0.4):
            d.add(d.part().line([*outline, outline[0]], d.uniform(0.7, 2)), d.uniform(0.05, 0.35))


def electrode(d: Drawing) -> None:
    centre = d.point()
    electrode_at(d, centre, d.uniform(0, math.pi))
    if d.happens(0.5):
        d.add(d.part().line(course(d, centre, d.edge(), d.uniform(0.03, 0.25)), d.uniform(0.9, 2.6)), d.uniform(0.12, 0.9))


def snaps(d: Drawing) -> None:
    """Electrodes whose wires do not show, or none are left: discs and rings that stand alone."""
    for _ in range(int(d.random.integers(1, 5))):
        centre = d.point(0.04)
        if d.happens(0.5):
            electrode_at(d, centre, d.uniform(0, math.pi))
            continue
        r, strength = d.uniform(2.2, 7), d.uniform(0.2, 2)
        part = d.part()
        part.ring(centre, r, d.uniform(0.3, 0.6) * r) if d.happens(0.4) else part.disc(centre, r)
        if d.happens(0.5):
            pad = r * d.uniform(2, 4)
            d.add(d.part().area(ellipse(centre, pad, pad * d.uniform(0.6, 1), 0, d.one([2.0, 8.0]))), d.uniform(0.05, 0.35))
        d.add(part, strength)


def monitoring(d: Drawing) -> None:
    """Leads of a monitor: cables that run side by side, part at a yoke, and loop to their electrodes."""
    yoke, count = d.point(-0.1), int(d.random.integers(3, 7))
    trunk = course(d, d.edge(), yoke, d.uniform(0.05, 0.25), 90)
    width, strength, gap = d.uniform(1.0, 2.4), d.uniform(0.15, 1.1), d.uniform(1.1, 2.6)
    thick = d.happens(0.4)
    if thick:
        d.add(d.part().line(trunk, count * 0.6 * width), strength * d.uniform(0.6, 1.2))
    if d.happens(0.5):
        connector_at(d, yoke, d.uniform(0, 2 * math.pi))
    for k in range(count):
        if not thick:
            d.add(d.part().line(beside(trunk, (k - count / 2) * gap * width), width), strength)
        end = d.point(0.03)
        d.add(d.part().line(looped(d, course(d, yoke, end, d.uniform(0.1, 0.5), 90)), width), strength * d.uniform(0.7, 1.2))
        if d.happens(0.8):
            electrode_at(d, end, d.uniform(0, math.pi))


def cables(d: Drawing) -> None:
    """A monitor's cables that cross the chest together: thin and faint, apart by several widths, drifting and crossing."""
    trunk = course(d, d.edge(), d.edge() if d.happens(0.8) else d.point(), d.uniform(0.02, 0.15), 90)
    width, strength, spread = d.uniform(0.9, 2.0), d.uniform(0.06, 0.5), d.uniform(2, 16)
    t = np.linspace(0, 1, 90)
    for _ in range(int(d.random.integers(3, 9))):
        winding = sum(d.random.normal(0, 0.6 / k) * np.sin(math.pi * k * t + d.uniform(0, math.pi)) for k in range(1, 4))
        apart = spread * (d.random.normal(0, 1) + winding)
        own = beside(trunk, apart[:, None])
        d.add(d.part().line(looped(d, own) if d.happens(0.2) else own, width), strength * d.uniform(0.6, 1.3))


def looped(d: Drawing, line: np.ndarray) -> np.ndarray:
    """A cable that is too long for its way: at a place it runs round once or twice."""
    if d.happens(0.6):
        return line
    at, turns, r = int(d.random.integers(15, len(line) - 15)), d.uniform(1, 2), d.uniform(6, 30)
    t = np.linspace(0, 2 * math.pi * turns, int(40 * turns))
    drift = np.linspace(0, 1, len(t))[:, None] * (line[at + 1] - line[at])
    loop = np.stack([np.sin(t), d.uniform(0.4, 1) * (1 - np.cos(t))], 1) * r
    return np.concatenate([line[:at], line[at] + turned(loop, d.uniform(0, 2 * math.pi)) + drift, line[at + 1 :]])


def patch(d: Drawing) -> None:
    """A large pad, as for defibrillation: a sheet with a border, mesh or wires in it, and a thick cable."""
    centre, angle = d.point(), d.uniform(0, math.pi)
    a, b = d.uniform(25, 60), d.uniform(20, 45)
    power = d.one([2.0, 4.0, 6.0])
    outline = ellipse(centre, a, b, angle, power)
    d.add(d.part().area(outline), d.uniform(0.08, 0.5))
    if d.happens(0.7):
        d.add(d.part().line([*outline, outline[0]], d.uniform(0.8, 2.5)), d.uniform(0.1, 0.7))
    if d.happens(0.5):
        inner = ellipse(centre, 0.8 * a, 0.8 * b, angle, power)
        d.add(d.part().line([*inner, inner[0]], d.uniform(0.8, 2)), d.uniform(0.1, 0.6))
    if d.happens(0.6):
        d.add(d.part().line(course(d, centre, d.edge(), 0.15), d.uniform(2, 4)), d.uniform(0.3, 1.2))


def connector_at(d: Drawing, centre, angle: float) -> None:
    """A plug, a Luer lock, a clamp or a stopcock: blocks in a row, wider and narrower, of unlike density."""
    at = np.asarray(centre, float)
    ahead = np.array([math.cos(angle), math.sin(angle)])
    for _ in range(int(d.random.integers(1, 5))):
        length, breadth = d.uniform(3, 16), d.uniform(2, 8)
        middle = at + 0.5 * length * ahead
        outline = ellipse(middle, 0.5 * length, 0.5 * breadth, angle, d.one([2.5, 6.0, 8.0]))
        strength = d.uniform(0.1, 2)
        d.add(d.part().area(outline), strength)
        if d.happens(0.4):
            d.add(d.part().line([*outline, outline[0]], d.uniform(0.6, 1.4)), d.uniform(0.2, 1))
        if d.happens(0.35):
            d.add(d.part().line([at, at + length * ahead], d.uniform(0.8, 2)), d.uniform(0.3, 1.5))
        at = at + length * ahead * d.uniform(0.85, 1.1)
    if d.happens(0.2):
        wing = np.array([-ahead[1], ahead[0]]) * d.uniform(5, 11)
        d.add(d.part().line([middle - wing, middle + d.uniform(-0.2, 1) * wing], d.uniform(2, 5)), d.uniform(0.15, 1))


def connector(d: Drawing) -> None:
    centre, angle = d.point(), d.uniform(0, 2 * math.pi)
    connector_at(d, centre, angle)
    if d.happens(0.7):
        d.add(d.part().line(course(d, centre, d.edge(), 0.1), d.uniform(1, 4)), d.uniform(0.1, 0.8))


def generator(d: Drawing) -> None:
    """An implanted generator of one of several outlines, its inside uneven, with a header and leads; small recorders too."""
    centre, angle = d.point(0.2), d.uniform(0, 2 * math.pi)
    small = d.happens(0.15)
    a = d.uniform(8, 16) if small else d.uniform(22, 40)
    b = a * (d.uniform(0.2, 0.4) if small else d.uniform(0.7, 1.0))
    kind = d.random.random()
    outline = ellipse(np.zeros(2), a, b, 0, d.one([2.0, 2.4, 3.0, 4.0, 6.0]), 64)
    if kind < 0.4:
        outline[:, 0] = np.maximum(outline[:, 0], -d.uniform(0.5, 0.85) * a)
    elif kind < 0.55:
        outline[:, 1] *= 1 + d.uniform(-0.3, 0.3) * outline[:, 0] / a
    body = centre + turned(outline, angle)
    strength = d.uniform(0.9, 4)
    d.add(d.part().area(body), strength)
    if d.happens(0.7):
        d.add(d.part().line([*body, body[0]], d.uniform(1, 3)), d.uniform(0.3, 2))
    for _ in range(int(d.random.integers(0, 5))):
        at = centre + turned(np.array([[d.uniform(-0.5, 0.5) * a, d.uniform(-0.5, 0.5) * b]]), angle)[0]
        inside = ellipse(at, d.uniform(0.12, 0.45) * a, d.uniform(0.12, 0.4) * b, angle + d.one([0.0, math.pi / 2]), d.one([2.0, 5.0, 8.0]))
        d.add(d.part().area(inside), d.uniform(-0.5, 0.5) * strength)
    d.layer = np.maximum(d.layer, 0)
    if small:
        return
    ahead = np.array([math.cos(angle + math.pi), math.sin(angle + math.pi)])
    head = centre + ahead * 0.85 * a
    if d.happens(0.85):
        shell = ellipse(head, d.uniform(0.2, 0.4) * a, d.uniform(0.5, 0.85) * b, angle, 4.0)
        d.add(d.part().area(shell), d.uniform(0.1, 0.6))
        for _ in range(int(d.random.integers(1, 4))):
            pin = head + turned(np.array([[0, d.uniform(-0.5, 0.5) * b]]), angle)[0]
            d.add(d.part().line([pin - 5 * ahead, pin + 5 * ahead], d.uniform(1.5, 4)), d.uniform(0.4, 2))
    for _ in range(int(d.random.integers(0, 4))):
        lead(d, head)


def lead(d: Drawing, start) -> None:
    """A lead of a generator: a fine coil, rings near its tip, here and there a broad shock coil."""
    line = course(d, start, d.edge() if d.happens(0.5) else d.point(), d.uniform(0.1, 0.5), 90)
    width, strength = d.uniform(1.1, 2.4), d.uniform(0.25, 1.2)
    d.add(d.part().line(line, width), strength)
    if d.happens(0.6):
        for k in (-2, -8):
            d.add(d.part().line(line[k - 2 : k + 1] if k != -2 else line[-4:], width + d.uniform(0.6, 2)), d.uniform(0.5, 2))
    if d.happens(0.3):
        stop = int(d.random.integers(40, 85))
        d.add(d.part().line(line[stop - 25 : stop], width + d.uniform(1, 2.5)), d.uniform(0.4, 1.2))


def sternal_wires(d: Drawing) -> None:
    """Wires of a sternotomy: a column of loops, twisted at the front, some broken or figures of eight."""
    x, angle = d.uniform(0.25, 0.75) * d.columns, d.random.normal(0, 0.12)
    y, step = d.uniform(0, 0.4) * d.rows, d.uniform(18, 45)
    width, strength = d.uniform(0.7, 1.7), d.uniform(0.3, 1.6)
    a, b = d.uniform(6, 15), d.uniform(2.5, 9)
    for k in range(int(d.random.integers(1, 8))):
        centre = np.array([x + d.random.normal(0, 3) + k * step * math.sin(angle), y + k * step])
        own = angle + d.random.normal(0, 0.35)
        loop = ellipse(centre, a * d.uniform(0.7, 1.2), b * d.uniform(0.4, 1.2), own)
        if d.happens(0.25):
            loop[:, 1] = centre[1] + (loop[:, 1] - centre[1]) * np.sign(loop[:, 0] - centre[0])
        first, last = (int(d.random.integers(0, 12)), int(d.random.integers(36, 49))) if d.happens(0.6) else (0, 48)
        points = loop[first:last] if (first, last) != (0, 48) else np.concatenate([loop, loop[:1]])
        d.add(d.part().line(points, width), strength)
        if d.happens(0.8):
            twist = centre + turned(np.array([[0, 0], [d.uniform(-3, 3), d.uniform(3, 8)]]), own)
            d.add(d.part().line(twist, width + d.uniform(0.6, 1.8)), 1.3 * strength)


def clips(d: Drawing) -> None:
    """Surgical clips, staples, sutures or beads: small, dense, several, in a row or scattered."""
    kind, at = d.random.random(), d.point()
    strength, size = d.uniform(0.4, 2.5), d.uniform(2.5, 8)
    row = course(d, at, at + d.random.normal(0, 50, 2), 0.1)
    in_row = d.happens(0.45)
    for k in range(int(d.random.integers(1, 14))):
        centre = row[min(59, 5 * k)] if in_row else at + d.random.normal(0, 22, 2)
        angle, part = d.uniform(0, math.pi) if not in_row else d.random.normal(0.3, 0.25), d.part()
        along = np.array([math.cos(angle), math.sin(angle)]) * size / 2
        across = np.array([-along[1], along[0]]) * d.uniform(0.2, 0.7)
        if kind < 0.45:
            part.line([centre - along, centre + along], d.uniform(0.8, 2.2))
        elif kind < 0.7:
            part.line([centre - along + across, centre - along * 0.2, centre + along, centre - along * 0.2, centre - along - across], d.uniform(0.7, 1.3))
        elif kind < 0.85:
            part.line([centre - along + across, centre - along, centre + along, centre + along + across], d.uniform(0.7, 1.3))
        else:
            part.disc(centre, d.uniform(0.8, 2.5))
        d.add(part, strength)


def port(d: Drawing) -> None:
    """An implanted port: a round, triangular or oval chamber with a ring, and its catheter."""
    centre, r, angle = d.point(), d.uniform(9, 18), d.uniform(0, 2 * math.pi)
    outline = ellipse(centre, r, r * d.uniform(0.75, 1), angle, d.one([1.6, 2.0, 3.0]))
    strength = d.uniform(0.1, 1.6)
    d.add(d.part().area(outline), strength)
    d.add(d.part().line([*outline, outline[0]], d.uniform(0.8, 2)), d.uniform(0.2, 1))
    d.add(d.part().ring(centre, r * d.uniform(0.35, 0.7), d.uniform(0.8, 3)), d.uniform(0.3, 1.5))
    start = centre + r * np.array([math.cos(angle), math.sin(angle)])
    if d.happens(0.6):
        d.add(d.part().line([centre, start + 6 * np.array([math.cos(angle), math.sin(angle)])], d.uniform(2, 5)), d.uniform(0.3, 1.2))
    d.add(d.part().line(course(d, start, d.edge() if d.happens(0.5) else d.point(), d.uniform(0.1, 0.4)), d.uniform(1.2, 2.4)), d.uniform(0.15, 0.8))


def valve_or_stent(d: Drawing) -> None:
    """A heart valve's ring with struts or discs, or a stent's mesh."""
    centre, angle = d.point(), d.uniform(0, math.pi)
    strength = d.uniform(0.25, 1.6)
    if d.happens(0.5):
        r, squeezed = d.uniform(8, 18), d.uniform(0.2, 1)
        d.add(d.part().ring(centre, r, d.uniform(0.9, 3), squeezed, angle), strength)
        for _ in range(int(d.random.integers(0, 4))):
            foot = ellipse(centre, r, r * squeezed, angle)[d.random.integers(48)]
            d.add(d.part().line([foot, foot + turned(np.array([[0, d.uniform(4, 12)]]), angle)[0]], d.uniform(0.9, 2.5)), strength)
        return
    a, b = d.uniform(10, 34), d.uniform(4, 13)
    part = d.part()
    t = np.linspace(-1, 1, 60)
    for k in range(int(d.random.integers(3, 7))):
        wave = np.stack([a * t, b * np.sin(math.pi * (k + 3 * t))], 1)
        part.line(centre + turned(wave, angle), d.uniform(0.6, 1.1))
    d.add(part, strength)


def plate(d: Drawing) -> None:
    """A plate with screws: a bar of bone's breadth with holes, screws across it."""
    centre, angle = d.point(), d.random.normal(0, 0.5) + d.one([0.0, 0.0, math.pi / 2])
    a, b = d.uniform(20, 50), d.uniform(2.5, 6)
    bar = np.stack([np.linspace(-a, a, 30), d.uniform(-0.006, 0.006) * np.linspace(-a, a, 30) ** 2], 1)
    d.add(d.part().line(centre + turned(bar, angle), 2 * b), d.uniform(0.5, 2.5))
    for k in range(2, 29, int(d.random.integers(4, 8))):
        at = centre + turned(bar[k : k + 1], angle)[0]
        d.add(d.part().disc(at, 0.5 * b), d.uniform(-0.4, 1))
        if d.happens(0.6):
            tip = at + turned(np.array([[d.random.normal(0, 2), d.uniform(6, 18)]]), angle)[0]
            d.add(d.part().line([at, tip], d.uniform(1.5, 3)), d.uniform(0.5, 2))
    d.layer = np.maximum(d.layer, 0)
