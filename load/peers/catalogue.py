"""All peers, in the order of the tables."""

from load.peers import centrifugo, hub, limit, nats, python_servers, socketio, ws
from load.peers.peer import Peer

PEERS: tuple[Peer, ...] = (
    hub.HUB,
    hub.AT_ONCE,
    centrifugo.MEMORY,
    centrifugo.REDIS,
    centrifugo.BARE,
    socketio.RECOVERING,
    socketio.BARE,
    socketio.EIOWS,
    socketio.UWEBSOCKETS,
    ws.PEER,
    nats.CORE,
    nats.JETSTREAM,
    python_servers.LITESTAR,
    python_servers.PYTHON_SOCKETIO,
    python_servers.BROADCAST,
    limit.PEER,
)
