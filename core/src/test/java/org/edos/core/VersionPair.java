package org.edos.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two versions to be compared as a packaging program compares them.
 *
 * @param left one version
 * @param right the other
 */
public record VersionPair(String left, String right) {
  private static final Pattern RELATION =
      Pattern.compile("([a-z0-9][a-z0-9.+-]+)(?::[a-z0-9]+)? \\([<>=]+ ([^)\\s]+)\\)");
  private static final List<String> PIECES =
      List.of(
          "0",
          "1",
          "9",
          "10",
          "010",
          "007",
          "00",
          "a",
          "b",
          "rc",
          "Z",
          "git",
          ".",
          ".",
          "+",
          "~",
          "~~",
          "20240101",
          "99999999999999999999999");

  /**
   * Pairs of what the machine's archives hold: versions of one package, its own and those that
   * others ask of it, and versions of packages whose names are neighbours. The test is skipped
   * where apt knows of no packages.
   */
  public static List<VersionPair> real(int count, Random random)
      throws IOException, InterruptedException {
    List<List<String>> names = realVersions();
    assumeTrue(names.size() > 1000, "apt knows of no packages here: run apt-get update");
    List<List<String>> several = names.stream().filter(versions -> versions.size() > 1).toList();
    List<VersionPair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      boolean same = random.nextInt(4) > 0;
      int at = random.nextInt(same ? several.size() : names.size() - 1);
      List<String> one = same ? several.get(at) : names.get(at);
      List<String> other = same ? one : names.get(at + 1);
      pairs.add(new VersionPair(pick(one, random), pick(other, random)));
    }
    return pairs;
  }

  /**
   * Seeded random pairs with epochs, revisions, letters, long digits and leading zeros: a third
   * unlike, the others near one another, among them different writings of one version.
   *
   * @param further pieces that this format's versions may have besides
   */
  public static List<VersionPair> random(int count, List<String> further, Random random) {
    List<String> pieces = new ArrayList<>(PIECES);
    pieces.addAll(further);
    List<VersionPair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      String left = version(pieces, random);
      String right =
          switch (random.nextInt(3)) {
            case 0 -> version(pieces, random);
            case 1 -> rewritten(left, random);
            default -> left + pieces.get(random.nextInt(pieces.size()));
          };
      pairs.add(new VersionPair(left, right));
    }
    return pairs;
  }

  /** The pairs a line each, with a space between. */
  public static String lines(List<VersionPair> pairs) {
    StringBuilder lines = new StringBuilder();
    pairs.forEach(pair -> lines.append(pair.left()).append(' ').append(pair.right()).append('\n'));
    return lines.toString();
  }

  private static List<List<String>> realVersions() throws IOException, InterruptedException {
    TreeMap<String, TreeSet<String>> versions = new TreeMap<>();
    Process apt = new ProcessBuilder("apt-cache", "dumpavail").start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(apt.getInputStream(), UTF_8))) {
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("Package: ")) {
          name = line.substring(9);
        } else if (line.startsWith("Version: ")) {
          versions.computeIfAbsent(name, n -> new TreeSet<>()).add(line.substring(9));
        } else if (!line.startsWith(" ") && line.contains(" (")) {
          Matcher relations = RELATION.matcher(line);
          while (relations.find()) {
            versions
                .computeIfAbsent(relations.group(1), n -> new TreeSet<>())
                .add(relations.group(2));
          }
        }
      }
    }
    apt.waitFor();
    return versions.values().stream().<List<String>>map(List::copyOf).toList();
  }

  private static String version(List<String> pieces, Random random) {
    String epoch = random.nextInt(4) == 0 ? "0".repeat(random.nextInt(3)) + random.nextInt(12) : "";
    String revision = random.nextBoolean() ? "-" + part(pieces, random) : "";
    return (epoch.isEmpty() ? "" : epoch + ":") + part(pieces, random) + revision;
  }

  private static String part(List<String> pieces, Random random) {
    StringBuilder part = new StringBuilder().append(random.nextInt(11));
    for (int i = random.nextInt(6); i > 0; i--) {
      part.append(pieces.get(random.nextInt(pieces.size())));
    }
    return part.toString();
  }

  /** Another writing, mostly of the same version: zeros before numbers, an epoch, a revision. */
  private static String rewritten(String version, Random random) {
    String zeros = version.replaceAll("(?<![0-9])(?=[0-9])", "0".repeat(random.nextInt(3)));
    String epoch = !version.contains(":") && random.nextBoolean() ? "0:" + zeros : zeros;
    return !version.contains("-") && random.nextBoolean() ? epoch + "-0" : epoch;
  }

  private static String pick(List<String> versions, Random random) {
    return versions.get(random.nextInt(versions.size()));
  }
}
