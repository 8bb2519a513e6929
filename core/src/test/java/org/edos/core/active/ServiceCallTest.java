package org.edos.core.active;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.active.ServiceCall.Argument;
import org.edos.core.active.ServiceCall.Frequency;
import org.edos.core.active.ServiceCall.Mode;
import org.edos.core.active.ServiceCall.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCallTest {
  @Test
  void a_usual_call_is_written_short() {
    assertThat(ServiceCall.of("replicas").toString())
        .isEqualTo("<axml:sc methodName=\"replicas\"/>");
  }

  @Test
  void a_call_that_says_everything_reads_back_as_it_was_written() {
    ServiceCall call =
        new ServiceCall(
            "news.of",
            new Frequency.Every(Duration.ofHours(1)),
            Optional.of(Duration.ofDays(1)),
            Mode.MERGE,
            List.of(
                new Parameter("lang", new Argument.Value("a \"b\" <c>")),
                new Parameter("at", new Argument.Answered(ServiceCall.of("replicas")))));
    assertThat(call.toString())
        .isEqualTo(
            "<axml:sc methodName=\"news.of\" frequency=\"every PT1H\" validity=\"PT24H\""
                + " mode=\"merge\"><axml:param name=\"lang\" value=\"a &quot;b&quot;"
                + " &lt;c&gt;\"/><axml:param name=\"at\"><axml:sc"
                + " methodName=\"replicas\"/></axml:param></axml:sc>");
    assertThat(ServiceCall.read(call.toString())).isEqualTo(call);
  }

  @Test
  void a_call_of_a_server_of_its_own_is_refused() {
    assertThatThrownBy(() ->
            ServiceCall.read("<axml:sc serviceURL=\"http://x.example/\" methodName=\"replicas\"/>"))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.REFUSED))
        .hasMessageContaining("services that this peer knows by name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<axml:sc/>",
        "<axml:sc methodName=\"../etc\"/>",
        "<axml:sc methodName=\"a\" frequency=\"often\"/>",
        "<axml:sc methodName=\"a\" frequency=\"every PT0.1S\"/>",
        "<axml:sc methodName=\"a\" validity=\"long\"/>",
        "<axml:sc methodName=\"a\" validity=\"PT-1H\"/>",
        "<axml:sc methodName=\"a\" mode=\"add\"/>",
        "<axml:sc methodName=\"a\"><b/></axml:sc>",
        "<axml:sc methodName=\"a\"><axml:param name=\"x\"/><axml:param name=\"x\"/></axml:sc>",
        "<axml:sc methodName=\"a\"/><axml:sc methodName=\"a\"/>",
        "<axml:sc methodName=\"a\"></wrapped>",
        "<b/>"
      })
  void a_malformed_call_is_an_error(String element) {
    assertThatThrownBy(() -> ServiceCall.read(element)).isInstanceOf(EdosException.class);
  }

  @Test
  void calls_that_are_parameters_without_end_are_refused() {
    String open = "<axml:sc methodName=\"a\"><axml:param name=\"x\">";
    String close = "</axml:param></axml:sc>";
    assertThatThrownBy(() -> ServiceCall.read(open.repeat(6) + close.repeat(6)))
        .hasMessageContaining("more than 4 deep");
    assertThatThrownBy(() -> ServiceCall.read(open.repeat(2000) + close.repeat(2000)))
        .isInstanceOf(EdosException.class);
  }
}
