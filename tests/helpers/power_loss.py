"""Power cuts: every write and sync of a program is recorded, then replayed up to any moment (F2).

A small library, loaded before the C library, writes down what the program asks the system to do
with the files of one folder. ``images`` makes the folder as it may be found after a power cut:
what was synced is there; of the rest nothing, some sectors, or the first part.
The model: directory changes are durable at once, disks do not lie about syncs.
"""

import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;
static ssize_t (*real_write)(int, const void *, size_t);

static const char *watched(int fd, char *name) {
    char link[64];
    const char *folder = getenv("RECORD_FOLDER");
    if (!folder) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, name, 4095);
    if (n < 0) return NULL;
    name[n] = 0;
    size_t len = strlen(folder);
    return strncmp(name, folder, len) == 0 && name[len] == '/' ? name + len + 1 : NULL;
}

static void note(const char *kind, const char *file, long long place, long long size, const void *data) {
    char head[5000];
    if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
    if (out < 0) out = open(getenv("RECORD_FILE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int n = snprintf(head, sizeof head, "%s %lld %lld %s\n", kind, place, size, file);
    pthread_mutex_lock(&turn);
    real_write(out, head, n);
    if (data) real_write(out, data, size);
    pthread_mutex_unlock(&turn);
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

static ssize_t placed(const char *name, int fd, const void *data, size_t size, off_t place,
                      ssize_t (*real)(int, const void *, size_t, off_t)) {
    char path[4096];
    ssize_t done = real(fd, data, size, place);
    const char *file = watched(fd, path);
    if (file && done > 0) note("write", file, place, done, data);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return placed("pwrite", fd, data, size, place, real);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off_t place) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    return placed("pwrite64", fd, data, size, place, real);
}
ssize_t write(int fd, const void *data, size_t size) {
    char path[4096];
    if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
    off_t place = lseek(fd, 0, SEEK_CUR);
    ssize_t done = real_write(fd, data, size);
    const char *file = place < 0 ? NULL : watched(fd, path);
    if (file && done > 0) note("write", file, place, done, data);
    return done;
}
static int synced(int fd, int done) {
    char path[4096];
    const char *file = watched(fd, path);
    if (file && done == 0) note("sync", file, 0, 0, NULL);
    return done;
}
int fsync(int fd) { REAL(int, "fsync", int); return synced(fd, real(fd)); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return synced(fd, real(fd)); }
static int shortened(int fd, long long size, int done) {
    char path[4096];
    const char *file = watched(fd, path);
    if (file && done == 0) note("size", file, size, 0, NULL);
    return done;
}
int ftruncate(int fd, off_t size) { REAL(int, "ftruncate", int, off_t); return shortened(fd, size, real(fd, size)); }
int ftruncate64(int fd, off_t size) { REAL(int, "ftruncate64", int, off_t); return shortened(fd, size, real(fd, size)); }
int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    const char *folder = getenv("RECORD_FOLDER");
    int done = real(path);
    if (done == 0 && folder && strncmp(path, folder, strlen(folder)) == 0)
        note("gone", path + strlen(folder) + 1, 0, 0, NULL);
    return done;
}
"""


def build(folder: Path) -> Path | None:
    """Compile the library; ``None`` where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not Path("/proc/self/fd").exists():
        return None
    source, library = folder / "record.c", folder / "record.so"
    source.write_text(SOURCE)
    made = subprocess.run(
        [compiler, "-O1", "-w", "-shared", "-fPIC", "-o", library, source, "-ldl", "-lpthread"],
        timeout=300,
        capture_output=True,
        check=False,
    )
    return library if made.returncode == 0 else None


@dataclass(frozen=True)
class Step:
    """One thing that the program did to a file."""

    kind: str
    place: int
    file: str
    data: bytes


def steps(record: Path) -> list[Step]:
    """Read a record."""
    found = []
    with record.open("rb") as file:
        while line := file.readline():
            kind, place, size, name = line.decode().rstrip("\n").split(" ", 3)
            data = file.read(int(size)) if kind == "write" else b""
            found.append(Step(kind, int(place), name, data))
    return found


@dataclass
class Disk:
    """One file: what is durable, and what is only in the system's memory."""

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Step] = field(default_factory=list)

    def sync(self) -> None:
        for step in self.waiting:
            put(self.durable, step)
        self.waiting.clear()

    def after_cut(self, draw: random.Random) -> bytes:
        """What may be found: the synced part, and nothing, some sectors or a prefix of the rest."""
        content = bytearray(self.durable)
        mood = draw.choice(("nothing", "sectors", "prefix"))
        if mood == "prefix":
            for step in self.waiting[: draw.randint(0, len(self.waiting))]:
                put(content, step)
        elif mood == "sectors":
            for step in self.waiting:
                for part in sectors(step):
                    if draw.random() < 0.5:
                        put(content, part)
        return bytes(content)


def put(content: bytearray, step: Step) -> None:
    if step.kind == "size":
        del content[step.place :]
        content.extend(bytes(step.place - len(content)))
        return
    end = step.place + len(step.data)
    content.extend(bytes(max(0, end - len(content))))
    content[step.place : end] = step.data


def sectors(step: Step) -> Iterator[Step]:
    if step.kind == "size":
        yield step
    start = 0
    while start < len(step.data):
        end = min(len(step.data), (step.place + start) // SECTOR * SECTOR + SECTOR - step.place)
        yield Step("write", step.place + start, step.file, step.data[start:end])
        start = end


@dataclass(frozen=True)
class Image:
    """The files after a cut, and how many lines of the ``acknowledged`` file were out by then."""

    files: dict[str, bytes]
    acknowledged: int


def images(
    start: dict[str, bytes], done: list[Step], count: int, draw: random.Random
) -> Iterator[Image]:
    """``count`` power cuts at random moments of a record, in order of time."""
    cuts = sorted(draw.randrange(len(done) + 1) for _ in range(count))
    disks = {name: Disk(bytearray(content)) for name, content in start.items()}
    acknowledged = position = 0
    for cut in cuts:
        for step in done[position:cut]:
            if step.file == "acknowledged":
                acknowledged += step.data.count(b"\n")
            elif step.kind == "gone":
                disks.pop(step.file, None)
            elif step.kind == "sync":
                disks.setdefault(step.file, Disk()).sync()
            else:
                disks.setdefault(step.file, Disk()).waiting.append(step)
        position = cut
        yield Image({n: d.after_cut(draw) for n, d in disks.items()}, acknowledged)
