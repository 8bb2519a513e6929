package org.edos.core.active;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edos.core.active.ActiveDocument.Standing;
import org.edos.core.active.ServiceCall.Frequency;
import org.edos.core.active.ServiceCall.Mode;
import org.edos.core.metadata.Document;
import org.edos.core.unit.CollectionId;
import org.junit.jupiter.api.Test;

class ActiveDocumentTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final ServiceCall NEWS = ServiceCall.of("news");
  private static final String CALL = "<axml:sc methodName=\"news\"/>";
  private static final String CALLED =
      "<axml:sc methodName=\"news\" lastCalled=\"2026-01-02T12:00:00Z\"/>";

  @Test
  void without_results_every_byte_is_the_static_documents() {
    Document document = document("<a>1 &gt; 0</a><!-- <axml:sc methodName=\"no\"/> -->\n " + CALL);
    ActiveDocument active = ActiveDocument.of(document);
    assertThat(active.withResults()).isEqualTo(document);
    assertThat(active.pending()).containsExactly(new Standing(NEWS, 0, Optional.empty()));
  }

  @Test
  void results_stand_behind_their_call() {
    assertThat(
            shown(
                ActiveDocument.of(document("<a/>" + CALL + "<z/>"))
                    .with(NEWS, answer("<b/>", "<c/>"))))
        .isEqualTo("<a/>" + CALLED + "<b/><c/><z/>");
  }

  @Test
  void a_call_that_stands_twice_is_one_call() {
    ActiveDocument active = ActiveDocument.of(document(CALL + "<a>" + CALL + "</a>"));
    assertThat(shown(active.with(NEWS, answer("<b/>"))))
        .isEqualTo(CALLED + "<b/><a>" + CALLED + "<b/></a>");
  }

  @Test
  void replacing_drops_earlier_results_and_merging_keeps_each_once() {
    CallOutcome earlier = answer("<a/>", "<b/>");
    CallOutcome later = answer("<b/>", "<c/>", "<c/>");
    assertThat(later.after(earlier, Mode.REPLACE).results())
        .extracting(ServiceResult::xml)
        .containsExactly("<b/>", "<c/>");
    assertThat(later.after(earlier, Mode.MERGE).results())
        .extracting(ServiceResult::xml)
        .containsExactly("<a/>", "<b/>", "<c/>");
  }

  @Test
  void calls_in_results_are_pending_one_deeper() {
    ActiveDocument active =
        ActiveDocument.of(document(CALL))
            .with(NEWS, answer("<b><axml:sc methodName=\"more\"/></b>"));
    assertThat(active.pending())
        .containsExactly(new Standing(ServiceCall.of("more"), 1, Optional.of("news")));
  }

  @Test
  void a_call_in_its_own_result_is_shown_and_not_made() {
    ActiveDocument active =
        ActiveDocument.of(document(CALL)).with(NEWS, answer("<b>" + CALL + "</b>"));
    assertThat(active.pending()).isEmpty();
    assertThat(shown(active))
        .contains("<axml:fault methodName=\"news\">this call stands in its own");
  }

  @Test
  void calls_are_made_to_a_bounded_depth() {
    ActiveDocument active = ActiveDocument.of(document("<axml:sc methodName=\"s0\"/>"));
    int made = 0;
    while (!active.pending().isEmpty()) {
      ServiceCall next = active.pending().get(0).call();
      active = active.with(next, answer("<axml:sc methodName=\"s" + ++made + "\"/>"));
    }
    assertThat(made).isEqualTo(ActiveDocument.MAX_DEPTH + 1);
    assertThat(shown(active)).contains("are made to a depth of 4");
  }

  @Test
  void results_that_multiply_each_other_are_refused_and_not_written_out() {
    ActiveDocument active = ActiveDocument.of(document("<axml:sc methodName=\"s0\"/>"));
    for (int i = 0; i < 4; i++) {
      String thousands =
          "<axml:sc methodName=\"s" + (i + 1) + "\"/><x>some words in between</x>".repeat(10);
      active = active.with(ServiceCall.of("s" + i), answer("<b>" + thousands.repeat(200) + "</b>"));
    }
    assertThat(active.withResults().xml().length).isLessThan(2 * ActiveDocument.MAX_GROWTH);
    assertThat(shown(active)).contains("<axml:fault ").contains("characters together");
  }

  @Test
  void a_malformed_call_is_shown_as_such_and_the_others_are_made() {
    ActiveDocument active =
        ActiveDocument.of(document("<axml:sc methodName=\"news\" mode=\"x\"/>" + CALL));
    assertThat(active.pending()).extracting(Standing::call).containsExactly(NEWS);
    assertThat(shown(active)).contains("<axml:fault>").contains("its mode is replace or merge");
  }

  @Test
  void a_fault_is_shown_beside_the_results_that_are_left() {
    ActiveDocument active =
        ActiveDocument.of(document(CALL)).with(NEWS, answer("<b/>").stale("nobody there"));
    assertThat(shown(active))
        .isEqualTo(CALLED + "<axml:fault methodName=\"news\">nobody there</axml:fault><b/>");
  }

  @Test
  void a_call_within_a_parameter_is_no_call_of_the_document() {
    ServiceCall inner = ServiceCall.of("inner");
    ServiceCall outer =
        new ServiceCall(
            "outer",
            new Frequency.Once(),
            Optional.empty(),
            Mode.REPLACE,
            List.of(new ServiceCall.Parameter("x", new ServiceCall.Argument.Answered(inner))));
    assertThat(ActiveDocument.of(document(outer.toString())).pending())
        .extracting(Standing::call)
        .containsExactly(outer);
  }

  private static CallOutcome answer(String... results) {
    return CallOutcome.answered(NOON, Arrays.stream(results).map(ServiceResult::read).toList());
  }

  private static Document document(String content) {
    String root = "<collection id=\"edos:collection/a@1\" xmlns:axml=\"edos:axml\">";
    return new Document(
        new CollectionId("a", "1"), (root + content + "</collection>\n").getBytes(UTF_8));
  }

  private static String shown(ActiveDocument active) {
    String text = new String(active.withResults().xml(), UTF_8);
    return text.substring(text.indexOf('>') + 1, text.lastIndexOf("</"));
  }
}
