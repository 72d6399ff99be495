"""``python -m compat.warm FD WORK PATH …``: serve the channel that this descriptor is.

``WORK`` is where cells work, in namespaces, else empty. The paths are where the packages are that
may be imported ahead.
"""

import socket
import sys

from compat.warm.process import WarmProcess

sys.path.extend(sys.argv[3:])
WarmProcess(socket.socket(fileno=int(sys.argv[1])), sys.argv[2]).serve()
