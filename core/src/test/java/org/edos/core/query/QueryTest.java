package org.edos.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.unit.UnitId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
  private static final DocumentFields APACHE =
      DocumentFields.of(
          new Document(
              UnitId.parse("pkg:deb/debian/apache2-bin@2.4.57-2?arch=amd64"),
              """
              <package id="pkg:deb/debian/apache2-bin@2.4.57-2?arch=amd64"><name>apache2-bin</name>\
              <version>2.4.57-2</version><arch>amd64</arch><format>deb</format><size>1354000</size>\
              <license>Apache-2.0 AND (MIT, BSD-3-Clause)</license><summary>Apache HTTP Server (modules)</summary>\
              <description>A secure web server in C++.</description><date>2023-04-13T05:00:00Z</date>\
              <requires><capability name="libssl3" op="&gt;=" version="3.0"/><capability name="libssl1"/></requires>\
              <unknown><deep>x</deep></unknown>\
              <files><file>/usr/sbin/apache2</file></files></package>\
              """
                  .getBytes(StandardCharsets.UTF_8)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "apache2",
        "APACHE*",
        "\"web server\"",
        "c++",
        "server",
        "apache2-bin",
        "http-serv*",
        "name:apache*",
        "name:apache2-bin",
        "requires:libssl1",
        "depends:libssl3",
        "license:mit",
        "license:bsd*",
        "size<1.4MB",
        "size>=1354000",
        "size:1354000",
        "size=1354kB",
        "size<2MiB",
        "date<2024",
        "date:2023-04-13",
        "date>2023-04-12",
        "date<=2023-04",
        "file:/usr/sbin/apache2",
        "file:/usr/*",
        "kind:package",
        "arch:amd64",
        "summary:server",
        "summary:\"http server\"",
        "description:*",
        "NOT curl",
        "curl OR apache2",
        "(curl OR apache*) AND arch:amd64",
        "NOT (curl nginx) server",
        "version:2.4*",
        "version>2.4",
        "name==apache2-bin",
        "summary*=\"HTTP S\"",
        "summary^=Apache",
        "size==1354000",
        "file^=/usr/sbin/"
      })
  void matches(String query) {
    assertThat(Query.parse(query).matches(APACHE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl",
        "\"server web\"",
        "apach",
        "name:apache",
        "name:bin",
        "requires:libssl",
        "license:BSD",
        "size<1MB",
        "size>1354000",
        "date<2023-04-13",
        "date>2023",
        "file:/usr",
        "NOT apache2",
        "apache2 curl",
        "homepage:*",
        "kind:utility",
        "NOT server",
        "c",
        "summary:web",
        "name==Apache2-bin",
        "summary*=http",
        "summary^=HTTP"
      })
  void doesNotMatch(String query) {
    assertThat(Query.parse(query).matches(APACHE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "  web   server   | web server",
        "name=Apache* AND size<1MB | name:apache* size<1MB",
        "a OR b AND c | a OR b c",
        "(a OR b) c | (a OR b) c",
        "NOT (a b) | NOT (a b)",
        "((a)) | a",
        "'requires:\"perl(Foo)\"' | 'requires:\"perl(foo)\"'",
        "licence:MIT | license:mit",
        "name==Apache AND summary*=\"a b\" | 'name==\"Apache\" summary*=\"a b\"'",
        "lib-foo | '\"lib foo\"'",
        "(a b) (c d) | a b c d"
      })
  void hasACanonicalText(String text, String canonical) {
    assertThat(Query.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour:red | 1 | no field 'colour'",
        "web (server | 5 | not closed",
        "web) | 4 | nothing opens",
        "web OR | 7 | missing here",
        "OR web | 1 | missing before this",
        "name: | 6 | a value is missing",
        "'x \"web server' | 3 | quote is not closed",
        "ap*che | 4 | only at the end",
        "size<big | 6 | a number is written",
        "date>soon | 6 | a date is written",
        "size<1* | 6 | cannot end in",
        "name^=x* | 7 | cannot end in",
        "name<apache | 5 | can be compared by <",
        "web --- | 5 | no letter or digit",
        "a () | 4 | missing before this"
      })
  void errorsPointAtTheCharacter(String text, int character, String message) {
    assertThatThrownBy(() -> Query.parse(text))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.USAGE))
        .hasMessageStartingWith("at character " + character + " of the query: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("\n  " + " ".repeat(character - 1) + "^");
  }

  @Test
  void lengthAndDepthAreBounded() {
    assertThatThrownBy(() -> Query.parse("a ".repeat(3000))).hasMessageContaining("at most 4096");
    assertThatThrownBy(() -> Query.parse("(".repeat(2000))).hasMessageContaining("at most 32 deep");
    assertThatThrownBy(() -> Query.parse("NOT ".repeat(1000)))
        .hasMessageContaining("at most 32 deep");
  }

  @Test
  void canonicalTextReadsBackEqual() {
    for (long seed = 0; seed < 2000; seed++) {
      Query query =
          RandomQueries.query(
              new Random(seed), List.of("apache", "c++", "web server", "a\"b\\c", "x (y)"));
      assertThat(Query.parse(query.toString())).as("seed %d: %s", seed, query).isEqualTo(query);
    }
  }

  @Test
  void anyTextIsReadOrRefusedButNeverFailsOtherwise() {
    String alphabet = "ab:*()\"\\ <>=NOTANDOR-+/1\u0130\ud83d";
    for (long seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Query query = Query.parse(text.toString());
        assertThat(Query.parse(query.toString())).as("seed %d: %s", seed, text).isEqualTo(query);
      } catch (EdosException e) {
        assertThat(e.category())
            .as("seed %d: %s", seed, text)
            .isEqualTo(EdosException.Category.USAGE);
      }
    }
  }
}
