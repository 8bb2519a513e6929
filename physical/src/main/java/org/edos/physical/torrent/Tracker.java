package org.edos.physical.torrent;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;

/**
 * Introduces the peers of a swarm to one another: a tracker (BEP 3) with compact answers (BEP 23,
 * BEP 7) and scraping (BEP 48), without HTTP, which whoever mounts it at /announce and /scrape
 * adds. Only torrents given to {@link #serve} have a swarm here. A peer is where its request came
 * from, never where it says that it is. Peers that are not heard of for two and a half intervals
 * are forgotten, and so is the one longest silent when a swarm or an address has too many. Safe for
 * use by many threads.
 */
public final class Tracker {
  private static final int MOST_QUERY = 4_096;
  private static final int MOST_PEERS = 5_000;
  private static final int MOST_PEERS_OF_ADDRESS = 500;
  private static final int MOST_GIVEN = 200;
  private static final int USUALLY_GIVEN = 50;
  private static final int MOST_SCRAPED = 100;
  private static final int PEER_ID_BYTES = 20;
  private static final int INFO_HASH_BYTES = 20;

  private record Endpoint(InetAddress address, int port) {}

  private record Peer(Endpoint endpoint, boolean complete, Instant heard) {}

  /** The peers of one torrent, least recently heard of first; guarded by itself. */
  private static final class Swarm {
    final LinkedHashMap<Endpoint, Peer> peers = new LinkedHashMap<>();
    long downloaded;
  }

  private final Map<String, Swarm> swarms = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration interval;

  /** A tracker whose peers announce themselves every 30 seconds. */
  public Tracker(Clock clock) {
    this(clock, Duration.ofSeconds(30));
  }

  /**
   * A tracker without swarms.
   *
   * @param interval how often peers shall announce themselves; whole seconds
   */
  public Tracker(Clock clock, Duration interval) {
    this.clock = clock;
    this.interval = interval;
  }

  /** Begins to serve a torrent; one that is served already keeps its peers. */
  public void serve(Torrent torrent) {
    serve(torrent.infoHash());
  }

  /** Begins to serve a torrent by its info-hash, of whatever kind it is. */
  public void serve(String infoHash) {
    swarms.putIfAbsent(infoHash, new Swarm());
  }

  /** Ends serving a torrent; says whether it was served. */
  public boolean forget(String infoHash) {
    return swarms.remove(infoHash) != null;
  }

  /** How many peers the torrent has now; 0 if it is not served. */
  public int peers(String infoHash) {
    return Optional.ofNullable(swarms.get(infoHash)).map(swarm -> count(swarm).peers()).orElse(0);
  }

  /** How many of these have all that they want; 0 if the torrent is not served. */
  public int completePeers(String infoHash) {
    return Optional.ofNullable(swarms.get(infoHash))
        .map(swarm -> count(swarm).complete())
        .orElse(0);
  }

  /**
   * Answers an announcement.
   *
   * @param rawQuery the query of the URI as it came, percent-encoded; empty if there was none
   * @param from the peer's address
   * @return bencoded; a request that cannot be served is answered by a dictionary with a {@code
   *     failure reason}
   */
  public byte[] announce(String rawQuery, InetAddress from) {
    try {
      var query = Query.parse(rawQuery, MOST_QUERY);
      var infoHash = query.bytes("info_hash", INFO_HASH_BYTES);
      query.bytes("peer_id", PEER_ID_BYTES);
      int port = (int) query.number("port", -1, 1, 65_535);
      long left = query.number("left", Long.MAX_VALUE, 0, Long.MAX_VALUE);
      int wanted = (int) query.number("numwant", USUALLY_GIVEN, -1, Integer.MAX_VALUE);
      var endpoint = new Endpoint(from, port);
      return answer(
          swarm(infoHash),
          new Peer(endpoint, left == 0, clock.instant()),
          query.text("event").orElse(""),
          wanted);
    } catch (EdosException e) {
      return failure(e);
    }
  }

  private byte[] answer(Swarm swarm, Peer peer, String event, int wanted) {
    synchronized (swarm) {
      expire(swarm);
      swarm.peers.remove(peer.endpoint());
      if (event.equals("stopped")) {
        return peersAnswer(swarm, List.of());
      }
      if (event.equals("completed")) {
        swarm.downloaded++;
      }
      makeRoom(swarm, peer.endpoint().address());
      swarm.peers.put(peer.endpoint(), peer);
      return peersAnswer(
          swarm, choose(swarm, peer, wanted < 0 ? USUALLY_GIVEN : Math.min(wanted, MOST_GIVEN)));
    }
  }

