"""Makes the virtual environment that holds the peers: prepare.py FOLDER."""

import pathlib
import subprocess
import sys
import venv


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    wanted = pathlib.Path(__file__).with_name("requirements.txt")
    done = folder / "installed.txt"
    if done.exists() and done.read_text() == wanted.read_text():
        return
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", wanted], check=True)
    done.write_text(wanted.read_text())


if __name__ == "__main__":
    main()
