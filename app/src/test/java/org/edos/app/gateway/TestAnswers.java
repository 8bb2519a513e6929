package org.edos.app.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.actor.GatewayAnswer;
import org.edos.actor.GatewayQuestion;
import org.edos.core.EdosException;
import org.edos.core.gateway.OriginAddress;
import org.edos.core.unit.Sha256;

/** Knows the files that it was given, and answers anything else as an origin that lacks it. */
final class TestAnswers implements Answers {
  static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56Z");

  final List<GatewayQuestion> questions = new CopyOnWriteArrayList<>();
  final List<OriginAddress> expected = new CopyOnWriteArrayList<>();
  private final Map<String, GatewayAnswer> known = new ConcurrentHashMap<>();

  /** Has a file whose bytes are here. */
  TestAnswers with(String address, byte[] bytes) {
    return with(
        address,
        bytes,
        offset -> {
          InputStream in = new ByteArrayInputStream(bytes);
          in.skipNBytes(offset);
          return in;
        });
  }

  /** Has a file whose bytes come as they come. */
  TestAnswers with(String address, byte[] bytes, GatewayAnswer.Opener opener) {
    known.put(
        address,
        new GatewayAnswer.File(
            Sha256.of(bytes), bytes.length, Optional.of(MODIFIED), false, opener));
    return this;
  }

  /** Passes an origin's answer on. */
  TestAnswers passing(String address, GatewayAnswer.Passed answer) {
    known.put(address, answer);
    return this;
  }

  @Override
  public GatewayAnswer answer(GatewayQuestion question) {
    questions.add(question);
    if (question.address().uri().getHost().equals("unreachable.example")) {
      throw EdosException.external(
          "cannot fetch it: nobody is there; see whether its server is up");
    }
    GatewayAnswer answer = known.get(question.address().toString());
    return answer == null
        ? new GatewayAnswer.Passed(
            404,
            Map.of("content-type", List.of("text/plain"), "content-length", List.of("8")),
            new ByteArrayInputStream("no such\n".getBytes(StandardCharsets.UTF_8)))
        : answer;
  }

  @Override
  public void expect(OriginAddress address) {
    expected.add(address);
  }

  /** A stream that breaks after its bytes. */
  static InputStream breaking(byte[] bytes) {
    InputStream in = new ByteArrayInputStream(bytes);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the origin broke off");
        }
        return next;
      }

      @Override
      public int read(byte[] buffer, int offset, int count) throws IOException {
        int got = in.read(buffer, offset, count);
        if (got < 0) {
          throw new IOException("the origin broke off");
        }
        return got;
      }
    };
  }
}
