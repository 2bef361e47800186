#!/usr/bin/env python3
"""Compares Marcie's picture networks with the live Python libraries.

    tests/bench/parity.py --cli build/release/bin/marcie-cli [--venv FOLDER] [--only NAME…] IMAGE…

Every network of torchvision and timm is made with random weights (seed 1, with none trivial), saved as .pth and as safetensors, and run by `marcie-cli encode --logits`. What encode says
it saw goes through the Python network; the table shows the largest difference of a class score. A TorchScript export
of a network goes through both as well, and a run's exported weights are loaded by torch.load(weights_only=True), by
safetensors, and into torchvision's network.

Without the libraries in this Python, it makes a virtual environment in --venv from requirements.txt and starts again
in that. Exit code 1 when a difference is above 1e-4.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

LIMIT = 1e-4
HERE = pathlib.Path(__file__).resolve().parent


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True, type=pathlib.Path, help="the built marcie-cli")
    parser.add_argument("--venv", type=pathlib.Path,
                        default=pathlib.Path(tempfile.gettempdir()) / "marcie-parity-venv",
                        help="virtual environment to use or make, outside of the repository")
    parser.add_argument("--only", nargs="*", default=[], help="names of networks, all without")
    parser.add_argument("images", nargs="+", metavar="IMAGE")
    return parser.parse_args()


def ensure_libraries(options):
    try:
        import safetensors, timm, torch, torchvision  # noqa: F401, E401
        return
    except ImportError:
        python = options.venv / "bin" / "python"
    if pathlib.Path(sys.prefix) == options.venv.resolve():
        sys.exit("the libraries of requirements.txt cannot be imported in " + str(options.venv))
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", options.venv], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    os.execv(python, [str(python), *sys.argv])


OPTIONS = parse()
ensure_libraries(OPTIONS)

import numpy as np  # noqa: E402
import safetensors.torch  # noqa: E402
import timm  # noqa: E402
import torch  # noqa: E402
import torchvision.models as tv  # noqa: E402

# Marcie's name, library, how to make it there, picture size.
NETWORKS = [
    ("resnet18", "torchvision", lambda: tv.resnet18(), 224),
    ("resnet18", "timm", lambda: timm.create_model("resnet18"), 224),
    ("resnet34", "torchvision", lambda: tv.resnet34(), 224),
    ("resnet50", "torchvision", lambda: tv.resnet50(), 224),
    ("resnet50", "timm", lambda: timm.create_model("resnet50"), 224),
    ("wide_resnet50_2", "torchvision", lambda: tv.wide_resnet50_2(), 224),
    ("vgg19_bn", "torchvision", lambda: tv.vgg19_bn(), 224),
    ("vgg19_bn", "timm", lambda: timm.create_model("vgg19_bn"), 224),
    ("vit_s_16", "timm", lambda: timm.create_model("vit_small_patch16_224"), 224),
    ("vit_b_16", "torchvision", lambda: tv.vit_b_16(), 224),
    ("vit_b_16", "timm", lambda: timm.create_model("vit_base_patch16_224"), 224),
    ("vit_b_16", "torchvision", lambda: smaller_vit(), 160),
    ("convnext_tiny", "torchvision", lambda: tv.convnext_tiny(), 224),
    ("convnext_tiny", "timm", lambda: timm.create_model("convnext_tiny"), 224),
    ("resnet18", "torchvision", lambda: tv.resnet18(), 97),
]


def smaller_vit():
    """ViT-B/16 for 160 px. Marcie keeps the table of 224 px and interpolates it; so does torchvision's helper."""
    network = tv.vit_b_16(image_size=160)
    network.file_network = tv.vit_b_16()
    return network


