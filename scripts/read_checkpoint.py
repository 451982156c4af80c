#!/usr/bin/env python3
"""Shows a checkpoint of nnrun from Python, and that its checksum is right: read_checkpoint.py FILE.

Needs `pip install safetensors numpy`. In a program of your own, safetensors.numpy.load_file(FILE) is enough.
"""
import hashlib
import json
import struct
import sys

from safetensors import safe_open


def checksum(path):
    """SHA-256 of the compact header without the entry sha256, followed by the data."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header["__metadata__"].pop("sha256")
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode() + data).hexdigest()


def main(path):
    with safe_open(path, framework="np") as file:
        metadata = file.metadata()
        for key in sorted(metadata):
            print(f"{key} = {metadata[key]}")
        for name in sorted(file.keys()):
            tensor = file.get_tensor(name)
            print(f"{name}: {tensor.dtype} {list(tensor.shape)}, {tensor.min():g} to {tensor.max():g}")
    if checksum(path) != metadata["sha256"]:
        sys.exit(f"{path}: the checksum is wrong")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
