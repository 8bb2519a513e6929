package org.edos.core.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.unit.UnitId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XPathTest {
  private static final String ID = "pkg:deb/debian/curl@7.88?arch=amd64";

  private static Document curl(String content) {
    String xml = "<package id=\"" + ID + "\" xmlns:axml=\"edos:axml\">" + content + "</package>";
    return new Document(UnitId.parse(ID), xml.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/package[name='curl'] | kind:package name==\"curl\"",
        "//package[size > 1000] | kind:package size>=1001",
        "/package[size < 0.5] | kind:package size<=0",
        "/package[requires/capability/@name='libc6'] | kind:package requires==\"libc6\"",
        "/package[not(requires/capability/@name='x')] | kind:package NOT requires==\"x\"",
        "/package[requires] | kind:package requires^=\"\"",
        "/package[contains(summary,'a b')] | kind:package summary*=\"a b\"",
        "/package[starts-with(summary,'a')]/name | kind:package summary^=\"a\" name^=\"\"",
        "/package[files/file='/usr/bin/x'] | kind:package file==\"/usr/bin/x\"",
        "/*[edos:compare-versions(version,'1.2')>=0] | version>=1.2",
        "/package[date>='2024'] | kind:package date>=2024",
        "/package[name='a' or name='b'] | kind:package (name==\"a\" OR name==\"b\")"
      })
  void whatListsDecideIsCompiledToACondition(String xpath, String condition) {
    TreePattern pattern = TreePattern.xpath(xpath);
    assertThat(pattern.condition()).hasToString(condition);
    assertThat(pattern.structure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/package[requires/capability[@name='a'][@op='=']] | kind:package requires==\"a\"",
        "/package[not(requires/capability/@op='=')] | kind:package",
        "/package[requires/capability/@name!='a'] | kind:package requires^=\"\"",
        "/*[*='x'] | *",
        "/package[name<'b'] | kind:package name^=\"\""
      })
  void whatListsCannotTellIsLeftToTheDocument(String xpath, String condition) {
    TreePattern pattern = TreePattern.xpath(xpath);
    assertThat(pattern.condition()).hasToString(condition);
    assertThat(pattern.structure()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "package | 1 | begins with / or //",
        "/package[name='x | 15 | quote is not closed",
        "/package[name='x' | 18 | ']' is missing",
        "/package[] | 10 | a step is missing",
        "/package[foo(name)] | 10 | no function foo()",
        "/package/.. | 10 | steps go down only",
        "/package[1] | 11 | a comparison is missing",
        "/package[name > 5] | 15 | name is no number",
        "/package[contains(files/file,'x')] | 19 | takes one node",
        "/package[contains(name)] | 23 | ',' is missing",
        "/package[/name] | 10 | a path begins at the step",
        "/child::package | 2 | axes are written short",
        "/package[name eq 'x'] | 15 | ']' is missing",
        "/package[edos:compare-versions(version,'1')] | 44 | gives -1, 0 or 1",
        "/package] | 9 | nothing can follow",
        "// | 3 | a step is missing",
        "/package['a'='b'] | 13 | has to be a path"
      })
  void errorsPointAtTheCharacter(String text, int character, String message) {
    assertThatThrownBy(() -> TreePattern.xpath(text))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.USAGE))
        .hasMessageStartingWith("at character " + character + " of the query: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("\n  " + " ".repeat(character - 1) + "^");
  }

  @Test
  void lengthDepthAndStepsAreBounded() {
    assertThatThrownBy(() -> TreePattern.xpath("/a" + " ".repeat(5000)))
        .hasMessageContaining("at most 4096");
    assertThatThrownBy(() -> TreePattern.xpath("/a" + "[a".repeat(2000)))
        .hasMessageContaining("at most 32 deep");
    assertThatThrownBy(() -> TreePattern.xpath("/a[" + "not(".repeat(1000)))
        .hasMessageContaining("at most 32 deep");
    assertThatThrownBy(() -> TreePattern.xpath("/a".repeat(2000)))
        .hasMessageContaining("at most 64 steps");
  }

  @Test
  void aWideHostilePatternCompilesAndIsDecided() {
    String nested = ".//*";
    for (int i = 0; i < 30; i++) {
      nested = ".//*[" + nested + "]";
    }
    TreePattern pattern = TreePattern.xpath("//*[" + nested + "]");
    assertThat(pattern.matches(curl("<name>curl</name>"))).isFalse();
    String wide = "//*[.//@name='a'" + " or .//@name='a'".repeat(200) + "]";
    assertThat(TreePattern.xpath(wide).matches(curl("<name>curl</name>"))).isFalse();
  }

  @Test
  void aPatternThatTakesTooLongOnADocumentIsRefused() {
    TreePattern everyPair = TreePattern.xpath("/package[x<x]");
    assertThat(everyPair.matches(curl("<x>1</x><x>2</x>"))).isTrue();
    assertThatThrownBy(() -> everyPair.matches(curl("<x>1</x>".repeat(20_000))))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.REFUSED));
  }

  @Test
  void returnNodesAreGivenInDocumentOrderAsXmlOrText() {
    Document document =
        curl(
            "<name>curl</name><version>7.88</version><requires><capability name=\"a&lt;b\""
                + " op=\"&gt;=\" version=\"1\"/></requires><axml:sc methodName=\"x\"/>");
    assertThat(TreePattern.xpath("/package/name").answers(document))
        .containsExactly("<name>curl</name>");
    assertThat(TreePattern.xpath("/package/name/text()").answers(document)).containsExactly("curl");
    assertThat(TreePattern.xpath("//@name").answers(document)).containsExactly("a<b");
    assertThat(TreePattern.xpath("/package/requires").answers(document))
        .containsExactly(
            "<requires><capability name=\"a&lt;b\" op=\"&gt;=\" version=\"1\"/></requires>");
    assertThat(TreePattern.xpath("/*/*[@methodName]").answers(document))
        .containsExactly("<axml:sc xmlns:axml=\"edos:axml\" methodName=\"x\"/>");
    assertThat(TreePattern.xpath("//package[name]").answers(document)).isEmpty();
    assertThat(TreePattern.xpath("//package[name]").matches(document)).isTrue();
  }

  @Test
  void documentsBeyondTheWrittenFormAreLookedAtThemselves() {
    Document document =
        curl("<name>curl</name><vendor><name>inner</name></vendor><size> 0x </size>");
    assertThat(TreePattern.xpath("//name[.='inner']").matches(document)).isTrue();
    assertThat(TreePattern.xpath("/package[vendor/name='inner']").matches(document)).isTrue();
    assertThat(TreePattern.xpath("/package[size=0]").matches(document)).isFalse();
    assertThat(TreePattern.xpath("//vendor").answers(document)).hasSize(1);
  }

  @Test
  void withoutElementsWhateverMayMatchDoes() {
    Document document = curl("<name>curl</name><version>1</version>");
    Set<String> changing = Set.of("name", "popularity");
    TreePattern one = TreePattern.xpath("/package[name='x' and version='1']");
    assertThat(one.matches(document)).isFalse();
    assertThat(one.withoutElements(changing).matches(document)).isTrue();
    TreePattern two = TreePattern.xpath("/package[popularity > 5 and version='2']");
    assertThat(two.withoutElements(changing).matches(document)).isFalse();
    TreePattern three = TreePattern.xpath("/package[not(popularity > 5)][version='1']");
    assertThat(three.withoutElements(changing).matches(document)).isTrue();
    TreePattern four = TreePattern.parse("NOT name:curl version:1");
    assertThat(four.matches(document)).isFalse();
    assertThat(four.withoutElements(changing).matches(document)).isTrue();
  }

  @Test
  void anyTextIsReadOrRefusedButNeverFailsOtherwise() {
    String[] pieces = {
      "/",
      "//",
      "package",
      "name",
      "@",
      "*",
      "[",
      "]",
      "(",
      ")",
      "'x'",
      "=",
      "!=",
      "<",
      " and ",
      " or ",
      "not(",
      "contains(",
      ",",
      ".",
      "text()",
      "5",
      "size",
      "requires",
      "capability",
      "-"
    };
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("/package[");
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      text.append(']');
      try {
        TreePattern pattern = TreePattern.xpath(text.toString());
        assertThat(TreePattern.canonical(pattern.toString()))
            .as("seed %d: %s", seed, text)
            .isEqualTo(pattern);
      } catch (EdosException e) {
        assertThat(e.category()).isEqualTo(EdosException.Category.USAGE);
      }
    }
  }
}
