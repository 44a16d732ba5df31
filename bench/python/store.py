"""Does the work of a row of `workloads/archives.ts` with a library of Python, once for each line that comes in.

Arguments: library, folder, what, bytes, keys, operations, name. Prints what a run has come to.
"""

import random
import sys

library, folder, what = sys.argv[1:4]
size, count, operations = map(int, sys.argv[4:7])
name = sys.argv[7]
value = bytes([7]) * size


class DiskCache:
    def __init__(self):
        import diskcache

        self.cache = diskcache.Cache(folder)
        self.set = self.cache.set
        self.get = self.cache.__getitem__
        self.close = self.cache.close


class Joblib:
    def __init__(self):
        import joblib

        def result(key):
            return value

        self.cached = joblib.Memory(folder, verbose=0).cache(result)
        self.get = self.cached

    def set(self, key, _):
        self.cached.call(key)

    def close(self):
        pass


Store = {"diskcache": DiskCache, "joblib": Joblib}[library]


def proof(found):
    return len(found) + found[-1]


def slices(keys):
    random.Random(1).shuffle(keys)
    while True:
        for start in range(0, len(keys) - operations + 1, operations):
            yield keys[start : start + operations]


keys = [f"key-{i}" for i in range(count)]
store = Store()
if what in ("get", "reopen"):
    for key in keys:
        store.set(key, value)
parts = slices(keys)


def run_get():
    return sum(proof(store.get(key)) for key in next(parts))


def run_set():
    for key in next(parts):
        store.set(key, value)
    return operations


def run_reopen():
    again = Store()
    found = proof(again.get("key-7"))
    again.close()
    return found


def run_writers():
    for i in range(operations):
        store.set(f"{name}-{i}", value)
    return operations


run = {"get": run_get, "set": run_set, "reopen": run_reopen, "writers": run_writers}[what]
print("ready", flush=True)
for _ in sys.stdin:
    print(run(), flush=True)
