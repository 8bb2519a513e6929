package org.edos.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;

/** Who a daemon is and whom it trusts, by its settings. Immutable. */
final class Identity {
  private final Settings settings;
  private final URI address;

  Identity(Settings settings, URI address) {
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
}
