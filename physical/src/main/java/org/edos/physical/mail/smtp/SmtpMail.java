package org.edos.physical.mail.smtp;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.edos.core.EdosException;
import org.edos.physical.mail.Mail;

/**
 * Letters sent through an SMTP server, each over a connection of its own. With {@link
 * Security#STARTTLS} and {@link Security#TLS} the server's certificate must be good and of its
 * name. Safe for use by many threads.
 */
public final class SmtpMail implements Mail {
  private static final String PATIENCE_MILLIS = "30000";

  /** How the connection is secured. */
  public enum Security {
    /** Not at all: for a server on this machine. */
    NONE,
    /** Turned to TLS before anything is said. */
    STARTTLS,
    /** TLS from the start. */
    TLS
  }

  /**
   * Who proves to be whom to the server.
   *
   * @param user the name
   * @param password never shown
   */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * How letters are sent.
   *
   * @param host of the server
   * @param port of the server
   * @param security of the connection
   * @param login empty for a server that asks for none
   * @param from the sender
   * @param to the receivers, with commas between them
   */
  public record Config(
      String host, int port, Security security, Optional<Login> login, String from, String to) {
    /** Refuses malformed addresses, and a password that would travel open. */
    public Config {
      address(from);
      if (addresses(to).length == 0) {
        throw EdosException.usage("a letter needs somebody to read it");
      }
      if (login.isPresent() && security == Security.NONE) {
        throw EdosException.usage(
            "a password is not sent over an open connection; use smtps:// or starttls://");
      }
    }
  }

  private final Config config;

  /** Connects to nobody yet. */
  public SmtpMail(Config config) {
    this.config = config;
  }

  @Override
  public void send(Letter letter) {
    try {
      Transport.send(message(letter));
    } catch (MessagingException e) {
      throw EdosException.external(
          "cannot send mail through " + config.host() + ":" + config.port() + ": " + reason(e), e);
    }
  }

  private MimeMessage message(Letter letter) throws MessagingException {
    InternetAddress from = address(config.from());
    String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    MimeMessage message =
        new MimeMessage(session()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + letter.id() + "@" + domain + ">");
          }
        };
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, addresses(config.to()));
    message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(letter.date()));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setText(letter.text(), StandardCharsets.UTF_8.name());
    return message;
  }

  private Session session() {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", config.host());
    properties.setProperty("mail.smtp.port", Integer.toString(config.port()));
    properties.setProperty("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
    properties.setProperty("mail.smtp.timeout", PATIENCE_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", PATIENCE_MILLIS);
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    boolean starttls = config.security() == Security.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(starttls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(starttls));
    properties.setProperty(
        "mail.smtp.ssl.enable", Boolean.toString(config.security() == Security.TLS));
    properties.setProperty("mail.smtp.auth", Boolean.toString(config.login().isPresent()));
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            Login login = config.login().orElseThrow();
            return new PasswordAuthentication(login.user(), login.password());
          }
        });
  }

  private static InternetAddress address(String text) {
    InternetAddress[] addresses = addresses(text);
    if (addresses.length != 1) {
      throw EdosException.usage("a letter has one sender, not '" + text + "'");
    }
    return addresses[0];
  }

  private static InternetAddress[] addresses(String text) {
    try {
      InternetAddress[] addresses = InternetAddress.parse(text, true);
      for (InternetAddress address : addresses) {
        address.validate();
      }
      return addresses;
    } catch (MessagingException e) {
      throw new EdosException(
          EdosException.Category.USAGE, "'" + text + "' is no mail address: " + e.getMessage(), e);
    }
  }

  /** What the server said, without what the library says around it. */
  private static String reason(MessagingException e) {
    Exception inner = e.getNextException();
    String message = inner == null ? e.getMessage() : inner.getMessage();
    return String.valueOf(message).strip();
  }
}
