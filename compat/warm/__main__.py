"""``python -m compat.warm FD PATH …``: serve the channel that this descriptor is.

The paths are where the packages are that may be imported ahead.
"""

import socket
import sys

from compat.warm.process import WarmProcess

sys.path.extend(sys.argv[2:])
WarmProcess(socket.socket(fileno=int(sys.argv[1]))).serve()
