package org.edos.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file has one written address, whoever writes it: a client, an index, a person. */
class AddressFormsTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP://Archive.Example:80/a, http://archive.example/a",
    "https://archive.example:443, https://archive.example/",
    "http://a.example:8080/x%7ey%2Bz, http://a.example:8080/x~y+z",
    "http://a.example/%e4%20%25, http://a.example/%E4%20%25",
    "http://a.example/flat/./Packages, http://a.example/flat/Packages",
    "http://a.example/./a/././b/., http://a.example/a/b/",
    "http://a.example/a%2Fb, http://a.example/a%2Fb"
  })
  void an_address_has_one_form(String written, String form) {
    assertThat(OriginAddress.of(written)).hasToString(form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.example/../b", "http://a.example/a/%2e%2e/b"})
  void an_address_that_climbs_is_refused(String written) {
    assertThatThrownBy(() -> OriginAddress.of(written)).isInstanceOf(EdosException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "pool/a_1~b+c.deb, pool/a_1~b+c.deb",
    "./a.deb, a.deb",
    "pool/with space.deb, pool/with%20space.deb",
    "pool/a_1%3a2.deb, pool/a_1%253a2.deb",
    "pool/what?.deb, pool/what%3F.deb",
    "pool/ü.deb, pool/%C3%BC.deb"
  })
  void the_path_in_an_index_of_debian_is_a_file_name(String written, String form) {
    assertThat(UrlPath.ofPlain(written)).hasValue(form);
    assertThat(OriginAddress.of("http://a.example/" + form))
        .hasToString("http://a.example/" + form);
  }

  @ParameterizedTest
  @CsvSource({
    "Packages/a%20b.rpm, Packages/a%20b.rpm",
    "Packages/a+b.rpm, Packages/a+b.rpm",
    "Packages/a%2bb.rpm, Packages/a+b.rpm"
  })
  void the_path_in_an_index_of_rpm_may_be_quoted(String written, String form) {
    assertThat(UrlPath.ofReference(written)).hasValue(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../a",
        "a/../b",
        "a//b",
        "a/",
        "a/./b",
        "http://b.example/c",
        "a/%2e%2e/b"
      })
  void a_path_that_leaves_its_repository_is_none(String written) {
    assertThat(UrlPath.ofReference(written)).isEmpty();
  }

  @Test
  void a_path_of_more_than_a_thousand_characters_is_none() {
    assertThat(UrlPath.ofPlain("a".repeat(1025))).isEmpty();
  }
}
