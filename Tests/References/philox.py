"""Writes philox.json: words of Philox4x32-10 from a plain transcription of the paper's definition
(Salmon, Moraes, Dror and Shaw, SC 2011), which is first held against the three known answers that the
authors publish with Random123. Run from this folder: python3 philox.py"""
import json
import random

MASK = 0xffffffff


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q >> 32) ^ c[1] ^ k[0], q & MASK, (p >> 32) ^ c[3] ^ k[1], p & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


KNOWN = [
    ([0] * 4, [0] * 2, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
    ([MASK] * 4, [MASK] * 2, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]),
    ([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0],
     [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]),
]
for counter, key, answer in KNOWN:
    assert philox(counter, key) == answer

random.seed(1)
cases = []
for block, stream, key in [(0, 0, 0), (2**63 - 1, 2**64 - 1, 2**64 - 1)] + [
        (random.getrandbits(63), random.getrandbits(64), random.getrandbits(64)) for _ in range(12)]:
    w = philox([block & MASK, block >> 32, stream & MASK, stream >> 32], [key & MASK, key >> 32])
    cases.append({'key': str(key), 'stream': str(stream), 'start': str(2 * block),
                  'words': [str(w[0] | w[1] << 32), str(w[2] | w[3] << 32)]})
with open('philox.json', 'w') as file:
    json.dump({'made by': 'philox.py', 'cases': cases}, file, indent=1)
