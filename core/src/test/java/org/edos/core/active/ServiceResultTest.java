package org.edos.core.active;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.unit.CollectionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceResultTest {
  @Test
  void a_result_is_the_element_that_was_written() {
    ServiceResult result =
        ServiceResult.of(xml -> xml.start("a").attribute("b", "1").text("x & y").end());
    assertThat(result.xml()).isEqualTo("<a b=\"1\">x &amp; y</a>");
    assertThat(result.name()).isEqualTo("a");
    assertThat(result.text()).isEqualTo("x & y");
    assertThat(result).isEqualTo(ServiceResult.read("<a b=\"1\">x &amp; y</a>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "<a>",
        "<a/><b/>",
        " <a/>",
        "<a/>text",
        "</wrapped><a/><wrapped>",
        "<a><!-- b --></a>",
        "<a><![CDATA[b]]></a>",
        "<?xml version=\"1.0\"?><a/>",
        "<!DOCTYPE a [<!ENTITY e \"e\">]><a>&e;</a>",
        "<a>&e;</a>",
        "<a xmlns=\"other\"/>",
        "<a xmlns:axml=\"other\"/>",
        "<other:a/>",
        "<a b=\"1\" b=\"2\"/>"
      })
  void what_is_not_one_plain_element_is_refused(String text) {
    assertThatThrownBy(() -> ServiceResult.read(text)).isInstanceOf(EdosException.class);
  }

  @Test
  void a_result_that_is_too_deep_or_too_long_is_refused() {
    assertThatThrownBy(() -> ServiceResult.read("<a>".repeat(100_000) + "</a>".repeat(100_000)))
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> ServiceResult.read("<a>" + "x".repeat(2 << 20) + "</a>"))
        .hasMessageContaining("the service has to answer less");
    assertThatThrownBy(() -> ServiceResult.read("<a>" + "<b/>".repeat(60_000) + "</a>"))
        .hasMessageContaining("more than 50000 elements");
  }

  @Test
  void kept_results_read_back_as_they_were_written() {
    KeptOutcome kept =
        new KeptOutcome(
            new CollectionId("a & b", "1"),
            ServiceCall.of("news"),
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of(
                ServiceResult.read("<a>1</a>"),
                ServiceResult.read("<axml:sc methodName=\"x\"/>"),
                ServiceResult.read("<b><c d=\">\"/></b>")));
    assertThat(KeptOutcome.read(kept.write())).isEqualTo(kept);
  }
}
