package org.edos.app.daemon;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every setting that a daemon knows, in {@code edos.toml} of its home and in {@code --set
 * KEY=VALUE}.
 */
public enum Setting {
  NAME("name", "", "what people call this peer; the host's name unless set"),
  HOST(
      "host",
      "127.0.0.1",
      "the address to listen on; lan for every one, to be found by neighbours; 0.0.0.0 for every"
          + " one with another address"),
  ADDRESS(
      "address",
      "",
      "where other peers reach this daemon, http://host:port; made of host and port unless set"),
  GATEWAY(
      "gateway",
      "own",
      "who may fetch existing repositories through this daemon: own (programs of this machine),"
          + " lan, or off"),
  STORE_QUOTA("store-quota", "50GB", "most bytes that the content store may hold"),
  PUBLISHER_KEY(
      "publisher-key",
      "",
      "the only publisher to trust, 64 hexadecimal digits; the first one met unless set"),
  TRUSTED_KEYS(
      "trusted-keys",
      "",
      "a file of OpenPGP keys; a tree to be published must then be signed by one of them"),
  VALIDITY(
      "validity", "365d", "how long a published release may be taken for the newest of its name"),
  PUBLISH_FROM(
      "publish-from",
      "",
      "the folders, by their whole paths with commas between them, whose contents programs with a"
          + " token for publishing may have published; empty for none"),
  HEAD_VALIDITY(
      "head-validity",
      "24h",
      "how long a publisher may say nothing before subscribers call it silent"),
  WINDOW("window", "30s", "how long a flash crowd collects wish lists"),
  LINGER("linger", "10m", "how long a finished flash crowd's torrents are seeded on"),
  FEEDING("feeding", "10m", "how long chosen mirrors are fed before the rest of a crowd, at most"),
  STRATEGY("strategy", "best", "how flash crowds are planned unless said otherwise"),
  INSTALLABILITY(
      "installability",
      "warn",
      "what publishing does about packages that become uninstallable unless said otherwise: ignore,"
          + " warn or refuse"),
  ACCEPT_PUSH(
      "accept-push",
      "",
      "whether the publisher may have this peer fetch what it did not ask for; true for a mirror"
          + " and false for others unless set"),
  REPLICATE_CONTENTS(
      "replicate-contents", "true", "whether a mirror copies packages, or only answers queries"),
  WISH(
      "wish",
      "whole",
      "what subscriptions download: whole, upgrade, needs (of an upgrade), or a query"),
  INSTALLED_ROOT(
      "installed-root",
      "/",
      "the root of the system whose dpkg or rpm says what is installed; empty for none"),
  KEYRINGS(
      "keyrings",
      "/usr/share/keyrings:/etc/apt/keyrings:/etc/apt/trusted.gpg.d:/etc/pki/rpm-gpg",
      "files and folders of the OpenPGP keys by which the gateway checks the repositories that it"
          + " follows, with ':' between"),
  HOOK(
      "hook",
      "",
      "a program of the user's own, by its absolute path, which subscriptions may run for each"
          + " event"),
  UPLOAD_LIMIT(
      "upload-limit",
      "0",
      "most bytes a second that swarms send, and as many again to peers by HTTP; 0 for no limit"),
  DOWNLOAD_LIMIT("download-limit", "0", "most bytes a second that swarms receive; 0 for no limit"),
  UPLOAD_SCHEDULE(
      "upload-schedule",
      "",
      "upload limits by the time of day, such as '08:00-18:00=200KB/s, else 0'; goes before"
          + " upload-limit"),
  LEECH("leech", "false", "whether swarms send 16 kB/s at most, and end when their download does"),
  LAN(
      "lan",
      "auto",
      "whether daemons of the local network are found and find this one; auto is true unless host"
          + " is a loopback address"),
  LAN_PEERS(
      "lan-peers",
      "",
      "daemons to be asked as if they were found in the local network: http://host:port, with"
          + " commas between them"),
  WIDE_AREA(
      "wide-area",
      "false",
      "whether peers are found anywhere, and this one by them, through a hash table that all who"
          + " set this share"),
  DHT_NODES(
      "dht-nodes",
      "",
      "nodes of the hash table to be met first, host:port with commas between them; those of the"
          + " entries and of the local network are met anyway"),
  SEED_RATIO(
      "seed-ratio",
      "0",
      "a downloaded torrent is shared until it was sent this many times; 0 for as long as its"
          + " flash crowd lasts"),
  SEED_TIME(
      "seed-time",
      "0s",
      "how long a downloaded torrent is shared; 0s for as long as its flash crowd" + " lasts"),
  SWARM_PORT(
      "swarm-port",
      "0",
      "the port at which other peers' torrent engines reach this one; 0 for any"),
  SWARM_REACH(
      "swarm-reach",
      "auto",
      "loopback, lan, or open (uTP, UPnP, NAT-PMP, encryption where asked for); auto is open unless"
          + " host is a loopback address"),
  MAIL_TO(
      "mail-to",
      "",
      "who is sent digests of the inbox by mail, with commas between them; empty for nobody"),
  MAIL_FROM("mail-from", "", "the sender of these digests; mail-to unless set"),
  MAIL_SERVER(
      "mail-server",
      "smtp://localhost:25",
      "through which server mail is sent: smtp://HOST:PORT (open), starttls://HOST:PORT or"
          + " smtps://HOST:PORT"),
  MAIL_USER(
      "mail-user",
      "",
      "who this daemon is to the mail server; empty for a server that does not ask"),
  MAIL_PASSWORD_FILE("mail-password-file", "", "a file with the password of mail-user"),
  MAIL_EVERY("mail-every", "24h", "the time between digests"),
  WEB_OPEN_HERE(
      "web-open-here",
      "true",
      "whether the pages are the owner's for every caller of this machine, without a password"),
  GRID_MEMORY(
      "grid-memory", "128MB", "memory outside the heap for the index of a publisher or mirror"),
  GRID_COPIES(
      "grid-copies",
      "1",
      "on how many mirrors each part of the index is kept besides the publisher, 0 to 7; fixed when"
          + " the publisher first starts"),
  GRID_PORT(
      "grid-port",
      "0",
      "the first of two ports on which members of the indexing network meet; 0 for free ones, kept"
          + " from then on");

  private final String key;
  private final String standard;
  private final String help;

  Setting(String key, String standard, String help) {
    this.key = key;
    this.standard = standard;
    this.help = help;
  }

  /** The key in the file and on the command line. */
  public String key() {
    return key;
  }

  /** The value unless set. */
  public String standard() {
    return standard;
  }

  /** One line for people. */
  public String help() {
    return help;
  }

  static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }
}
