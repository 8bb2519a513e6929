package org.edos.physical.index.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Explanation;
import org.edos.core.query.Question;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.Failure;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.peer.PeerStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Another peer's answers as they arrive, a JSON document a line. When the peer goes away in the
 * middle the next one is asked for the rest. What a peer says is held against the question: a
 * document that does not match is refused, and so are more answers than were asked for.
 */
final class HttpAnswers implements AnswerStream {
  private static final int MAX_LINE = 64 << 20;
  private static final int MOST_BREAKS = 5;

  private final PeerHttp http;
  private final Entries entries;
  private final Question question;
  private final Count count;
  private URI peer = URI.create("");
  private PeerStream stream;
  private InputStream in;
  private int given;
  private int broken;
  private @Nullable Document last;
  private @Nullable Document upcoming;
  private boolean ended;
  private Optional<Cursor> cursor = Optional.empty();
  private Explanation explanation = Explanation.NOTHING;

  HttpAnswers(PeerHttp http, Entries entries, Question question) {
    this.http = http;
    this.entries = entries;
    this.question = question;
    this.stream = open(question);
    this.in = buffered(stream);
    try {
      JsonNode first = PeerJson.mapper().readTree(line());
      this.count = PeerJson.read(PeerJson.write(first.path("count")), Count.class);
    } catch (IOException | RuntimeException e) {
      close();
      throw e instanceof EdosException known ? known : broken(e);
    }
  }

  private static InputStream buffered(PeerStream stream) {
    return new BufferedInputStream(stream.body(), 1 << 16);
  }

  private PeerStream open(Question asked) {
    String path =
        "/api/v1/query/documents?q=%s&sort=%s&limit=%d%s"
            .formatted(
                URLEncoder.encode(asked.pattern().toString(), StandardCharsets.UTF_8),
                asked.sort(),
                asked.limit(),
                asked.after().map(place -> "&cursor=" + place).orElse(""));
    return entries.ask(entry -> {
      PeerStream opened =
          http.open(PeerRequest.get(entry.resolve(path)).with("Accept", "application/x-ndjson"));
      peer = entry;
      return opened;
    });
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the answers broke off");
      }
      if (line.size() >= MAX_LINE) {
        throw EdosException.refused(peer + " sends a line of more than " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    return line.toByteArray();
  }

  private EdosException broken(Exception e) {
    return EdosException.external(
        peer + " broke off its answers (" + e.getMessage() + "); ask again", e);
  }

  @Override
  public boolean hasNext() {
    while (upcoming == null && !ended) {
      try {
        take(line());
      } catch (IOException e) {
        goOnElsewhere(e);
      } catch (tools.jackson.core.JacksonException e) {
        throw broken(e);
      }
    }
    return upcoming != null;
  }

  private void take(byte[] line) {
    JsonNode node = PeerJson.mapper().readTree(line);
    if (node.has("answer")) {
      JsonNode answer = node.path("answer");
      upcoming =
          checked(
              new Document(
                  UnitId.parse(answer.path("id").asString("")),
                  answer.path("xml").asString("").getBytes(StandardCharsets.UTF_8)));
    } else if (node.has("end")) {
      ended = true;
      String next = node.path("end").path("next").asString("");
      cursor = next.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(next));
      if (node.path("end").has("explanation")) {
        explanation =
            PeerJson.read(PeerJson.write(node.path("end").path("explanation")), Explanation.class);
      }
    } else if (node.has("error")) {
      EdosException failure = EdosException.external(PeerJson.read(line, Failure.class).message());
      goOnElsewhere(failure);
    }
  }

  private Document checked(Document document) {
    if (given >= question.limit()) {
      throw EdosException.refused(peer + " gives more answers than were asked for");
    }
    return document;
  }

  /** The rest, after the last answer given, of whoever answers next. */
  private void goOnElsewhere(Exception failure) {
    entries.failed(peer);
    close();
    if (++broken > MOST_BREAKS) {
      throw broken(failure);
    }
    Question rest =
        new Question(
            question.pattern(),
            question.sort(),
            last == null ? question.after() : Optional.of(placeOf(last)),
            Math.max(1, question.limit() - given));
    System.getLogger(HttpAnswers.class.getName())
        .log(System.Logger.Level.DEBUG, "{0} broke off: {1}", peer, failure.getMessage());
    if (given >= question.limit()) {
      ended = true;
      return;
    }
    stream = open(rest);
    in = buffered(stream);
  }

  private Cursor placeOf(Document document) {
    return Cursor.of(question.sort(), question.pattern().condition(), DocumentFields.of(document));
  }

  @Override
  public Answer next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Document document = java.util.Objects.requireNonNull(upcoming);
    upcoming = null;
    last = document;
    given++;
    return new Answer(document, question.pattern().answers(document));
  }

  @Override
  public Count count() {
    return count;
  }

  @Override
  public Optional<Cursor> cursor() {
    Document document = last;
    if (ended && upcoming == null) {
      return cursor;
    }
    return document == null ? Optional.empty() : Optional.of(placeOf(document));
  }

  @Override
  public Explanation explanation() {
    return explanation;
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      System.getLogger(HttpAnswers.class.getName())
          .log(System.Logger.Level.DEBUG, "closing answers", e);
    }
  }
}
