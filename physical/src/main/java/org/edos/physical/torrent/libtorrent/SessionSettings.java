package org.edos.physical.torrent.libtorrent;

import java.util.List;
import org.edos.physical.torrent.libtorrent.Message.Limit;
import org.edos.physical.torrent.libtorrent.Message.Start;
import org.libtorrent4j.swig.address;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.ip_filter;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.session_params;
import org.libtorrent4j.swig.settings_pack;
import org.libtorrent4j.swig.settings_pack.bool_types;
import org.libtorrent4j.swig.settings_pack.int_types;
import org.libtorrent4j.swig.settings_pack.string_types;

/**
 * The settings of libtorrent that come near the physical bound for crowds of some dozens of peers.
 */
final class SessionSettings {
  private static final int ENCRYPTION_ALLOWED = 1;
  private static final int ENCRYPTION_OFF = 2;
  private static final int PEER_PROPORTIONAL = 1;
  private static final int PREFER_TCP = 0;
  private static final int CONNECTIONS = 5_000;

  private SessionSettings() {}

  /** A running session. */
  static session open(Start start) {
    var settings = new settings_pack();
    identity(start, settings);
    network(start.reach(), settings);
    trackers(settings);
    webSeeds(settings);
    hashTable(settings);
    transfer(start, settings);
    connections(settings);
    var params = new session_params(settings);
    // The default disk access maps files and takes the signal handlers that the JVM needs for
    // itself.
    params.set_posix_disk_io_constructor();
    var session = new session(params);
    limitNearPeersToo(session);
    params.delete();
    settings.delete();
    return session;
  }

  private static void identity(Start start, settings_pack settings) {
    settings.set_str(string_types.listen_interfaces.swigValue(), start.listen());
    settings.set_str(string_types.user_agent.swigValue(), "Edos");
    settings.set_str(string_types.peer_fingerprint.swigValue(), "-ED0100-");
    // Without a mask every packet becomes an alert, which takes a quarter of a core.
    int alerts =
        alert.status_notification.to_int()
            | alert.error_notification.to_int()
            | alert.dht_operation_notification.to_int();
    settings.set_int(int_types.alert_mask.swigValue(), alerts);
    settings.set_int(int_types.alert_queue_size.swigValue(), 10_000);
  }

  private static void network(Reach reach, settings_pack settings) {
    boolean open = reach == Reach.OPEN;
    var whereOpen =
        List.of(
            bool_types.enable_upnp,
            bool_types.enable_natpmp,
            bool_types.enable_ip_notifier,
            bool_types.enable_incoming_utp,
            bool_types.enable_outgoing_utp,
            bool_types.announce_crypto_support);
    whereOpen.forEach(setting -> settings.set_bool(setting.swigValue(), open));
    settings.set_bool(bool_types.enable_lsd.swigValue(), false);
    int encryption = open ? ENCRYPTION_ALLOWED : ENCRYPTION_OFF;
    settings.set_int(int_types.out_enc_policy.swigValue(), encryption);
    settings.set_int(int_types.in_enc_policy.swigValue(), encryption);
    settings.set_int(
        int_types.mixed_mode_algorithm.swigValue(), open ? PEER_PROPORTIONAL : PREFER_TCP);
  }

  private static void trackers(settings_pack settings) {
    settings.set_int(int_types.min_announce_interval.swigValue(), 5);
    settings.set_int(int_types.tracker_backoff.swigValue(), 50);
    settings.set_int(int_types.stop_tracker_timeout.swigValue(), 1);
    settings.set_int(int_types.max_concurrent_http_announces.swigValue(), 50);
  }

  /** Web seeds are daemons' content stores: near, quick to answer, and soon asked again. */
  private static void webSeeds(settings_pack settings) {
    settings.set_int(int_types.urlseed_timeout.swigValue(), 3);
    settings.set_int(int_types.urlseed_wait_retry.swigValue(), 1);
  }

  /** A table of the peers that were met, with no node of the public one to begin with. */
  private static void hashTable(settings_pack settings) {
    settings.set_bool(bool_types.enable_dht.swigValue(), true);
    settings.set_str(string_types.dht_bootstrap_nodes.swigValue(), "");
    var off =
        List.of(
            bool_types.dht_restrict_routing_ips,
            bool_types.dht_restrict_search_ips,
            bool_types.dht_ignore_dark_internet,
            bool_types.dht_enforce_node_id,
            bool_types.dht_prefer_verified_node_ids);
    off.forEach(setting -> settings.set_bool(setting.swigValue(), false));
    settings.set_int(int_types.dht_block_ratelimit.swigValue(), 10_000);
    settings.set_int(int_types.dht_upload_rate_limit.swigValue(), 1_000_000);
    settings.set_int(int_types.dht_announce_interval.swigValue(), 300);
  }

  private static void transfer(Start start, settings_pack settings) {
    settings.set_int(int_types.upload_rate_limit.swigValue(), start.upload());
    settings.set_int(int_types.download_rate_limit.swigValue(), start.download());
    settings.set_bool(bool_types.rate_limit_ip_overhead.swigValue(), false);
    settings.set_int(int_types.whole_pieces_threshold.swigValue(), 0);
    settings.set_int(int_types.unchoke_slots_limit.swigValue(), -1);
    settings.set_int(int_types.request_queue_time.swigValue(), 1);
    settings.set_int(
        int_types.max_out_request_queue.swigValue(),
        start.upload() > 0 || start.download() > 0 ? 8 : 32);
    settings.set_int(int_types.initial_picker_threshold.swigValue(), 0);
    settings.set_bool(bool_types.auto_sequential.swigValue(), false);
    settings.set_int(int_types.tick_interval.swigValue(), 100);
  }

  /** Changes the limits of a running session. */
  static void limit(session session, Limit limit) {
    var settings = new settings_pack();
    settings.set_int(int_types.upload_rate_limit.swigValue(), limit.upload());
    settings.set_int(int_types.download_rate_limit.swigValue(), limit.download());
    session.apply_settings(settings);
    settings.delete();
  }

  private static void connections(settings_pack settings) {
    settings.set_bool(bool_types.smooth_connects.swigValue(), false);
    settings.set_bool(bool_types.allow_multiple_connections_per_ip.swigValue(), true);
    // libtorrent adds a connection's bytes to its torrent's once a second; those of a closed one
    // are not counted.
    settings.set_bool(bool_types.close_redundant_connections.swigValue(), false);
    settings.set_int(int_types.connection_speed.swigValue(), 1_000);
    settings.set_int(int_types.listen_queue_size.swigValue(), 200);
    settings.set_int(int_types.connections_limit.swigValue(), CONNECTIONS);
    settings.set_int(int_types.min_reconnect_time.swigValue(), 2);
  }

  /**
   * Peers of the own network are exempt from limits unless every address is in the class of all.
   */
  private static void limitNearPeersToo(session session) {
    var filter = new ip_filter();
    var ignored = new error_code();
    filter.add_rule(
        address.from_string("0.0.0.0", ignored),
        address.from_string("255.255.255.255", ignored),
        1);
    var last = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    filter.add_rule(address.from_string("::", ignored), address.from_string(last, ignored), 1);
    session.set_peer_class_filter(filter);
  }
}
