package org.edos.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the solver of the real dnf says of packages, all in one process. */
public final class DnfSolver {
  private static final String SCRIPT =
      """
      import os
      import sys

      import dnf
      import hawkey

      repository, folder, names = sys.argv[1:]
      base = dnf.Base()
      conf = base.conf
      conf.installroot = conf.persistdir = conf.logdir = folder
      conf.cachedir = os.path.join(folder, "cache")
      conf.pluginpath = []
      conf.gpgcheck = False
      conf.substitutions.update(arch="x86_64", basearch="x86_64", releasever="1")
      base.repos.add_new_repo("repository", conf, baseurl=[repository])
      base.fill_sack(load_system_repo=False)
      packages = {str(package): package for package in base.sack.query().available()}
      for wanted in open(names).read().split():
          goal = hawkey.Goal(base.sack)
          selector = hawkey.Selector(base.sack)
          selector.set(pkg=[packages[wanted]])
          goal.install(select=selector)
          if goal.run(ignore_weak_deps=True):
              print(wanted)
          else:
              rules = [rule for problem in goal.problem_rules() for rule in problem]
              print(wanted, "; ".join(rules))
      """;

  private DnfSolver() {}

  /** Whether this machine has what it takes. */
  public static boolean present() {
    return Programs.present("dnf", "python3", "createrepo_c");
  }

  /**
   * Makes a folder of packages a repository and asks of some of them, each by itself, whether an
   * empty x86_64 machine can install it.
   *
   * @param work an empty folder, or one to be made
   * @param packages as {@code NAME-[EPOCH:]VERSION-RELEASE.ARCHITECTURE}
   * @return for each the reason why not; empty where it can
   */
  public static Map<String, String> problems(Path repository, Path work, List<String> packages)
      throws IOException {
    Files.createDirectories(work);
    Programs.run(repository, "createrepo_c", "--quiet", ".");
    Path script = Files.writeString(work.resolve("solve.py"), SCRIPT);
    Path names = Files.writeString(work.resolve("names"), String.join("\n", packages));
    byte[] printed =
        Programs.run(
            work,
            "/usr/bin/python3",
            script.toString(),
            repository.toUri().toString(),
            work.toString(),
            names.toString());
    Map<String, String> problems = new LinkedHashMap<>();
    for (String line : new String(printed, UTF_8).lines().toList()) {
      int space = line.indexOf(' ');
      problems.put(
          space < 0 ? line : line.substring(0, space), space < 0 ? "" : line.substring(space + 1));
    }
    return problems;
  }
}
