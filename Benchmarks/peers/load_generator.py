"""Loads a generator that train-gan left in FOLDER and makes the same samples: load_generator.py FOLDER"""
import json, pathlib, sys
import numpy, torch

folder = pathlib.Path(sys.argv[1])
raw = (folder / "generator.safetensors").read_bytes()
size = 8 + int.from_bytes(raw[:8], "little")
header = json.loads(raw[8:size])
notes = {key: json.loads(header["__metadata__"][key]) for key in ("networks", "encoding")}
state = {}
for name, entry in header.items():
    if name != "__metadata__":
        start, end = entry["data_offsets"]
        numbers = numpy.frombuffer(raw[size + start:size + end], "<f4").copy()
        state[name] = torch.from_numpy(numbers).reshape(entry["shape"])
layers = [(state[f"layers.{i}.weight"], state[f"layers.{i}.bias"]) for i in range(len(state) // 2)]
activation = {"tanh": torch.tanh, "relu": torch.relu, "softplus": torch.nn.functional.softplus,
              "leakyReLU": lambda x: torch.nn.functional.leaky_relu(x, 0.2)}[next(iter(notes["networks"]["generatorActivation"]))]
x = torch.from_numpy(numpy.load(folder / "inputs.npy"))
for weight, bias in layers[:-1]:
    x = activation(torch.nn.functional.linear(x, weight, bias))
outputs = torch.nn.functional.linear(x, *layers[-1]).numpy()
wanted = numpy.load(folder / "outputs.npy")
print("largest difference relative to the largest output:", abs(outputs - wanted).max() / abs(wanted).max())
