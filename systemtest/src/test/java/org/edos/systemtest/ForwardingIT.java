package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives in an inbox reaches web services and people, over the daemon's death as well. */
class ForwardingIT {
  @TempDir Path folder;
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final List<String> called = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private HttpServer hook;

  @BeforeEach
  void serve() throws IOException {
    mail.start();
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (answer == 200) {
            called.add(body);
          }
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    hook.start();
  }

  @AfterEach
  void end() {
    hook.stop(0);
    mail.stop();
  }

  private void publish(EdosDaemon publisher, String release) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree-" + release));
    Path deb = TestData.debs().getFirst();
    Files.copy(deb, tree.resolve(deb.getFileName()));
    publisher.edos("publish", tree.toString(), "--release", release).well();
  }

  @Test
  void aWebhookAndALetterTellOfEveryRelease() throws Exception {
    try (EdosDaemon publisher =
        EdosDaemon.start(
            folder,
            "publisher",
            "publisher",
            "--set",
            "mail-to=reader@example.org",
            "--set",
            "mail-server=smtp://127.0.0.1:" + mail.getSmtp().getPort(),
            "--set",
            "mail-every=1s")) {
      String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook";
      publisher.edos("webhook", "add", url, "--channel", "releases").well();
      publisher.edos("subscribe", "releases").well();

      publish(publisher, "one");
      await("the webhook is called").until(() -> called.size() == 1);
      assertThat(called.getFirst()).contains("\"RELEASE_PUBLISHED\"").contains("one@");
      await("a letter comes").until(() -> mail.getReceivedMessages().length == 1);
      assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("Edos: 1 new in releases");

      answer = 503;
      publish(publisher, "two");
      await("the trouble is shown")
          .until(() -> publisher.edos("webhook", "list").output().contains("answered 503"));
      publisher.kill9();
      answer = 200;
      publisher.restart();
      await("the webhook is called again").until(() -> called.size() == 2);
      assertThat(called.getLast()).contains("two@");
      await("another letter comes").until(() -> mail.getReceivedMessages().length == 2);
    }
  }
}
