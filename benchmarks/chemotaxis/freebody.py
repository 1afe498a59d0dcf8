"""The body's speed under a sinusoidal wave, by V8's formulas and by two that
put them right, written apart from the engine. Prints the table of
docs/chemotaxis.md. Needs NumPy.

    python3 benchmarks/chemotaxis/freebody.py
"""
import numpy as np

SEGMENTS, PARALLEL, PERPENDICULAR, DT = 24, 150.0, 6000.0, 1e-3
LENGTH = 1 / SEGMENTS
RADIUS = 0.4 + 0.6 * np.exp(-(((np.arange(SEGMENTS) / 24) - 0.4) / 0.25) ** 2)
RADIUS /= RADIUS.max()


def speed(amplitude, frequency=1.0, wavelength=1.0, bent=False, together=False):
    """Speed along the body [BL/s], head first. bent: a joint sweeps the body
    behind it as it is bent, not as a straight arm. together: the motion of the
    head and the turn balance force and torque as one."""
    period = int(round(1 / frequency / DT))

    def angles(tick):
        return amplitude * np.sin(2 * np.pi * (frequency * tick * DT - np.arange(SEGMENTS - 1) / SEGMENTS / wavelength))

    head, heading, total = np.zeros(2), 0.0, 0.0
    start, axis = head, np.zeros(2)
    for tick in range(3 * period):  # the first is not counted
        theta = angles(tick)
        rate = (angles(tick + 1) - theta) / DT
        direction = heading + np.concatenate([[0], np.cumsum(theta)])
        t = np.stack([np.cos(direction), np.sin(direction)], 1)
        n = np.stack([-t[:, 1], t[:, 0]], 1)
        place = np.concatenate([np.zeros((1, 2)), np.cumsum(LENGTH * t[1:], 0)])
        if bent:
            sweep = np.cumsum(rate)[:, None] * n[1:]
        else:
            sweep = np.cumsum(rate[:, None] * n[1:], 0)
        velocity = np.concatenate([np.zeros((1, 2)), np.cumsum(LENGTH * sweep, 0)])
        drag = RADIUS[:, None, None] * (PARALLEL * t[:, :, None] * t[:, None, :] + PERPENDICULAR * n[:, :, None] * n[:, None, :])
        force = -np.einsum("kij,kj->ki", drag, velocity)
        arm = np.stack([-place[:, 1], place[:, 0]], 1)
        torque = (arm * force).sum()
        if together:
            resist = np.einsum("kij,kj->ki", drag, arm)
            matrix = np.zeros((3, 3))
            matrix[:2, :2] = drag.sum(0)
            matrix[:2, 2] = matrix[2, :2] = resist.sum(0)
            matrix[2, 2] = (arm * resist).sum()
            solved = np.linalg.solve(matrix, np.append(force.sum(0), torque))
            move, turn = solved[:2], solved[2]
        else:
            move = np.linalg.solve(drag.sum(0), force.sum(0))
            turn = torque / (PERPENDICULAR * RADIUS * (place**2).sum(1)).sum()
        head, heading = head + move * DT, heading + turn * DT
        if tick >= period:
            axis = axis - place[-1] / np.linalg.norm(place[-1])
            if (tick + 1) % period == 0:
                total += (head - start) @ axis / np.linalg.norm(axis)
        if (tick + 1) % period == 0:
            start, axis = head, np.zeros(2)
    return total / (2 * period * DT)


if __name__ == "__main__":
    amplitudes = (0.06, 0.10, 0.15, 0.22, 0.30, 0.40)
    print("| at 1 Hz, amplitude [rad] | " + " | ".join(f"{a:.2f}" for a in amplitudes) + " |")
    print("|---|" + "---:|" * len(amplitudes))
    for name, bent, together in (("V8's formulas [BL/s]", False, False), ("arms bent as they are", True, False), ("and force and torque together", True, True)):
        print(f"| {name} | " + " | ".join(f"{speed(a, bent=bent, together=together):+.2f}" for a in amplitudes) + " |")
