# A peer that says it has everything and sends wrong bytes.
# Arguments: folder, bytes a second to send, torrent files. Prints "ready", waits for its input to
# end, and prints how many peers are still connected to it.
import os
import sys
import time

import libtorrent

folder, rate, torrents = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
session = libtorrent.session(
    {
        "listen_interfaces": "127.0.0.1:0",
        "disable_hash_checks": True,
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "allow_multiple_connections_per_ip": True,
        "enable_incoming_utp": False,
        "enable_outgoing_utp": False,
        "upload_rate_limit": rate,
        "connections_limit": 2000,
        "unchoke_slots_limit": -1,
        "user_agent": "liar",
    }
)
filter = libtorrent.ip_filter()
filter.add_rule("0.0.0.0", "255.255.255.255", 1)
session.set_peer_class_filter(filter)
handles = []
for number, torrent in enumerate(torrents):
    info = libtorrent.torrent_info(torrent)
    place = os.path.join(folder, str(number))
    files = info.files()
    for index in range(files.num_files()):
        path = os.path.join(place, files.file_path(index))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.truncate(files.file_size(index))
    handles.append(
        session.add_torrent(
            {
                "ti": info,
                "save_path": place,
                "flags": libtorrent.torrent_flags.seed_mode | libtorrent.torrent_flags.upload_mode,
            }
        )
    )
while any(not handle.status().is_seeding for handle in handles):
    time.sleep(0.05)
print("ready", flush=True)
sys.stdin.read()
print(sum(handle.status().num_peers for handle in handles), sum(handle.status().total_payload_upload for handle in handles), flush=True)
