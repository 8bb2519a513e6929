package org.edos.core.deb;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.MultiArch;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/**
 * Turns the paragraphs that describe packages, in Packages indexes and control files, into
 * metadata.
 */
public final class DebParagraphs {
  private static final long MAX_SIZE = 1L << 50;

  private DebParagraphs() {}

  /**
   * The metadata of a package from its paragraph in a Packages index.
   *
   * @param distribution the namespace of its id, such as {@code debian}
   * @throws EdosException (refused) if a needed field is missing or malformed
   */
  public static PackageMetadata indexed(ControlParagraph paragraph, String distribution) {
    Sha256 sha256 = new Sha256(required(paragraph, "SHA256").toLowerCase(Locale.ROOT));
    return metadata(
        paragraph,
        distribution,
        sha256,
        number(paragraph, "Size", required(paragraph, "Size")),
        List.of());
  }

  /**
   * The metadata of a package from its control file.
   *
   * @param distribution the namespace of its id
   * @param sha256 of the package file
   * @param size of the package file in bytes
   * @param files absolute paths that it installs
   * @throws EdosException (refused) if a needed field is missing or malformed
   */
  public static PackageMetadata metadata(
      ControlParagraph paragraph,
      String distribution,
      Sha256 sha256,
      long size,
      List<String> files) {
    String name = required(paragraph, "Package");
    PackageId id =
        new PackageId(
            PackageFormat.DEB,
            distribution,
            name,
            required(paragraph, "Version"),
            required(paragraph, "Architecture"));
    String text = paragraph.text("Description");
    int firstEnd = text.indexOf('\n');
    String source = paragraph.text("Source");
    int sourceVersion = source.indexOf(' ');
    String installed = paragraph.text("Installed-Size");
    return new PackageDraft(id, sha256, size)
        .installedSize(
            installed.isEmpty() ? 0 : 1024 * number(paragraph, "Installed-Size", installed))
        .summary(firstEnd < 0 ? text : text.substring(0, firstEnd))
        .description(firstEnd < 0 ? "" : longText(text.substring(firstEnd + 1)))
        .category(paragraph.text("Section"))
        .maintainer(paragraph.text("Maintainer"))
        .homepage(paragraph.text("Homepage"))
        .source(
            source.isEmpty()
                ? name
                : sourceVersion < 0 ? source : source.substring(0, sourceVersion))
        .essential(paragraph.text("Essential").equals("yes"))
        .multiArch(MultiArch.of(paragraph.text("Multi-Arch")))
        .relations(DebRelations.of(paragraph))
        .files(files)
        .finished();
  }

  /** A lone dot stands for an empty line (Debian Policy 5.6.13). */
  private static String longText(String lines) {
    return lines
        .lines()
        .map(line -> line.equals(".") ? "" : line)
        .collect(Collectors.joining("\n"));
  }

  /** The field's value, which there must be. */
  static String required(ControlParagraph paragraph, String field) {
    String value = paragraph.text(field);
    if (value.isEmpty()) {
      throw EdosException.refused(
          "the paragraph of " + named(paragraph) + " has no field " + field);
    }
    return value;
  }

  private static long number(ControlParagraph paragraph, String field, String value) {
    boolean digits = value.length() <= 16 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    long number = digits ? Long.parseLong(value) : Long.MAX_VALUE;
    if (number > MAX_SIZE) {
      throw EdosException.refused(
          "the paragraph of "
              + named(paragraph)
              + " has no sensible number in "
              + field
              + ": '"
              + shown(value)
              + "'");
    }
    return number;
  }

  private static String named(ControlParagraph paragraph) {
    return paragraph
        .field("Package")
        .map(name -> "package " + shown(name))
        .orElse("a package without a name");
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
