package org.edos.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The written form of results, one file per measurement. */
public final class ResultsJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @JsonPropertyOrder({"bench", "date", "machine"})
  private record Page(String bench, String date, String machine, @JsonUnwrapped Results results) {}

  private ResultsJson() {}

  /**
   * The file's text.
   *
   * @param bench name of the measurement
   * @param date when it was made
   * @param machine where, as {@link Machine#description} says
   */
  public static String write(String bench, LocalDate date, String machine, Results results) {
    return MAPPER.writeValueAsString(new Page(bench, date.toString(), machine, results)) + "\n";
  }
}
