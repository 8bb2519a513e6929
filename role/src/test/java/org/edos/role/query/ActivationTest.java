package org.edos.role.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.edos.core.EdosException;
import org.edos.core.active.ServiceResult;
import org.edos.core.metadata.Document;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.document.sqlite.SqliteDocumentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationTest {
  private static final Signature NEWS = Signature.of(Duration.ofMinutes(10), "news");
  private static final Document BASH = Shelf.deb("bash", "1");

  private final Shelf shelf = new Shelf();
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void a_lazy_call_is_made_when_a_reader_needs_it_and_again_when_its_result_holds_no_longer() {
    Querying querying = news("<axml:sc methodName=\"news\"/>");
    assertThat(calls).hasValue(0);
    assertThat(Shelf.shown(querying, BASH.id()))
        .isEqualTo(
            "<axml:sc methodName=\"news\" lastCalled=\"2026-01-02T03:04:05Z\"/><news n=\"1\"/>");
    shelf.clock.move(Duration.ofMinutes(9));
    assertThat(Shelf.shown(querying, BASH.id())).contains("<news n=\"1\"/>");
    shelf.clock.move(Duration.ofMinutes(1));
    assertThat(Shelf.shown(querying, BASH.id())).contains("03:14:05Z").contains("<news n=\"2\"/>");
  }

  @Test
  void a_call_may_say_how_long_its_result_holds() {
    Querying querying = news("<axml:sc methodName=\"news\" validity=\"PT2H\"/>");
    Shelf.shown(querying, BASH.id());
    shelf.clock.move(Duration.ofMinutes(119));
    assertThat(Shelf.shown(querying, BASH.id())).contains("<news n=\"1\"/>");
    shelf.clock.move(Duration.ofMinutes(1));
    assertThat(Shelf.shown(querying, BASH.id())).contains("<news n=\"2\"/>");
  }

  @Test
  void a_call_once_is_made_once() {
    Querying querying = news("<axml:sc methodName=\"news\" frequency=\"once\"/>");
    Shelf.shown(querying, BASH.id());
    shelf.clock.move(Duration.ofDays(10_000));
    assertThat(Shelf.shown(querying, BASH.id())).contains("<news n=\"1\"/>");
  }

  @Test
  void a_call_every_so_often_is_repeated_without_a_reader_once_one_has_needed_it() {
    Querying querying = news("<axml:sc methodName=\"news\" frequency=\"every PT1H\"/>");
    querying.repeatCalls();
    assertThat(calls).hasValue(0);
    Shelf.shown(querying, BASH.id());
    shelf.clock.move(Duration.ofMinutes(59));
    querying.repeatCalls();
    assertThat(calls).hasValue(1);
    shelf.clock.move(Duration.ofMinutes(1));
    querying.repeatCalls();
    assertThat(calls).hasValue(2);
    assertThat(Shelf.shown(querying, BASH.id())).contains("<news n=\"2\"/>");
  }

  @Test
  void a_result_from_the_future_does_not_hold() {
    Querying querying = news("<axml:sc methodName=\"news\"/>");
    Shelf.shown(querying, BASH.id());
    shelf.clock.move(Duration.ofDays(-1));
    assertThat(Shelf.shown(querying, BASH.id())).contains("<news n=\"2\"/>");
  }

  @Test
  void merged_results_are_kept_beside_the_new_ones() {
    Querying querying = news("<axml:sc methodName=\"news\" mode=\"merge\"/>");
    Shelf.shown(querying, BASH.id());
    shelf.clock.move(Duration.ofHours(1));
    assertThat(Shelf.shown(querying, BASH.id())).endsWith("/><news n=\"1\"/><news n=\"2\"/>");
  }

  @Test
  void a_document_with_its_calls_is_the_signed_one_and_nothing_is_called() {
    Document document = Shelf.calling(BASH, "<axml:sc methodName=\"news\"/>");
    Querying querying = news("<axml:sc methodName=\"news\"/>");
    assertThat(querying.show(BASH.id(), View.CALLS)).isEqualTo(document);
    assertThat(calls).hasValue(0);
  }

  @Test
  void results_survive_a_restart(@TempDir Path folder) {
    shelf.publish(
        Shelf.calling(
            BASH,
            "<axml:sc methodName=\"news\"/>",
            "<axml:sc methodName=\"news\" frequency=\"once\"/>"));
    for (int start = 0; start < 2; start++) {
      try (DocumentStore documents = new SqliteDocumentStore(folder.resolve("documents.sqlite"));
          Querying querying = shelf.querying(documents, Budget.Limits.DEFAULT)) {
        querying.services().register("news", NEWS, Shelf.counting(calls));
        assertThat(Shelf.shown(querying, BASH.id()))
            .contains("<news n=\"1\"/>")
            .contains("<news n=\"2\"/>");
      }
    }
    assertThat(calls).hasValue(2);
  }

  @Test
  void damaged_results_are_dropped_and_the_call_is_made_again() {
    MemoryDocumentStore documents = new MemoryDocumentStore();
    documents.put("active/0000", new byte[] {'<', 'x'});
    shelf.publish(Shelf.calling(BASH, "<axml:sc methodName=\"news\"/>"));
    Querying querying = shelf.querying(documents, Budget.Limits.DEFAULT);
    querying.services().register("news", NEWS, Shelf.counting(calls));
    assertThat(Shelf.shown(querying, BASH.id())).contains("<news n=\"1\"/>");
    assertThat(documents.get("active/0000")).isEmpty();
  }

  @Test
  void what_is_not_on_the_list_is_not_called_and_shown_so() {
    Querying querying =
        news("<axml:sc methodName=\"rm\"/><axml:sc serviceURL=\"http://x/\" methodName=\"news\"/>");
    assertThat(Shelf.shown(querying, BASH.id()))
        .contains("<axml:fault methodName=\"rm\">this peer knows no service 'rm'")
        .contains("<axml:fault>a call of the server 'http://x/' is refused");
    assertThat(calls).hasValue(0);
  }

  @Test
  void a_failing_service_is_shown_with_its_last_result() {
    Querying querying = shelf.querying(new MemoryDocumentStore(), Budget.Limits.DEFAULT);
    shelf.publish(Shelf.calling(BASH, "<axml:sc methodName=\"news\"/>"));
    querying
        .services()
        .register(
            "news",
            NEWS,
            request -> {
              if (calls.incrementAndGet() > 1) {
                throw EdosException.external("the paper is closed");
              }
              return List.of(ServiceResult.read("<news/>"));
            });
    Shelf.shown(querying, BASH.id());
    shelf.clock.move(Duration.ofHours(1));
    assertThat(Shelf.shown(querying, BASH.id()))
        .endsWith("<axml:fault methodName=\"news\">the paper is closed</axml:fault><news/>");
  }

  @Test
  void a_call_may_be_a_parameter_of_a_call() {
    Querying querying =
        news(
            "<axml:sc methodName=\"echo\"><axml:param name=\"a\" value=\"x&amp;y\"/>"
                + "<axml:param name=\"b\"><axml:sc methodName=\"word\"/></axml:param></axml:sc>");
    querying
        .services()
        .register("word", Signature.of(Duration.ZERO, "word"), r -> answer("<word>z &lt;</word>"));
    querying
        .services()
        .register(
            "echo",
            Signature.of(Duration.ZERO, "echo"),
            r -> List.of(ServiceResult.of(xml -> xml.element("echo", r.arguments().toString()))));
    assertThat(Shelf.shown(querying, BASH.id())).endsWith("<echo>{a=x&amp;y, b=z &lt;}</echo>");
  }

  @Test
  void calls_in_results_are_made_if_the_signature_names_them() {
    Querying querying = news("<axml:sc methodName=\"index\"/>");
    Signature index =
        new Signature(Set.of("index"), Set.of(), Set.of("news"), Duration.ofMinutes(1));
    querying
        .services()
        .register(
            "index",
            index,
            r ->
                answer(
                    "<index><axml:sc methodName=\"news\"/><axml:sc"
                        + " methodName=\"other\"/></index>"));
    querying
        .services()
        .register("other", Signature.of(Duration.ZERO, "other"), r -> answer("<other/>"));
    assertThat(Shelf.shown(querying, BASH.id()))
        .contains("<news n=\"1\"/>")
        .contains("a result of the service 'index' may not call 'other'")
        .doesNotContain("<other/>");
  }

  @Test
  void a_service_that_goes_on_for_ever_is_stopped_at_a_depth() {
    Querying querying = news("<axml:sc methodName=\"deep\"/>");
    Signature deep = new Signature(Set.of("deep"), Set.of(), Set.of("deep"), Duration.ZERO);
    querying
        .services()
        .register(
            "deep",
            deep,
            r ->
                answer(
                    "<deep><axml:sc methodName=\"deep\"><axml:param name=\"n\" value=\"%d\"/></axml:sc></deep>"
                        .formatted(calls.incrementAndGet())));
    assertThat(Shelf.shown(querying, BASH.id())).contains("made to a depth of 4");
    assertThat(calls).hasValue(5);
  }

  @Test
  void a_service_that_calls_itself_is_called_once() {
    Querying querying = news("<axml:sc methodName=\"self\"/>");
    Signature self = new Signature(Set.of("self"), Set.of(), Set.of("self"), Duration.ZERO);
    querying
        .services()
        .register(
            "self",
            self,
            r -> {
              calls.incrementAndGet();
              return answer("<self><axml:sc methodName=\"self\"/></self>");
            });
    assertThat(Shelf.shown(querying, BASH.id())).contains("stands in its own result");
    assertThat(calls).hasValue(1);
  }

  @Test
  void more_calls_than_a_question_may_make_are_shown_as_not_made() {
    String many =
        String.join(
            "",
            IntStream.range(0, 20)
                .mapToObj(i ->
                    "<axml:sc methodName=\"news\"><axml:param name=\"n\" value=\""
                        + i
                        + "\"/></axml:sc>")
                .toList());
    Querying querying = news(new Budget.Limits(7, 1000, Duration.ofMinutes(1)), many);
    assertThat(Shelf.shown(querying, BASH.id()))
        .contains("at most 7 calls of services are made for one question");
    assertThat(calls).hasValue(7);
    Shelf.shown(querying, BASH.id());
    assertThat(calls).as("what was answered is kept").hasValue(14);
  }

  @Test
  void results_of_more_than_a_question_may_have_are_refused() {
    Querying querying =
        news(new Budget.Limits(10, 100, Duration.ofMinutes(1)), "<axml:sc methodName=\"big\"/>");
    querying
        .services()
        .register(
            "big",
            Signature.of(Duration.ZERO, "big"),
            r -> answer("<big>" + "x".repeat(200) + "</big>"));
    assertThat(Shelf.shown(querying, BASH.id()))
        .contains("the services answered more than 100 characters")
        .doesNotContain("xxx");
  }

  @Test
  void results_that_the_signature_does_not_name_are_refused() {
    Querying querying = news("<axml:sc methodName=\"sly\"/>");
    querying
        .services()
        .register("sly", Signature.of(Duration.ZERO, "sly"), r -> answer("<name>evil</name>"));
    assertThat(Shelf.shown(querying, BASH.id()))
        .contains("the service 'sly' answered &lt;name&gt;, which its signature does not name")
        .doesNotContain("evil");
  }

  @Test
  void a_service_that_breaks_or_does_not_end_is_a_fault() {
    Querying querying =
        news(
            new Budget.Limits(10, 1000, Duration.ofMillis(200)),
            "<axml:sc methodName=\"broken\"/><axml:sc methodName=\"endless\"/>");
    CountDownLatch interrupted = new CountDownLatch(1);
    querying
        .services()
        .register(
            "broken",
            Signature.of(Duration.ZERO, "broken"),
            r -> {
              throw new IllegalStateException("a bug");
            });
    querying
        .services()
        .register(
            "endless",
            Signature.of(Duration.ZERO, "endless"),
            r -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return List.of();
            });
    assertThat(Shelf.shown(querying, BASH.id()))
        .contains("the service 'broken' failed")
        .contains("the service 'endless' did not answer in time");
    assertThat(interrupted).satisfies(CountDownLatch::await);
  }

  @Test
  void a_service_is_registered_once_and_never_answers_with_a_field() {
    Services services = new Services();
    services.register("news", NEWS, Shelf.counting(calls));
    assertThatThrownBy(() -> services.register("news", NEWS, Shelf.counting(calls)))
        .hasMessageContaining("there is a service news already");
    assertThatThrownBy(() -> Signature.of(Duration.ZERO, "name"))
        .hasMessageContaining("is a field of documents");
  }

  private Querying news(String call) {
    return news(Budget.Limits.DEFAULT, call);
  }

  private Querying news(Budget.Limits limits, String call) {
    shelf.publish(Shelf.calling(BASH, call));
    Querying querying = shelf.querying(new MemoryDocumentStore(), limits);
    querying.services().register("news", NEWS, Shelf.counting(calls));
    return querying;
  }

  private static List<ServiceResult> answer(String... results) {
    return java.util.Arrays.stream(results).map(ServiceResult::read).toList();
  }
}
