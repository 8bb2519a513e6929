package org.edos.physical.installed.rpm;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.OneByte;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.MultiArch;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.rpm.RpmVersion;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.installed.RootFiles;
import org.jspecify.annotations.Nullable;

/**
 * What the program rpm says of its database; its form differs between distributions, so nobody else
 * reads it. The program is run anew each time, for at most a minute. Safe for use by many threads.
 */
public final class RpmDatabase implements InstalledPackages {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long MOST_BYTES = 512L << 20;
  private static final List<String> DATABASES = List.of("usr/lib/sysimage/rpm", "var/lib/rpm");

  /** The tags of relations that are read, and what they state. */
  private static final Map<String, Relation.Kind> RELATIONS =
      Map.of(
          "PROVIDE", Relation.Kind.PROVIDES,
          "REQUIRE", Relation.Kind.REQUIRES,
          "CONFLICT", Relation.Kind.CONFLICTS,
          "OBSOLETE", Relation.Kind.OBSOLETES,
          "RECOMMEND", Relation.Kind.RECOMMENDS);

  /** A line for a package, then one for each of its relations. */
  private static final String FORMAT =
      "N\t%{NAME}\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\t%{ARCH}\n"
          + RELATIONS.keySet().stream()
              .sorted()
              .map(tag ->
                  "[%1$s\t%%{%1$sNAME}\t%%{%1$sFLAGS:depflags}\t%%{%1$sVERSION}\n]".formatted(tag))
              .collect(Collectors.joining());

  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "x86_64", "x86", "i686", "arm", "armv7hl");

  private final Path root;
  private final String program;

  /** The rpm of the system below a root, whose database this machine's program reads. */
  public RpmDatabase(Path root) {
    this(root, "rpm");
  }

  RpmDatabase(Path root, String program) {
    this.root = root.toAbsolutePath().normalize();
    this.program = program;
  }

  @Override
  public PackageFormat format() {
    return PackageFormat.RPM;
  }

  @Override
  public String architecture() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return ARCHITECTURES.getOrDefault(machine, machine);
  }

  @Override
  public List<InstalledPackage> list() {
    if (!isProgramHere()) {
      return List.of();
    }
    try {
      Optional<Path> database = database();
      return database.isEmpty()
          ? List.of()
          : ask(
              out -> new Reading().read(out),
              "--dbpath",
              database.get().toString(),
              "-qa",
              "--qf",
              FORMAT);
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    }
  }

  /** Where distributions of rpm packages have it, or where this machine's program would. */
  private Optional<Path> database() throws IOException, InterruptedException {
    for (String known : DATABASES) {
      if (isDatabase(root.resolve(known))) {
        return Optional.of(root.resolve(known));
      }
    }
    String own =
        ask(
            out -> new String(out.readNBytes(4096), StandardCharsets.UTF_8).strip(),
            "--eval",
            "%{_dbpath}");
    return own.startsWith("/")
        ? Optional.of(root.resolve(own.substring(1))).filter(RpmDatabase::isDatabase)
        : Optional.empty();
  }

  /** A folder that rpm has not written to is no database, and rpm would make one of it. */
  private static boolean isDatabase(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.startsWith("rpmdb.sqlite") || name.startsWith("Packages"));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isProgramHere() {
    return program.contains("/")
        ? Files.isExecutable(Path.of(program))
        : Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
  }

  private <T> T ask(Answer<T> answer, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Thread.startVirtualThread(() -> endInTime(process));
    try (InputStream out = new Bounded(process.getInputStream())) {
      process.getOutputStream().close();
      T read = answer.read(out);
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() != 0) {
        throw failed("it did not end well within " + PATIENCE.toSeconds() + " s", null);
      }
      return read;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Makes something of what the program writes. */
  private interface Answer<T> {
    T read(InputStream out) throws IOException;
  }

  private static void endInTime(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private EdosException failed(String why, @Nullable Exception cause) {
    String message =
        "cannot learn what rpm has installed: " + why + "; see what '" + program + " -qa' says";
    return cause == null ? EdosException.external(message) : EdosException.external(message, cause);
  }

  @Override
  public boolean hasFile(String path) {
    return RootFiles.exist(root, path);
  }

  /** The packages of one run of the program. */
  private static final class Reading {
    private final List<InstalledPackage> packages = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private String[] current = {};

    List<InstalledPackage> read(InputStream out) throws IOException {
      BufferedReader lines = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\t", -1);
        if (parts.length == 4 && parts[0].equals("N")) {
          finish();
          current = parts;
        } else if (parts.length == 4) {
          Relation.@Nullable Kind kind = RELATIONS.get(parts[0]);
          if (kind != null) {
            Capability capability = capability(parts[1], parts[2].strip(), parts[3]);
            relations.add(new Relation(kind, List.of(capability)));
          }
        }
      }
      finish();
      return packages;
    }

    /** Keys that rpm keeps as if they were packages have no architecture. */
    private void finish() {
      if (current.length == 4 && !current[3].equals("(none)")) {
        String version = RpmVersion.parse(current[2]).toString();
        packages.add(
            new InstalledPackage(
                current[1], version, current[3], false, MultiArch.NO, relations, false));
      }
      relations.clear();
      current = new String[0];
    }

    private static Capability capability(String name, String operator, String version) {
      boolean known = List.of("<", "<=", "=", ">=", ">").contains(operator);
      return known && !version.isEmpty()
          ? new Capability(name, operator, RpmVersion.parse(version).toString())
          : Capability.any(name);
    }
  }

  /** Ends a program that never ends what it says. */
  private static final class Bounded extends FilterInputStream {
    private long left = MOST_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return OneByte.of(this);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      left -= Math.max(0, read);
      if (left < 0) {
        throw EdosException.refused("rpm says more than " + MOST_BYTES + " bytes of its packages");
      }
      return read;
    }
  }
}
