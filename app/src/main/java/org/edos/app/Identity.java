package org.edos.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;

/** Who a daemon is and whom it trusts, by its settings. Immutable. */
final class Identity {
  private final ActorKind kind;
  private final Settings settings;
  private final URI address;

  Identity(ActorKind kind, Settings settings, URI address) {
    this.kind = kind;
    this.settings = settings;
    this.address = address;
  }

  /** What people call this peer; the host's name unless set. */
  String name() {
    return settings
        .optional(Setting.NAME)
        .orElseGet(() -> {
          try {
            return InetAddress.getLocalHost().getHostName();
          } catch (IOException e) {
            return "edos";
          }
        });
  }

  /** The name that this mirror proposes for itself: two on one machine have different ones. */
  String memberName() {
    String plain =
        settings.optional(Setting.NAME).orElseGet(() -> name() + "-" + address.getPort());
    String fit = plain.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return fit.isEmpty() ? "mirror" : fit.substring(0, Math.min(64, fit.length()));
  }

  /** Whether its publisher may have it fetch what it did not ask for. */
  boolean acceptsPush() {
    return settings.optional(Setting.ACCEPT_PUSH).isPresent()
        ? settings.flag(Setting.ACCEPT_PUSH)
        : kind == ActorKind.MIRROR;
  }

  /**
   * The only publisher to trust, if one is set.
   *
   * @throws EdosException (usage) if that is no key
   */
  Optional<String> publisherKey() {
    Optional<String> key =
        settings.optional(Setting.PUBLISHER_KEY).map(text -> text.strip().toLowerCase(Locale.ROOT));
    if (key.isPresent() && !key.get().matches("[0-9a-f]{64}")) {
      throw EdosException.usage(
          Setting.PUBLISHER_KEY.key()
              + " is 64 hexadecimal digits; 'edos status' shows a publisher's");
    }
    return key;
  }

  /**
   * The key of the publisher of a network that this mirror is a member of.
   *
   * @throws EdosException (refused) if another publisher is the only one to trust
   */
  String sameKey(String ofNetwork) {
    publisherKey()
        .filter(key -> !key.equals(ofNetwork))
        .ifPresent(key -> {
          throw EdosException.refused(
              "this mirror is a member of the network of the publisher "
                  + ofNetwork
                  + ", not of "
                  + key
                  + "; take "
                  + Setting.PUBLISHER_KEY.key()
                  + " out, or use another --home");
        });
    return ofNetwork;
  }
}