def randomise(network, pictures):
    """Weights of which none is trivial, with values of the size that a trained network has: fresh ones have zeros and
    ones that hide mistakes, and running statistics of other pictures let numbers grow from layer to layer."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, value in network.named_parameters():
            if value.dim() < 2 or name.endswith(("layer_scale", "gamma")):
                value.add_(0.2 * torch.randn(value.shape, generator=generator))
        last = [module for module in network.modules() if isinstance(module, torch.nn.Linear)][-1]
        last.weight.copy_(torch.randn(last.weight.shape, generator=generator) / last.in_features ** 0.5)  # ViT's is zero
        norms = [module for module in network.modules() if isinstance(module, torch.nn.BatchNorm2d)]
        if norms:
            for norm in norms:
                norm.momentum = 1.0
            network.train()(torch.cat([pictures, pictures.flip(3), pictures.flip(2)]))
    return network.eval()


def call(*arguments):
    done = subprocess.run([OPTIONS.cli, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"marcie-cli {arguments[0]} failed:\n{done.stdout}")


def encode(name, size, weights, folder, logits=True):
    """What the network saw [N, 3, S, S], and what came out."""
    dumped, out = folder / "input.npy", folder / "output.npy"
    more = [*(["--weights", weights] if weights else []), *(["--logits"] if logits else [])]
    call("encode", "--encoder", name, "--size", str(size), "--dump-input", dumped, "--out", out, *more, *OPTIONS.images)
    return torch.from_numpy(np.load(dumped)), torch.from_numpy(np.load(out))


def pictures_of(size, folder):
    """The pictures as every network of Marcie sees them at that size, [N, 3, S, S]."""
    return encode("small_resnet", size, None, folder, logits=False)[0]


def difference(network, seen, result):
    with torch.no_grad():
        expected = network(seen)
    assert expected.shape == result.shape, (expected.shape, result.shape)
    return (expected - result).abs().max().item(), expected.abs().max().item()


def print_row(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def compare_logits(folder):
    worst = 0.0
    print_row(["network", "library", "px", "file", "max abs logit", "max abs difference"])
    print_row(["---"] * 6)
    for name, library, make, size in NETWORKS:
        if OPTIONS.only and name not in OPTIONS.only:
            continue
        torch.manual_seed(1)
        network = make()
        stored = getattr(network, "file_network", network)
        randomise(stored, pictures_of(size if stored is network else 224, folder))
        state = {key: value for key, value in stored.state_dict().items()}
        if stored is not network:
            grid = tv.vision_transformer.interpolate_embeddings(size, 16, dict(state))
            del network.file_network
            network.load_state_dict(grid)
            network.eval()
        files = {".pth": folder / "w.pth", ".safetensors": folder / "w.safetensors"}
        torch.save(state, files[".pth"])
        safetensors.torch.save_file(state, files[".safetensors"])
        for kind, path in files.items():
            seen, result = encode(name, size, path, folder)
            delta, largest = difference(network, seen, result)
            worst = max(worst, delta)
            print_row([name, library, str(size), kind, f"{largest:.2f}", f"{delta:.1e}"])
    return worst


def compare_script(folder):
    """A network of the user's own: MobileNetV3 without its classifier, scripted and traced."""
    torch.manual_seed(1)
    network = randomise(tv.mobilenet_v3_small(), pictures_of(160, folder))
    network.classifier = torch.nn.Identity()
    worst = 0.0
    for how, script in (("script", torch.jit.script(network)),
                        ("trace", torch.jit.trace(network, torch.zeros(2, 3, 160, 160)))):
        path = folder / (how + ".pt")
        script.save(path)
        seen, result = encode("torchscript", 160, path, folder, logits=False)
        delta, largest = difference(network, seen, result)
        worst = max(worst, delta)
        print_row(["torchscript (mobilenet_v3_small)", "torchvision", "160", how, f"{largest:.2f}", f"{delta:.1e}"])
    return worst


def check_exports(folder):
    """A short run's weights in Python: both formats are the same, and torchvision's network takes them."""
    data, run = folder / "kitchen", folder / "run"
    call("data", "synth", "kitchen", "--out", data, "--images", "48", "--classes", "4", "--image-size", "64",
         "--users", "5")
    call("train", "--data", data, "--out", run, "--set", "model.encoder=resnet18", "--set", "model.phases.joint=1",
         "--set", "data.imageSize=32", "--set", "data.cacheSize=32")
    loaded = {}
    for part in ("encoder", "model"):
        for ending in ("pth", "safetensors"):
            path = folder / f"{part}.{ending}"
            call("export", run, "--out", path, "--part", part)
            loaded[part, ending] = (torch.load(path, weights_only=True) if ending == "pth"
                                    else safetensors.torch.load_file(path))
        pth, other = loaded[part, "pth"], loaded[part, "safetensors"]
        assert set(pth) == set(other) and all(torch.equal(pth[key], other[key]) for key in pth), part
    network = tv.resnet18()
    result = network.load_state_dict(loaded["encoder", "pth"], strict=False)
    assert result.missing_keys == ["fc.weight", "fc.bias"] and not result.unexpected_keys, result
    network.fc = torch.nn.Identity()
    seen, features = encode(str(run), 32, None, folder, logits=False)
    delta, _ = difference(network.eval(), seen, features)
    print(f"exports: {len(loaded['model', 'pth'])} tensors, .pth = .safetensors; torchvision's resnet18 takes the "
          f"encoder and differs by {delta:.1e} from the run's features")
    return delta


def main():
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        worst = compare_logits(folder)
        if not OPTIONS.only:
            worst = max(worst, compare_script(folder), check_exports(folder))
    print(f"largest difference {worst:.1e}, allowed {LIMIT:.0e}")
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
