package org.edos.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.edos.actor.Forwarding;
import org.edos.actor.PeerParts;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;
import org.edos.physical.mail.smtp.SmtpMail;
import org.edos.physical.webhook.http.HttpWebhookCalls;

/**
 * The part of {@link Wiring} that gives the passing on of news its mechanisms. Used by one thread.
 */
final class ForwardingWiring {
  private final Settings settings;
  private final Closing closing;
  private final PeerParts peer;

  ForwardingWiring(Settings settings, Closing closing, PeerParts peer) {
    this.settings = settings;
    this.closing = closing;
    this.peer = peer;
  }

  Forwarding forwarding() {
    Optional<Forwarding.Letters> letters = letters();
    return closing.add(
        new Forwarding(
            new Forwarding.Parts(
                peer.inbox(),
                peer.documents(),
                peer.clock(),
                closing.add(new HttpWebhookCalls(System.getenv())),
                letters)));
  }

  private Optional<Forwarding.Letters> letters() {
    Optional<String> to = settings.optional(Setting.MAIL_TO);
    if (to.isEmpty()) {
      return Optional.empty();
    }
    URI server = server();
    SmtpMail.Security security =
        switch (String.valueOf(server.getScheme())) {
          case "smtp" -> SmtpMail.Security.NONE;
          case "starttls" -> SmtpMail.Security.STARTTLS;
          case "smtps" -> SmtpMail.Security.TLS;
          default -> throw badServer();
        };
    int standardPort =
        switch (security) {
          case NONE -> 25;
          case STARTTLS -> 587;
          case TLS -> 465;
        };
    SmtpMail mail =
        new SmtpMail(
            new SmtpMail.Config(
                server.getHost(),
                server.getPort() < 0 ? standardPort : server.getPort(),
                security,
                settings.optional(Setting.MAIL_USER).map(this::login),
                settings.optional(Setting.MAIL_FROM).orElse(to.get()),
                to.get()));
    return Optional.of(new Forwarding.Letters(mail, settings.time(Setting.MAIL_EVERY)));
  }

  private URI server() {
    try {
      URI server = URI.create(settings.text(Setting.MAIL_SERVER));
      if (server.getHost() == null) {
        throw badServer();
      }
      return server;
    } catch (IllegalArgumentException e) {
      throw badServer();
    }
  }

  private EdosException badServer() {
    return EdosException.usage(
        Setting.MAIL_SERVER.key()
            + " is smtp://HOST:PORT, starttls://HOST:PORT or smtps://HOST:PORT, not '"
            + settings.text(Setting.MAIL_SERVER)
            + "'");
  }

  private SmtpMail.Login login(String user) {
    String file = settings.text(Setting.MAIL_PASSWORD_FILE);
    try {
      return new SmtpMail.Login(user, Files.readString(Path.of(file)).strip());
    } catch (IOException e) {
      throw new EdosException(
          EdosException.Category.USAGE,
          Setting.MAIL_PASSWORD_FILE.key() + ": cannot read '" + file + "': " + e.getMessage(),
          e);
    }
  }
}
