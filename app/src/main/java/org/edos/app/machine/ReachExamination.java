package org.edos.app.machine;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.edos.app.machine.Examination.Report;
import org.edos.app.machine.Examination.State;
import tools.jackson.databind.JsonNode;

/**
 * Says which other daemons the gateway knows, and how far others reach it, as far as that can be
 * told without asking anybody else. Used by one thread.
 */
final class ReachExamination {
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]{7,15}|\\[[0-9A-Fa-f:.]+\\]");

  private final URI address;
  private final Predicate<URI> answers;
  private final Report report;

  /**
   * Looks at nothing yet.
   *
   * @param address of the daemon, as others are told it
   * @param answers whether a daemon answers at an address, asked from this machine
   */
  ReachExamination(URI address, Predicate<URI> answers, Report report) {
    this.address = address;
    this.answers = answers;
    this.report = report;
  }

  /** Reports on what the daemon answers at {@code /api/v1/gateway/peers}. */
  void all(JsonNode known) {
    peers(known.path("near"));
    boolean wide = known.path("wide").asBoolean(false);
    wideArea(wide, known.path("nodes").asInt(0), known.path("announced").asInt(0));
    if (wide) {
      reach();
    }
  }

  private void peers(JsonNode near) {
    long telling =
        near.properties().stream()
            .map(Map.Entry::getValue)
            .filter(tells -> tells.asBoolean(false))
            .count();
    String found = Counted.of(near.size(), "daemon") + " of the local network";
    if (telling > 0) {
      ok(
          "peers",
          found
              + ", of which "
              + telling
              + (telling == 1 ? " tells what it holds" : " tell what they hold"));
    } else if (!near.isEmpty()) {
      warn(
          "peers",
          found + ", none of which tells what it holds",
          "see that they run, that no firewall is between, and that not all are leeches");
    } else if (isLoopback()) {
      ok(
          "peers",
          "none: only this machine sees this daemon; to be seen, start it with --set host=lan");
    } else {
      warn(
          "peers",
          "no other daemon of the local network is seen",
          "start others with --set host=lan, let UDP port 5353 and TCP port "
              + address.getPort()
              + " through firewalls; or name them: --set lan-peers=http://HOST:PORT");
    }
  }

  private void wideArea(boolean wide, int nodes, int announced) {
    if (!wide) {
      ok("wide area", "off: nobody beyond the local network is asked or told anything");
    } else if (nodes == 0) {
      warn(
          "wide area",
          "on, but no node of the hash table is met, so that nothing is announced",
          "name a node: --set dht-nodes=HOST:PORT; those of neighbours and entries that have"
              + " wide-area on are met by themselves");
    } else {
      ok(
          "wide area",
          Counted.of(nodes, "node")
              + " of the hash table met, "
              + Counted.of(announced, "content")
              + " announced");
    }
  }

  private void reach() {
    if (isLoopback()) {
      warn(
          "reach",
          address + " is for this machine alone: nobody can fetch what is announced",
          "start the daemon with --set host=lan, or with host and address as others reach it");
    } else if (isPrivate()) {
      warn(
          "reach",
          address + " is for the local network; whether a router leads others to it is not known",
          "have the router pass TCP port "
              + address.getPort()
              + " on to it: UPnP and NAT-PMP are for the swarms' port alone");
    } else if (answers.test(address)) {
      ok("reach", address + " answers here; whether a firewall keeps others out is not known");
    } else {
      warn(
          "reach",
          address + " does not answer, asked from this machine",
          "see that the setting address is right, and what a firewall or router does with TCP port "
              + address.getPort());
    }
  }

  private boolean isLoopback() {
    return "localhost".equals(address.getHost()) || is(InetAddress::isLoopbackAddress);
  }

  private boolean isPrivate() {
    return is(host ->
        host.isSiteLocalAddress() || host.isLinkLocalAddress() || isOfProvidersOrUnique(host));
  }

  /** 100.64.0.0/10, which providers share out, and fc00::/7. */
  private static boolean isOfProvidersOrUnique(InetAddress host) {
    byte[] octets = host.getAddress();
    return octets.length == 4
        ? octets[0] == 100 && (octets[1] & 0xc0) == 0x40
        : (octets[0] & 0xfe) == 0xfc;
  }

  /** Names are not looked up: they are taken for public ones. */
  private boolean is(Predicate<InetAddress> kind) {
    String host = String.valueOf(address.getHost());
    try {
      return NUMERIC.matcher(host).matches() && kind.test(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void ok(String name, String finding) {
    report.add(name, State.OK, finding, "");
  }

  private void warn(String name, String finding, String fix) {
    report.add(name, State.WARN, finding, fix);
  }
}
