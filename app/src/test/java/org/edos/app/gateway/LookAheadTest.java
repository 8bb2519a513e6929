package org.edos.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.edos.testkit.wire.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LookAheadTest {
  private static final String FIRST = "http://mirror.example/first";

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final TestAnswers answers =
      new TestAnswers().with(FIRST, bytes(1), offset -> slow(bytes(1)));
  private ServedGateway gateway;

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[3000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Half of the bytes come at once, and the rest when the latch opens. */
  private InputStream slow(byte[] bytes) {
    InputStream rest =
        new InputStream() {
          private final InputStream in = new ByteArrayInputStream(bytes, 1500, 1500);

          @Override
          public int read() throws IOException {
            try {
              arrived.await();
              return in.read();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }

          @Override
          public int read(byte[] buffer, int offset, int count) throws IOException {
            int first = read();
            if (first < 0) {
              return -1;
            }
            buffer[offset] = (byte) first;
            return 1;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, 1500), rest);
  }

  @BeforeEach
  void start() throws IOException {
    for (int i = 2; i < 40; i++) {
      answers.with("http://mirror.example/" + i, bytes(i));
    }
    gateway = new ServedGateway(answers, Callers.OWN);
  }

  @AfterEach
  void stop() {
    arrived.countDown();
    gateway.close();
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: mirror.example\r\nUser-Agent: apt\r\n\r\n";
  }

  private List<String> expected() {
    return answers.expected.stream().map(Object::toString).sorted().toList();
  }

  @Test
  void whatIsPipelinedIsExpectedWhileTheFirstIsStillArriving() throws IOException {
    try (RawConnection connection = RawConnection.to(gateway.port())) {
      connection.send(get(FIRST) + get("http://mirror.example/2") + get("/mirror.example/3"));
      await()
          .untilAsserted(() ->
              assertThat(expected())
                  .containsExactly("http://mirror.example/2", "http://mirror.example/3"));
      arrived.countDown();
      assertThat(connection.read("GET").body()).isEqualTo(bytes(1));
      assertThat(connection.read("GET").body()).isEqualTo(bytes(2));
      assertThat(connection.read("GET").status()).isEqualTo(403); // path style has a foreign Host
    }
  }

  @Test
  void requestsThatComeLaterAndInPartsAreExpectedToo() throws IOException {
    try (RawConnection connection = RawConnection.to(gateway.port())) {
      connection.send(get(FIRST));
      await().until(() -> !answers.questions.isEmpty());
      StringBuilder all = new StringBuilder();
      List<String> targets = new ArrayList<>();
      for (int i = 2; i < 40; i++) {
        targets.add("http://mirror.example/" + i);
        all.append(get("http://mirror.example/" + i));
      }
      connection.send(all.substring(0, 77));
      connection.send(all.substring(77));
      await()
          .untilAsserted(() ->
              assertThat(expected()).containsExactlyElementsOf(targets.stream().sorted().toList()));
      arrived.countDown();
      for (int i = 1; i < 40; i++) {
        assertThat(connection.read("GET").body()).as("answer %d", i).isEqualTo(bytes(i));
      }
    }
  }

  @Test
  void moreThanIsReadAheadIsAnsweredAllTheSame() throws IOException {
    try (RawConnection connection = RawConnection.to(gateway.port())) {
      connection.send(get(FIRST));
      await().until(() -> !answers.questions.isEmpty());
      connection.send(get("http://mirror.example/2").repeat(400));
      arrived.countDown();
      assertThat(connection.read("GET").body()).isEqualTo(bytes(1));
      for (int i = 0; i < 400; i++) {
        assertThat(connection.read("GET").body()).as("answer %d", i).isEqualTo(bytes(2));
      }
    }
  }

  @Test
  void oneAfterTheOtherIsAnsweredOnTheSameConnectionAndNothingIsExpected() throws IOException {
    arrived.countDown();
    try (RawConnection connection = RawConnection.to(gateway.port())) {
      for (int i = 0; i < 200; i++) {
        assertThat(connection.send(get(FIRST)).read("GET").body()).isEqualTo(bytes(1));
      }
    }
    assertThat(expected()).isEmpty();
  }

  @Test
  void anEndOfSendingDoesNotCostTheAnswers() throws IOException {
    try (RawConnection connection = RawConnection.to(gateway.port())) {
      connection.send(get(FIRST) + get("http://mirror.example/2"));
      connection.endSending();
      await().until(() -> !answers.questions.isEmpty());
      arrived.countDown();
      assertThat(connection.read("GET").body()).isEqualTo(bytes(1));
      assertThat(connection.read("GET").body()).isEqualTo(bytes(2));
      assertThat(connection.closes()).isTrue();
    }
  }

  @Test
  void whatIsMeantForOneAskerOrHasABodyIsNotLookedAheadFor() {
    RequestScanner scanner = new RequestScanner();
    List<String> found = new ArrayList<>();
    String requests =
        "\r\nGET /a HTTP/1.1\r\nCookie: x\r\n\r\nGET /b HTTP/1.1\r\n\r\n"
            + "GET /c HTTP/1.1\r\nContent-Length: 20\r\n\r\nGET /d HTTP/1.1\r\n\r\n";
    for (byte next : requests.getBytes(StandardCharsets.US_ASCII)) {
      scanner.scan(ByteBuffer.wrap(new byte[] {next}), found::add);
    }
    assertThat(found).containsExactly("", "/b");
  }

  @Test
  void anythingButRequestsEndsTheLooking() {
    RequestScanner scanner = new RequestScanner();
    List<String> found = new ArrayList<>();
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    scanner.scan(ByteBuffer.wrap(noise), found::add);
    scanner.scan(ByteBuffer.wrap(get("/a").getBytes(StandardCharsets.US_ASCII)), found::add);
    assertThat(found).isEmpty();
  }
}
