"""`serve.py MODULE`: its `app` on uvicorn with uvloop and httptools. Prints `{"port":N}` when it listens."""

import socket
import sys

import uvicorn

listening = socket.socket()
listening.bind(("127.0.0.1", 0))
listening.listen(4096)
print(f'{{"port":{listening.getsockname()[1]}}}', flush=True)
config = uvicorn.Config(
    f"{sys.argv[1]}:app",
    loop="uvloop",
    http="httptools",
    ws="websockets-sansio",
    ws_per_message_deflate=False,
    log_level="warning",
    lifespan="auto",
    backlog=4096,
)
uvicorn.Server(config).run(sockets=[listening])