  private static List<Peer> choose(Swarm swarm, Peer asking, int most) {
    var others = new ArrayList<Peer>();
    for (var peer : swarm.peers.values()) {
      boolean useful = !(peer.complete() && asking.complete());
      if (useful && !peer.endpoint().equals(asking.endpoint())) {
        others.add(peer);
      }
    }
    Collections.shuffle(others);
    return others.subList(0, Math.min(most, others.size()));
  }

  private void expire(Swarm swarm) {
    var oldest = clock.instant().minus(interval.multipliedBy(5).dividedBy(2));
    var peers = swarm.peers.values().iterator();
    while (peers.hasNext() && peers.next().heard().isBefore(oldest)) {
      peers.remove();
    }
  }

  private static void makeRoom(Swarm swarm, InetAddress address) {
    if (swarm.peers.size() < MOST_PEERS_OF_ADDRESS) {
      return;
    }
    var ofAddress = swarm.peers.keySet().stream().filter(e -> e.address().equals(address)).toList();
    if (ofAddress.size() >= MOST_PEERS_OF_ADDRESS) {
      swarm.peers.remove(ofAddress.getFirst());
    } else if (swarm.peers.size() >= MOST_PEERS) {
      swarm.peers.pollFirstEntry();
    }
  }

  private byte[] peersAnswer(Swarm swarm, List<Peer> peers) {
    var v4 = new ByteArrayOutputStream();
    var v6 = new ByteArrayOutputStream();
    for (var peer : peers) {
      var out = peer.endpoint().address() instanceof Inet4Address ? v4 : v6;
      out.writeBytes(peer.endpoint().address().getAddress());
      out.write(peer.endpoint().port() >> 8);
      out.write(peer.endpoint().port());
    }
    var counts = count(swarm);
    var answer = new TreeMap<String, Bencode.Value>();
    answer.put("complete", new Bencode.Number(counts.complete()));
    answer.put("incomplete", new Bencode.Number(counts.peers() - counts.complete()));
    answer.put("interval", new Bencode.Number(interval.toSeconds()));
    answer.put("min interval", new Bencode.Number(Math.max(1, interval.toSeconds() / 6)));
    answer.put("peers", new Bencode.Bytes(v4.toByteArray()));
    if (v6.size() > 0) {
      answer.put("peers6", new Bencode.Bytes(v6.toByteArray()));
    }
    return Bencode.write(Bencode.dictionary(answer));
  }

  private record Counts(int peers, int complete, long downloaded) {}

  private Counts count(Swarm swarm) {
    synchronized (swarm) {
      expire(swarm);
      int complete = (int) swarm.peers.values().stream().filter(Peer::complete).count();
      return new Counts(swarm.peers.size(), complete, swarm.downloaded);
    }
  }

  /**
   * Answers how many peers the swarms have that the query names by {@code info_hash}. Swarms are
   * never listed.
   *
   * @param rawQuery as for {@link #announce}
   * @return bencoded, in the same way
   */
  public byte[] scrape(String rawQuery) {
    try {
      var query = Query.parse(rawQuery, MOST_QUERY);
      var hashes = query.all("info_hash");
      if (hashes.isEmpty() || hashes.size() > MOST_SCRAPED) {
        throw EdosException.usage("name from 1 to " + MOST_SCRAPED + " torrents by info_hash");
      }
      var files = new TreeMap<String, Bencode.Value>();
      for (var hash : hashes) {
        Optional.ofNullable(swarms.get(hex(hash)))
            .ifPresent(swarm -> files.put(hash, scraped(count(swarm))));
      }
      var answer = new TreeMap<String, Bencode.Value>();
      answer.put("files", Bencode.dictionary(files));
      return Bencode.write(Bencode.dictionary(answer));
    } catch (EdosException e) {
      return failure(e);
    }
  }

  private static Bencode.Dictionary scraped(Counts counts) {
    var entries = new TreeMap<String, Bencode.Value>();
    entries.put("complete", new Bencode.Number(counts.complete()));
    entries.put("downloaded", new Bencode.Number(counts.downloaded()));
    entries.put("incomplete", new Bencode.Number(counts.peers() - counts.complete()));
    return Bencode.dictionary(entries);
  }

  private Swarm swarm(String rawInfoHash) {
    return Optional.ofNullable(swarms.get(hex(rawInfoHash)))
        .orElseThrow(() -> EdosException.notFound("this tracker does not serve that torrent"));
  }

  private static String hex(String latin) {
    return HexFormat.of().formatHex(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] failure(EdosException problem) {
    var answer = new TreeMap<String, Bencode.Value>();
    answer.put("failure reason", Bencode.text(String.valueOf(problem.getMessage())));
    return Bencode.write(Bencode.dictionary(answer));
  }
}
