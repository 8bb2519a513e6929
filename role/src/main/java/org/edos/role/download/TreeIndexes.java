package org.edos.role.download;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.UtilityId;

/**
 * Which files of a tree apt or dnf need before they can install from it: of apt's, the signed
 * roots, the lists of packages for the machine's architectures and English descriptions, of each
 * list in several compressions the smallest; of dnf's, all but the change logs and databases.
 */
final class TreeIndexes {
  private static final Set<String> ROOTS = Set.of("InRelease", "Release", "Release.gpg");
  private static final Pattern LIST =
      Pattern.compile(
          "(.*?)(?:binary-([^/]+)/Packages|/?Packages|i18n/Translation-en)(?:\\.[a-z0-9]{1,5})?");

  /** Where a file named Release tells of one list of packages only. */
  private static final Pattern OF_ONE_LIST = Pattern.compile("/(binary-[^/]+|source)/");

  private TreeIndexes() {}

  /** Those entries of the composition. */
  static Set<Composition.Entry> needed(Composition composition, MachinePackages machine) {
    return composition.format() == PackageFormat.DEB
        ? ofApt(composition, machine)
        : ofDnf(composition);
  }

  private static Set<Composition.Entry> ofApt(Composition composition, MachinePackages machine) {
    Set<Composition.Entry> needed = new HashSet<>();
    Map<String, Composition.Entry> lists = new HashMap<>();
    for (Composition.Entry entry : composition.entries()) {
      String path = entry.path().toString();
      if (!(entry.unit() instanceof UtilityId) || path.contains("debian-installer/")) {
        continue;
      }
      String fileName = entry.path().fileName();
      if (ROOTS.contains(fileName) && !OF_ONE_LIST.matcher(path).find()) {
        needed.add(entry);
      }
      Matcher list = LIST.matcher(path);
      if (list.matches() && (list.group(2) == null || machine.runs(list.group(2)))) {
        int dot = path.indexOf('.', path.length() - fileName.length());
        lists.merge(
            dot < 0 ? path : path.substring(0, dot),
            entry,
            (one, other) ->
                Comparator.comparingLong(Composition.Entry::size).compare(one, other) <= 0
                    ? one
                    : other);
      }
    }
    needed.addAll(lists.values());
    return needed;
  }

  private static Set<Composition.Entry> ofDnf(Composition composition) {
    Set<Composition.Entry> needed = new HashSet<>();
    for (Composition.Entry entry : composition.entries()) {
      String path = entry.path().toString();
      String fileName = entry.path().fileName();
      if (entry.unit() instanceof UtilityId
          && (path.startsWith("repodata/") || path.contains("/repodata/"))
          && !fileName.contains("other.")
          && !fileName.contains("sqlite")) {
        needed.add(entry);
      }
    }
    return needed;
  }
}
