package org.edos.physical.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.physical.mail.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpMailTest {
  private static final Mail.Letter LETTER =
      new Mail.Letter(
          "edos.1.1-2",
          "Edos: 2 n\u00e9w",
          "A\u00e9\n.\nB\n",
          Instant.parse("2026-01-02T03:04:05Z"));

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private SmtpMail mail(SmtpMail.Security security, String to) {
    return new SmtpMail(
        new SmtpMail.Config(
            "127.0.0.1",
            server.getSmtp().getPort(),
            security,
            Optional.empty(),
            "edos@example.org",
            to));
  }

  @Test
  void aLetterArrivesAsItWasWritten() throws Exception {
    mail(SmtpMail.Security.NONE, "one@example.org, Two <two@example.org>").send(LETTER);

    assertThat(server.getReceivedMessages()).hasSize(2);
    MimeMessage received = server.getReceivedMessages()[0];
    assertThat(received.getSubject()).isEqualTo("Edos: 2 n\u00e9w");
    assertThat(received.getMessageID()).isEqualTo("<edos.1.1-2@example.org>");
    assertThat(received.getFrom()[0]).hasToString("edos@example.org");
    assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(received.getContent().toString().replace("\r\n", "\n")).isEqualTo("A\u00e9\n.\nB");
  }

  @Test
  void nothingIsSaidToAServerThatDoesNotTurnToTls() {
    assertThatThrownBy(() -> mail(SmtpMail.Security.STARTTLS, "one@example.org").send(LETTER))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatIsNotThereIsTold() {
    SmtpMail mail = mail(SmtpMail.Security.NONE, "one@example.org");
    server.stop();
    assertThatThrownBy(() -> mail.send(LETTER))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.EXTERNAL))
        .hasMessageContaining("cannot send mail through 127.0.0.1");
  }

  @Test
  void whatIsNoAddressIsRefusedAtOnce() {
    for (String to : new String[] {"", "nobody", "a@b\r\nBcc: c@d"}) {
      assertThatThrownBy(() -> mail(SmtpMail.Security.NONE, to))
          .as(to)
          .isInstanceOf(EdosException.class);
    }
  }
}
