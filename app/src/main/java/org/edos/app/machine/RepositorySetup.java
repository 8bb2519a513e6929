package org.edos.app.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;

/**
 * The lines for a root shell that make apt or dnf use a release. Whatever they take from the
 * release's paths is plain words, so that nothing in them means anything to a shell.
 */
public final class RepositorySetup {
  private static final String WORDS =
      "[A-Za-z0-9][A-Za-z0-9._+-]*(?:/[A-Za-z0-9][A-Za-z0-9._+-]*)*";
  private static final Pattern PACKAGES =
      Pattern.compile("dists/(" + WORDS + ")/binary-[a-z0-9-]+/Packages(\\.[a-z0-9]+)?");
  private static final Pattern SUITE =
      Pattern.compile("dists/(" + WORDS + ")/(InRelease|Release\\.gpg|Release)");
  private static final Pattern REPODATA =
      Pattern.compile("(?:(" + WORDS + ")/)?repodata/repomd\\.xml");
  private static final String KEY = "edos.asc";
  private static final Comparator<String> MAIN_FIRST =
      Comparator.<String, Boolean>comparing(component -> !component.equals("main"))
          .thenComparing(Comparator.naturalOrder());

  private RepositorySetup() {}

  /**
   * The lines for apt.
   *
   * @param address of the release at the daemon's gateway, with a slash at its end
   */
  public static List<String> apt(Composition release, String address) {
    String name = "edos-" + release.id().name();
    String keyring = "/etc/apt/keyrings/" + name + ".asc";
    boolean ours = has(release, KEY);
    List<String> lines = new ArrayList<>();
    lines.add("# " + release.id() + " for apt, by the daemon at " + address);
    if (ours) {
      lines.add("install -d -m 0755 /etc/apt/keyrings");
      lines.add("curl -fsS '" + address + KEY + "' -o " + keyring);
    } else {
      lines.add(
          "# The distribution's own key signs it; apt has that key on a machine of that"
              + " distribution.");
    }
    String options = ours ? "[signed-by=" + keyring + "] " : "";
    String list = "/etc/apt/sources.list.d/" + name + ".list";
    lines.add("cat > " + list + " <<'END'");
    suites(release)
        .forEach((suite, components) ->
            lines.add(
                ("deb " + options + address + " " + suite + " " + String.join(" ", components))
                    .strip()));
    lines.add("END");
    lines.add("apt-get update");
    return List.copyOf(lines);
  }

  /**
   * Suites and their components; the root itself as suite {@code ./} where the tree has no dists.
   */
  static SortedMap<String, Set<String>> suites(Composition release) {
    Set<String> roots = roots(release);
    SortedMap<String, Set<String>> suites = new TreeMap<>();
    for (Composition.Entry entry : release.entries()) {
      Matcher packages = PACKAGES.matcher(entry.path().value());
      if (packages.matches()) {
        String place = packages.group(1);
        roots.stream()
            .filter(suite -> place.startsWith(suite + "/"))
            .forEach(suite ->
                suites
                    .computeIfAbsent(suite, key -> new TreeSet<>(MAIN_FIRST))
                    .add(place.substring(suite.length() + 1)));
      }
    }
    if (suites.isEmpty() && (has(release, "Release") || has(release, "InRelease"))) {
      suites.put("./", Set.of());
    }
    if (suites.isEmpty()) {
      throw EdosException.notFound(
          "release " + release.id() + " has no index of packages that apt would find");
    }
    return suites;
  }

  /**
   * Suites are where a root of indexes is; folders of single architectures may have a file Release,
   * too.
   */
  private static Set<String> roots(Composition release) {
    return release.entries().stream()
        .map(entry -> SUITE.matcher(entry.path().value()))
        .filter(Matcher::matches)
        .map(suite -> suite.group(1))
        .filter(suite -> !suite.matches(".*/(binary-[^/]*|source)"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The lines for dnf.
   *
   * @param address of the release at the daemon's gateway, with a slash at its end
   */
  public static List<String> dnf(Composition release, String address) {
    String name = "edos-" + release.id().name();
    boolean ours = has(release, KEY);
    List<String> lines = new ArrayList<>();
    lines.add("# " + release.id() + " for dnf, by the daemon at " + address);
    if (!ours) {
      lines.add(
          "# The distribution's own key signs its packages; dnf has that key on a machine of that"
              + " distribution.");
    }
    lines.add("cat > /etc/yum.repos.d/" + name + ".repo <<'END'");
    for (String folder : repositories(release)) {
      lines.add("[" + (folder.isEmpty() ? name : name + "-" + folder.replace('/', '-')) + "]");
      lines.add(
          "name=" + release.id().name() + (folder.isEmpty() ? "" : " " + folder) + " from Edos");
      lines.add("baseurl=" + address + (folder.isEmpty() ? "" : folder + "/"));
      lines.add("enabled=1");
      if (ours) {
        lines.add("gpgcheck=0");
        lines.add("repo_gpgcheck=1");
        lines.add("gpgkey=" + address + KEY);
      } else {
        lines.add("gpgcheck=1");
      }
    }
    lines.add("END");
    lines.add("dnf makecache");
    return List.copyOf(lines);
  }

  private static List<String> repositories(Composition release) {
    List<String> folders =
        release.entries().stream()
            .map(entry -> REPODATA.matcher(entry.path().value()))
            .filter(Matcher::matches)
            .map(found -> Objects.requireNonNullElse(found.group(1), ""))
            .sorted()
            .toList();
    if (folders.isEmpty()) {
      throw EdosException.notFound(
          "release " + release.id() + " has no repodata/repomd.xml that dnf would find");
    }
    return folders;
  }

  private static boolean has(Composition release, String path) {
    return release.entries().stream().anyMatch(entry -> entry.path().value().equals(path));
  }
}
