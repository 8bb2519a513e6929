package org.edos.core.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/attributes.md} are as the program has it. */
final class AttributesPageTest {
  private static final Pattern LOOK_UP = Pattern.compile(" {4}edos lookup (.*)");
  private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'");
  private static final Pattern ROW =
      Pattern.compile("\\| ([a-z]+) \\| `(.*)` \\| `(.*)` \\| (yes|no) \\|");

  private static List<String> page() {
    try {
      return Files.readAllLines(TestData.root().resolveSibling("docs/attributes.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyLookUpIsRead() {
    int read = 0;
    for (String line : page()) {
      Matcher command = LOOK_UP.matcher(line);
      if (command.matches()) {
        Matcher argument = ARGUMENT.matcher(command.group(1));
        while (argument.find()) {
          Template template = Template.parse(argument.group(1));
          assertThat(Template.parse(template.toString())).isEqualTo(template);
          read++;
        }
      }
    }
    assertThat(read).isGreaterThan(5);
  }

  @Test
  void everyExampleOfSubstitutionHolds() {
    int tried = 0;
    for (String line : page()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Kind<?> kind = Kind.of(row.group(1)).orElseThrow();
        String wanted = row.group(3).replace("\\|", "|");
        assertThat(serves(kind, row.group(2), wanted))
            .as(line)
            .isEqualTo(row.group(4).equals("yes"));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(12);
  }

  private static <A extends Attribute<A>> boolean serves(
      Kind<A> kind, String offered, String wanted) {
    return kind.parse(offered).substitutes(kind.parse(wanted));
  }

  @Test
  void everyKindHasARow() {
    for (Kind<?> kind : Kind.all()) {
      assertThat(page()).as("row of " + kind).anyMatch(line -> line.startsWith("| `" + kind + "`"));
    }
  }
}
