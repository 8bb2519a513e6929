package org.edos.physical.torrent.libtorrent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.physical.torrent.FixedItem;
import org.edos.physical.torrent.HashTable;
import org.edos.physical.torrent.libtorrent.Message.Announce;
import org.edos.physical.torrent.libtorrent.Message.Ended;
import org.edos.physical.torrent.libtorrent.Message.Find;
import org.edos.physical.torrent.libtorrent.Message.Found;
import org.edos.physical.torrent.libtorrent.Message.GetItem;
import org.edos.physical.torrent.libtorrent.Message.Item;
import org.edos.physical.torrent.libtorrent.Message.PutItem;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.byte_array_32;
import org.libtorrent4j.swig.byte_array_64;
import org.libtorrent4j.swig.byte_vector;
import org.libtorrent4j.swig.dht_get_peers_reply_alert;
import org.libtorrent4j.swig.dht_immutable_item_alert;
import org.libtorrent4j.swig.dht_mutable_item_alert;
import org.libtorrent4j.swig.entry;
import org.libtorrent4j.swig.libtorrent;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.sha1_hash;

/**
 * The session's distributed hash table, as the daemon uses it beside the torrents. Of the session's
 * thread.
 *
 * <p>libtorrent tells of every answer to a search for peers, but not when the search has ended. So
 * each is accompanied by one for an item of the same key, which there is none of: it asks the same
 * nodes, and its end is told.
 */
final class SessionTable {
  private static final byte NO_FLAGS = 0;
  private static final long LONGEST_NANOS = 5_000_000_000L;

  private final session session;
  private final Map<String, Long> searches = new HashMap<>();
  private final Map<String, Asked> items = new HashMap<>();
  private final List<Message> heard = new ArrayList<>();

  /** A mutable item that is looked for, and when that began. */
  private record Asked(String seed, long since) {}

  SessionTable(session session) {
    this.session = session;
  }

  void announce(Announce announce) {
    var key = hash(announce.key());
    session.dht_announce_ex(key, announce.port(), NO_FLAGS);
    key.delete();
  }

  void find(Find find) {
    searches.put(find.key(), System.nanoTime());
    var key = hash(find.key());
    session.dht_get_peers(key);
    session.dht_get_item(key);
    key.delete();
  }

  void put(PutItem put) {
    var value = entry.from_string_bytes(new byte_vector(put.item()));
    if (put.seed().isEmpty()) {
      session.dht_put_item(value);
    } else {
      var pair = Pair.of(put.seed());
      session.dht_put_item(pair.open(), pair.secret(), value, new byte_vector());
    }
    value.delete();
  }

  void get(GetItem get) {
    if (get.name().length() == 2 * FixedItem.BYTES) {
      searches.put(get.name(), System.nanoTime());
      var name = hash(get.name());
      session.dht_get_item(name);
      name.delete();
    } else {
      var pair = Pair.of(get.name());
      items.put(hex(pair.open()), new Asked(get.name(), System.nanoTime()));
      session.dht_get_item(pair.open(), new byte_vector());
    }
  }

  /** Whether an answer may come at any moment. */
  boolean isWaiting() {
    long now = System.nanoTime();
    searches.values().removeIf(since -> now - since > LONGEST_NANOS);
    items.values().removeIf(asked -> now - asked.since() > LONGEST_NANOS);
    return !searches.isEmpty() || !items.isEmpty();
  }

  /** Takes in an alert, if it is one of the table. */
  boolean hear(alert any) {
    int type = any.type();
    if (type == dht_get_peers_reply_alert.alert_type) {
      hear(alert.cast_to_dht_get_peers_reply_alert(any));
    } else if (type == dht_immutable_item_alert.alert_type) {
      hear(alert.cast_to_dht_immutable_item_alert(any));
    } else if (type == dht_mutable_item_alert.alert_type) {
      hear(alert.cast_to_dht_mutable_item_alert(any));
    } else {
      return false;
    }
    return true;
  }

  private void hear(dht_get_peers_reply_alert reply) {
    var key = reply.getInfo_hash().to_hex();
    if (!searches.containsKey(key)) {
      return;
    }
    var peers = reply.peers();
    Set<String> holders = new LinkedHashSet<>();
    int size = Math.min(HashTable.MOST_HOLDERS, peers.size());
    for (int i = 0; i < size; i++) {
      var peer = peers.get(i);
      holders.add(peer.address().to_string() + " " + peer.port());
    }
    peers.delete();
    heard.add(new Found(key, List.copyOf(holders)));
  }

  private void hear(dht_immutable_item_alert told) {
    var key = told.getTarget().to_hex();
    if (searches.remove(key) != null) {
      var item = bytes(told.getItem());
      heard.add(item.length == 0 ? new Ended(key) : new Item(key, item));
    }
  }

  private void hear(dht_mutable_item_alert told) {
    // Until it is authoritative another node may have a newer one.
    var asked = told.getAuthoritative() ? items.remove(hex(told.get_key())) : null;
    if (asked != null) {
      var item = bytes(told.getItem());
      heard.add(item.length == 0 ? new Ended(asked.seed()) : new Item(asked.seed(), item));
    }
  }

  /** What there is to tell the daemon since the last call. */
  List<Message> takeHeard() {
    var taken = List.copyOf(heard);
    heard.clear();
    return taken;
  }

  /** The bytes of an entry; none if it is no string of the size of an item. */
  private static byte[] bytes(entry item) {
    if (item.type() != entry.data_type.string_t) {
      return new byte[0];
    }
    var text = item.string_bytes();
    byte[] bytes = new byte[text.size() <= HashTable.MOST_ITEM_BYTES ? text.size() : 0];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = text.get(i);
    }
    text.delete();
    return bytes;
  }

  private static sha1_hash hash(String hex) {
    return new sha1_hash(new byte_vector(HexFormat.of().parseHex(hex)));
  }

  private static String hex(byte_array_32 key) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = key.get(i);
    }
    return HexFormat.of().formatHex(bytes);
  }

  /** The keys of a mutable item: everybody who knows the seed has both. */
  private record Pair(byte_array_32 open, byte_array_64 secret) {
    static Pair of(String seed) {
      var made = libtorrent.ed25519_create_keypair(new byte_vector(HexFormat.of().parseHex(seed)));
      var open = new byte_array_32();
      var secret = new byte_array_64();
      for (int i = 0; i < 32; i++) {
        open.set(i, made.getFirst().get(i));
      }
      for (int i = 0; i < 64; i++) {
        secret.set(i, made.getSecond().get(i));
      }
      made.delete();
      return new Pair(open, secret);
    }
  }
}
