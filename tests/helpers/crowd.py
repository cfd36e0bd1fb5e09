"""Many counters at once: each worker in its own thread, all begin together."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def at_once(works: list[Callable[[], T]], limit: float = 120) -> list[T | BaseException]:
    """Run all works at the same moment; what each returned, or raised."""
    gate = threading.Barrier(len(works))
    results: list[T | BaseException] = [AssertionError("it never ran")] * len(works)

    def run(index: int, work: Callable[[], T]) -> None:
        try:
            gate.wait(30)
            results[index] = work()
        except BaseException as error:  # noqa: BLE001 - handed to the test as it is
            results[index] = error

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(limit)
    return results


def errors(results: list[T | BaseException]) -> list[BaseException]:
    """The works that raised."""
    return [result for result in results if isinstance(result, BaseException)]
