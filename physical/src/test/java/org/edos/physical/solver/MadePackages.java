package org.edos.physical.solver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebParagraphs;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.Sha256;

/** Packages made of control data, as a Packages file has them. */
final class MadePackages {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final List<String> VIRTUAL = List.of("v", "w");
  private static final List<String> SHARING = List.of("no", "no", "same", "foreign", "allowed");

  private MadePackages() {}

  /** The packages of a text; what every package needs but no dependency is added. */
  static List<PackageMetadata> read(String packages) {
    List<PackageMetadata> read = new ArrayList<>();
    for (String paragraph : packages.strip().split("\n\n")) {
      String whole =
          (paragraph.contains("Architecture:") ? "" : "Architecture: amd64\n")
              + (paragraph.contains("Version:") ? "" : "Version: 1\n")
              + "Size: 1\nSHA256: "
              + Sha256.of(paragraph.getBytes(UTF_8)).hex()
              + "\n"
              + paragraph
              + "\n";
      read.add(DebParagraphs.indexed(paragraph(whole), "made"));
    }
    return read;
  }

  private static ControlParagraph paragraph(String text) {
    try {
      Optional<ControlParagraph> read =
          new ControlParagraphs(new ByteArrayInputStream(text.getBytes(UTF_8)), "a test").next();
      return read.orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A universe of up to eight packages that name each other in every way. */
  static List<PackageMetadata> random(Random random) {
    StringBuilder packages = new StringBuilder();
    int size = 3 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      packages
          .append("Package: ")
          .append(one(random, NAMES))
          .append("\nVersion: ")
          .append(1 + random.nextInt(3))
          .append("\nArchitecture: ")
          .append(one(random, List.of("amd64", "amd64", "all", "i386")))
          .append("\nMulti-Arch: ")
          .append(one(random, SHARING))
          .append('\n');
      if (random.nextInt(8) == 0) {
        packages.append("Essential: yes\n");
      }
      field(packages, random, "Depends", 3, true);
      field(packages, random, "Pre-Depends", 1, true);
      field(packages, random, "Conflicts", 1, false);
      field(packages, random, "Breaks", 1, false);
      provides(packages, random);
      packages.append('\n');
    }
    return read(packages.toString());
  }

  private static void provides(StringBuilder packages, Random random) {
    if (random.nextInt(3) == 0) {
      packages
          .append("Provides: ")
          .append(one(random, random.nextBoolean() ? VIRTUAL : NAMES))
          .append(random.nextBoolean() ? "" : " (= " + (1 + random.nextInt(3)) + ")")
          .append('\n');
    }
  }

  private static void field(
      StringBuilder packages, Random random, String field, int most, boolean alternatives) {
    List<String> relations = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      String relation = wanted(random, alternatives);
      while (alternatives && random.nextInt(3) == 0) {
        relation += " | " + wanted(random, true);
      }
      relations.add(relation);
    }
    if (!relations.isEmpty()) {
      packages.append(field).append(": ").append(String.join(", ", relations)).append('\n');
    }
  }

  private static String wanted(Random random, boolean dependency) {
    String name = one(random, random.nextInt(4) == 0 ? VIRTUAL : NAMES);
    String architecture = dependency && random.nextInt(6) == 0 ? ":any" : "";
    String version =
        random.nextInt(3) == 0
            ? " ("
                + one(random, List.of("<<", "<=", "=", ">=", ">>"))
                + " "
                + (1 + random.nextInt(3))
                + ")"
            : "";
    return name + architecture + version;
  }

  private static String one(Random random, List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
