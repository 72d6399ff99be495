"""What the machine has too little of: lines that run into it for real, inside of a cell."""

from typing import Final

_TIGHT: Final = """
pages = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
before = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (pages + (1 << 16), before[1]))
try:
    {0}
finally:
    resource.setrlimit(resource.RLIMIT_AS, before)
"""
_SWALLOWED: Final = """try:
        threading.Thread(target=print).start()
    except RuntimeError:
        pass"""
SHORTAGES: Final = {
    "no memory": _TIGHT.format("bytearray(1 << 28)"),
    "no thread": _TIGHT.format("threading.Thread(target=print).start()"),
    "no thread, and nobody is told": _TIGHT.format(_SWALLOWED),
    "no room to map a library": _TIGHT.format(
        'importlib.import_module(next(name for name in ("_decimal", "_sqlite3", "_elementtree",'
        ' "_lsprof", "_curses", "_dbm", "_xxtestfuzz") if name not in sys.modules))'
    ),
    "no space on the disk": """
with open("/dev/full", "w") as full:
    full.write("x")
""",
    "no more files": """
before = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
try:
    open(os.devnull)
finally:
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
""",
    "no process": "raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))",
    "a disk that fails": "raise OSError(errno.EIO, os.strerror(errno.EIO))",
}
