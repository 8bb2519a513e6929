package org.edos.core.deb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real apt in a root of its own, which neither reads nor changes what the machine has
 * installed.
 */
record Apt(Path folder) {
  /** An apt that knows this source alone and thinks that nothing is installed. */
  static Apt isolated(Path folder, String source) throws IOException {
    for (String needed :
        List.of(
            "lists/partial",
            "cache/archives/partial",
            "etc/apt.conf.d",
            "etc/preferences.d",
            "downloads")) {
      Files.createDirectories(folder.resolve(needed));
    }
    Files.writeString(folder.resolve("status"), "");
    Files.writeString(folder.resolve("sources.list"), source + "\n");
    String configuration =
        """
        Dir::State "%1$s/";
        Dir::State::status "%1$s/status";
        Dir::State::lists "%1$s/lists";
        Dir::Cache "%1$s/cache";
        Dir::Etc "%1$s/etc";
        Dir::Etc::sourcelist "%1$s/sources.list";
        Dir::Etc::sourceparts "-";
        Dir::Etc::trustedparts "-";
        Dir::Log "%1$s";
        APT::Architecture "amd64";
        APT::Architectures "amd64";
        APT::Sandbox::User "root";
        Debug::NoLocking "true";
        """
            .formatted(folder);
    Files.writeString(folder.resolve("apt.conf"), configuration);
    return new Apt(folder);
  }

  /** Where {@code download} puts its files. */
  Path downloads() {
    return folder.resolve("downloads");
  }

  /** Runs apt-get, which must succeed. */
  void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of("APT_CONFIG", folder.resolve("apt.conf").toString(), "LC_ALL", "C");
    InstalledProgram.run(
        downloads(), folder.resolve("status"), environment, command.toArray(String[]::new));
  }
}
