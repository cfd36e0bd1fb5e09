"""``python -m posapp`` does what the ``posapp`` command does."""

from posapp.cli.main import run

if __name__ == "__main__":
    run()
