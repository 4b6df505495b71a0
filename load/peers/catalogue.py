"""All peers, in the order of the tables."""

from load.peers import broadcast, centrifugo, hub, limit, litestar, nats, python_socketio, socketio, ws
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
    litestar.PEER,
    python_socketio.PEER,
    broadcast.PEER,
    limit.PEER,
)
