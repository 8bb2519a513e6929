package org.edos.role.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.edos.core.active.ServiceResult;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Explanation;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries over what calls answer, and which calls are made for them. */
class ActiveQueryTest {
  private final Shelf shelf = new Shelf();
  private final Document bash = Shelf.deb("bash", "5", "libc6");
  private final Document libc = Shelf.deb("libc6", "2");
  private final Document curl = Shelf.deb("curl", "8", "libc6");

  @BeforeEach
  void publish() {
    shelf.announce(bash, "http://a.example:1", "http://b.example:1");
    shelf.announce(curl, "http://a.example:1");
    shelf.downloads.put(Shelf.content(bash), 20L);
    shelf.downloads.put(Shelf.content(curl), 5L);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void a_condition_on_a_result_is_decided_by_calling() {
    Asked asked = ask("/package[replicas/replica = 'http://b.example:1']");
    assertThat(asked.names()).containsExactly("bash");
    assertThat(ask("/package[replicas/@count = 1]").names()).containsExactly("curl");
    assertThat(ask("/package[not(replicas/replica)]").names()).containsExactly("libc6");
  }

  @Test
  void a_return_node_may_be_in_a_result() {
    assertThat(ask("/package[name = 'bash']/closure/member").nodes())
        .containsExactly(
            "<member name=\"libc6\" version=\"2\" depth=\"1\" by=\"bash\" kind=\"requires\""
                + " capability=\"libc6\">pkg:deb/debian/libc6@2?arch=amd64</member>");
    assertThat(ask("/package[statistics/downloads > 10 and category = 'net']/name").nodes())
        .containsExactly("<name>bash</name>");
  }

  @Test
  void the_documents_of_answers_are_the_signed_ones() {
    Asked asked = ask("/package[replicas/@count = 2]");
    assertThat(asked.page().documents()).containsExactly(bash);
  }

  @Test
  void only_documents_that_the_static_part_leaves_are_called_for() {
    assertThat(ask("/package[name = 'curl'][replicas/replica]").made()).isEqualTo(1);
    assertThat(ask("/package[name = 'nothing'][replicas/replica]").made()).isZero();
  }

  @Test
  void only_services_that_the_query_asks_for_are_called() {
    assertThat(ask("/package[replicas/replica]").made()).isEqualTo(3);
    assertThat(ask("/package[name = 'curl']/closure/member").made()).isEqualTo(1);
    assertThat(ask("/package[name = 'closure']").made()).isZero();
    assertThat(ask("/package/name").made()).isZero();
  }

  @Test
  void a_further_service_is_called_only_where_the_ones_before_it_leave_the_document() {
    Asked asked = ask("/package[closure/member][statistics/downloads > 10]");
    assertThat(asked.names()).containsExactly("bash");
    assertThat(asked.made()).as("three closures, of which two go on").isEqualTo(5);
  }

  @Test
  void results_that_hold_are_not_asked_for_again() {
    Querying querying = shelf.querying();
    assertThat(ask(querying, "/package[replicas/replica]").made()).isEqualTo(3);
    assertThat(ask(querying, "/package[replicas/replica]").made()).isZero();
    assertThat(ask(querying, "/package[replicas/replica]").names()).containsExactly("bash", "curl");
  }

  @Test
  void no_more_answers_are_worked_out_than_are_read() {
    Querying querying = shelf.querying();
    publishOnce();
    try (AnswerStream answers =
        querying.ask(Question.of(TreePattern.xpath("/package[replicas/replica]"), 10))) {
      assertThat(answers.next().document()).isEqualTo(bash);
      assertThat(made(answers.explanation())).isEqualTo(1);
    }
  }

  @Test
  void a_page_goes_on_where_the_last_one_ended() {
    Querying querying = shelf.querying();
    publishOnce();
    Question question = Question.of(TreePattern.xpath("/package[replicas/replica]"), 1);
    AnswerPage first = querying.ask(question).page();
    assertThat(first.documents()).containsExactly(bash);
    assertThat(querying.ask(question.from(first.next().orElseThrow())).page().documents())
        .containsExactly(curl);
  }

  @Test
  void a_question_about_too_many_documents_is_refused_with_advice() {
    Budget.Limits few = new Budget.Limits(2, 1000, Duration.ofMinutes(1));
    Querying querying = shelf.querying(new MemoryDocumentStore(), few);
    AtomicInteger calls = new AtomicInteger();
    querying
        .services()
        .register("news", Signature.of(Duration.ZERO, "news"), Shelf.counting(calls));
    publishOnce();
    assertThatThrownBy(() -> ask(querying, "/package[news]"))
        .hasMessageContaining("calls of news for up to 3 documents, at most 2")
        .hasMessageContaining("add conditions");
    assertThat(calls).hasValue(0);
  }

  @Test
  void services_that_may_lead_to_the_results_asked_for_are_called_too() {
    Document active = Shelf.calling(Shelf.deb("zsh", "1"), "<axml:sc methodName=\"index\"/>");
    shelf.publish(active);
    Querying querying = shelf.querying(new MemoryDocumentStore(), Budget.Limits.DEFAULT);
    AtomicInteger calls = new AtomicInteger();
    querying
        .services()
        .register("news", Signature.of(Duration.ZERO, "news"), Shelf.counting(calls));
    querying
        .services()
        .register(
            "index",
            new Signature(Set.of("index"), Set.of(), Set.of("news"), Duration.ZERO),
            request ->
                List.of(ServiceResult.read("<index><axml:sc methodName=\"news\"/></index>")));
    assertThat(ask(querying, "/package[name = 'zsh']/index/news/@n").nodes()).containsExactly("1");
  }

  @Test
  void the_work_for_one_question_is_bounded() {
    Budget.Limits tight = new Budget.Limits(100, 50, Duration.ofMinutes(1));
    Querying querying = shelf.querying(new MemoryDocumentStore(), tight);
    querying
        .services()
        .register("news", Signature.of(Duration.ZERO, "news"), Shelf.counting(new AtomicInteger()));
    shelf.publish(
        IntStream.range(0, 50)
            .mapToObj(i -> Shelf.calling(Shelf.deb("p" + i, "1"), "<axml:sc methodName=\"news\"/>"))
            .toArray(Document[]::new));
    assertThatThrownBy(() -> ask(querying, "/package[news/@n = 0]"))
        .hasMessageContaining("the services answered more than 50 characters");
  }

  private record Asked(AnswerPage page, long made) {
    List<String> names() {
      return page.documents().stream().map(document -> document.id().name()).toList();
    }

    List<String> nodes() {
      return page.answers().stream().map(Answer::nodes).flatMap(List::stream).toList();
    }
  }

  private static long made(Explanation explanation) {
    return explanation.services().stream().mapToLong(Explanation.ServiceWork::made).sum();
  }

  private void publishOnce() {
    if (shelf.releases().isEmpty()) {
      shelf.publish(bash, libc, curl);
    }
  }

  private Asked ask(String xpath) {
    return ask(shelf.querying(), xpath);
  }

  private Asked ask(Querying querying, String xpath) {
    publishOnce();
    AnswerStream answers = querying.ask(Question.of(TreePattern.xpath(xpath), 100));
    List<Answer> all = new ArrayList<>();
    answers.forEachRemaining(all::add);
    AnswerPage page = new AnswerPage(answers.count(), all, answers.cursor(), answers.explanation());
    answers.close();
    return new Asked(page, made(answers.explanation()));
  }
}
