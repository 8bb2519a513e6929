package org.edos.physical.xquery.saxon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.metadata.Document;
import org.edos.core.unit.UnitId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaxonQueriesTest {
  private static final String ENDLESS =
      "declare function local:f($n) { if ($n < 0) then 1 else local:f($n + 1) }; local:f(0)";

  @TempDir Path folder;
  private final SaxonQueries queries = new SaxonQueries();

  private static Document document(String name, int size) {
    return document(name, "<package><name>" + name + "</name><size>" + size + "</size></package>");
  }

  private static Document document(String name, String xml) {
    return new Document(
        UnitId.parse("edos:utility/" + name + "@1"), xml.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> evaluate(String program) {
    return queries.evaluate(program, List.of(document("small", 1), document("large", 9)));
  }

  private void assertFails(Category category, String program) {
    assertThatThrownBy(() -> evaluate(program))
        .isInstanceOf(EdosException.class)
        .extracting(e -> ((EdosException) e).category())
        .isEqualTo(category);
  }

  @Test
  void aProgramSeesTheDocuments() {
    assertThat(
            evaluate(
                "for $p in $documents/package order by number($p/size) descending return"
                    + " string($p/name)"))
        .containsExactly("large", "small");
  }

  @Test
  void nodesAreGivenAsXmlAndValuesAsText() {
    assertThat(evaluate("$documents[1]/package/name, sum($documents//size)"))
        .containsExactly("<name>small</name>", "10");
  }

  @Test
  void aWrongProgramIsTheCallersFault() {
    assertFails(Category.USAGE, "for $p in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doc('PLACE')",
        "unparsed-text('PLACE')",
        "unparsed-text-lines('PLACE')",
        "collection('PLACE')",
        "uri-collection('PLACE')",
        "json-doc('PLACE')",
        "import module namespace m = 'urn:m' at 'PLACE'; 1",
        "transform(map { 'stylesheet-location': 'PLACE', 'source-node': $documents[1] })",
        "load-xquery-module('urn:m', map { 'location-hints': 'PLACE' })",
        "declare namespace r = 'java:java.lang.Runtime'; r:getRuntime()",
        "declare namespace s = 'java:java.lang.System'; s:getProperty('user.home')"
      })
  void nothingOutsideIsReached(String program) throws IOException {
    Path file = Files.writeString(folder.resolve("secret.xml"), "<secret/>");

    assertFails(Category.USAGE, program.replace("PLACE", file.toUri().toString()));
  }

  @Test
  void aStylesheetWritesNoFile() {
    Path file = folder.resolve("written.xml");
    String program =
        """
        transform(map { 'source-node': $documents[1], 'stylesheet-text':
          '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
             <xsl:template match="/"><xsl:result-document href="PLACE"><a/></xsl:result-document>
             </xsl:template></xsl:stylesheet>' })\
        """
            .replace("PLACE", file.toUri().toString());
    try {
      evaluate(program);
    } catch (EdosException refused) {
      assertThat(refused.category()).isEqualTo(Category.USAGE);
    }

    assertThat(file).doesNotExist();
  }

  @Test
  void theEnvironmentIsNotShown() {
    assertThat(evaluate("count(available-environment-variables())")).containsExactly("0");
  }

  @Test
  void aProgramThatDoesNotEndIsGivenUp() {
    SaxonQueries hasty = new SaxonQueries(Duration.ofMillis(200));

    assertThatThrownBy(() -> hasty.evaluate(ENDLESS, List.of()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("took more than");
  }

  @Test
  void aResultThatDoesNotEndIsCutOff() {
    assertFails(Category.EXHAUSTED, "for $i in 1 to 100000000 return 'many'");
  }

  @Test
  void aDocumentWithADtdIsRefused() {
    Document hostile = document("a", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>");

    assertThatThrownBy(() -> queries.evaluate("1", List.of(hostile)))
        .isInstanceOf(EdosException.class);
  }
}
