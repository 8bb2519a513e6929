package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.bench.Samples;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.rpm.RpmIndexWriter;
import org.edos.core.rpm.RpmPackage;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;

/**
 * apt-cache and dnf, each with a world of its own in which the same packages are all there is. A
 * question to them is a process; their caches are made before.
 */
final class OtherPrograms {
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]*");

  private static final int MOST_REQUIRING = 400;

  private final Occasion occasion;
  private final Findings findings;
  private final QueryRuns asking;
  private final Party edos;
  private final List<DocumentFields> fields;

  OtherPrograms(
      Occasion occasion,
      Findings findings,
      QueryRuns asking,
      Party edos,
      List<DocumentFields> fields) {
    this.occasion = occasion;
    this.findings = findings;
    this.asking = asking;
    this.edos = edos;
    this.fields = fields;
  }

  /** Asks apt-cache, where it is. */
  void aptCache(Path packages) throws IOException, InterruptedException {
    Optional<Path> get = OtherProgram.find("apt-get");
    Optional<Path> cache = OtherProgram.find("apt-cache");
    if (get.isEmpty() || cache.isEmpty()) {
      return;
    }
    occasion.tell("asking apt-cache");
    Map<String, String> world = aptWorld(packages);
    OtherProgram.millis(List.of(get.get().toString(), "update"), world);
    OtherProgram.millis(List.of(cache.get().toString(), "gencaches"), world);
    String apt = cache.get().toString();
    String shown = required();
    String beginning = shown.substring(0, Math.min(6, shown.length()));
    compare(
        "show a package",
        "name:" + shown,
        List.of(apt, "show", shown),
        line -> line.startsWith("Package: ") ? line.substring(9) : "",
        world);
    compare(
        "two words, anywhere",
        "web server",
        List.of(apt, "search", "\\<web\\>", "\\<server\\>"),
        line -> line.split(" - ", 2)[0],
        world);
    compare(
        "names that begin with " + beginning,
        "name:" + beginning + "*",
        List.of(apt, "search", "--names-only", "^" + beginning.replaceAll("[.+]", "[$0]")),
        line -> line.split(" - ", 2)[0],
        world);
    compare(
        "who requires " + shown,
        "requires:" + shown + " OR pre-requires:" + shown,
        List.of(
            apt,
            "rdepends",
            "--no-recommends",
            "--no-suggests",
            "--no-conflicts",
            "--no-breaks",
            "--no-replaces",
            "--no-enhances",
            shown),
        line -> line.startsWith("  ") ? line.replaceFirst("^ +\\|?", "") : "",
        world);
  }

  /** The package that the most others require, of those that not too many do. */
  private String required() {
    Set<String> names = new HashSet<>();
    Map<String, Integer> times = new TreeMap<>();
    fields.forEach(f -> names.add(f.id().name()));
    for (DocumentFields each : fields) {
      each.values(Field.REQUIRES).forEach(name -> times.merge(name, 1, Integer::sum));
    }
    return times.keySet().stream()
        .filter(name -> names.contains(name) && times.getOrDefault(name, 0) <= MOST_REQUIRING)
        .max(Comparator.comparing(name -> times.getOrDefault(name, 0)))
        .orElse(fields.getFirst().id().name());
  }

  /** A configuration of apt that knows this list alone. */
  private Map<String, String> aptWorld(Path packages) throws IOException {
    Path root = occasion.scratch().resolve("apt");
    for (String folder :
        List.of("repo", "lists/partial", "cache/archives/partial", "none", "preferences.d")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.copy(packages, root.resolve("repo/Packages"));
    Files.writeString(root.resolve("status"), "");
    Files.writeString(
        root.resolve("sources.list"),
        "deb [trusted=yes allow-insecure=yes] file:" + root.resolve("repo") + " ./\n");
    String configuration =
        """
        Dir "ROOT/";
        Dir::State "ROOT/";
        Dir::State::status "ROOT/status";
        Dir::State::Lists "ROOT/lists";
        Dir::Cache "ROOT/cache";
        Dir::Etc "ROOT/";
        Dir::Etc::sourcelist "ROOT/sources.list";
        Dir::Etc::sourceparts "ROOT/none";
        Dir::Etc::parts "ROOT/none";
        Dir::Etc::trustedparts "ROOT/none";
        Dir::Bin::methods "/usr/lib/apt/methods";
        APT::Architecture "amd64";
        APT::Sandbox::User "";
        Acquire::Languages "none";
        """
            .replace("ROOT", root.toString());
    Files.writeString(root.resolve("apt.conf"), configuration);
    return Map.of("APT_CONFIG", root.resolve("apt.conf").toString(), "LC_ALL", "C.UTF-8");
  }

  /** Asks dnf, where it is. */
  void dnf(List<Document> documents) throws IOException, InterruptedException {
    Optional<Path> program = OtherProgram.find("dnf");
    if (program.isEmpty()) {
      return;
    }
    occasion.tell("asking dnf");
    Path root = occasion.scratch().resolve("dnf");
    writeRepository(root.resolve("repo"), documents);
    List<String> dnf =
        List.of(
            program.get().toString(),
            "--quiet",
            "--disablerepo=*",
            "--repofrompath=bench,file://" + root.resolve("repo"),
            "--setopt=reposdir=" + Files.createDirectories(root.resolve("none")),
            "--setopt=cachedir=" + root.resolve("cache"),
            "--setopt=metadata_expire=-1",
            "--setopt=gpgcheck=0",
            "--installroot=" + Files.createDirectories(root.resolve("root")),
            "--releasever=1",
            "--forcearch=x86_64");
    OtherProgram.millis(with(dnf, "makecache"), Map.of());
    String required = required();
    String beginning = required.substring(0, Math.min(6, required.length()));
    compare(
        "names that begin with " + beginning + ", of 64 bits",
        "name:" + beginning + "* arch:amd64",
        with(dnf, "repoquery", "--cacheonly", "--arch=x86_64", "--qf", "%{name}", beginning + "*"),
        line -> line,
        Map.of());
    compare(
        "who requires " + required,
        "requires:" + required + " OR pre-requires:" + required,
        with(
            dnf,
            "repoquery",
            "--cacheonly",
            "--qf",
            "%{name}",
            "--exactdeps",
            "--whatrequires",
            required),
        line -> line,
        Map.of());
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(Arrays.asList(more));
    return whole;
  }

  /** The packages as an rpm repository, with architectures that dnf knows. */
  private static void writeRepository(Path folder, List<Document> documents) throws IOException {
    Map<RepositoryPath, RpmPackage> rpms = new HashMap<>();
    for (Document document : documents) {
      if (MetadataXml.read(document.xml()) instanceof PackageMetadata p) {
        RepositoryPath place = new RepositoryPath("p/" + rpms.size() + ".rpm");
        rpms.put(place, new RpmPackage(asRpm(p), "", "", "", "", 0, 0, 0, Set.of(), Set.of()));
      }
    }
    for (Map.Entry<RepositoryPath, byte[]> file :
        RpmIndexWriter.write(rpms, Instant.EPOCH).entrySet()) {
      Path path = folder.resolve(file.getKey().value());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static PackageMetadata asRpm(PackageMetadata p) {
    PackageId id = p.id();
    String architecture = id.architecture().equals("all") ? "noarch" : "x86_64";
    return p.draft()
        .id(new PackageId(PackageFormat.RPM, "bench", id.name(), id.version(), architecture))
        .finished();
  }

  /** Gives the package's name that a line of output tells, or an empty text. */
  private interface NameOf {
    String in(String line);
  }

  private void compare(
      String situation,
      String question,
      List<String> command,
      NameOf name,
      Map<String, String> world)
      throws IOException, InterruptedException {
    String program = String.valueOf(Path.of(command.getFirst()).getFileName());
    Set<String> theirs = new TreeSet<>();
    Path printed = occasion.scratch().resolve("printed");
    OtherProgram.print(command, printed, world);
    try (Stream<String> lines = Files.lines(printed)) {
      lines.map(name::in).filter(n -> NAMES.matcher(n).matches()).forEach(theirs::add);
    }
    Query query = Query.parse(question);
    Set<String> ours = new TreeSet<>();
    fields.stream().filter(query::matches).forEach(f -> ours.add(f.id().name()));
    if (ours.isEmpty()) {
      return;
    }
    String answers =
        ours.equals(theirs)
            ? ours.size() + " names"
            : ours.size() + " names, of " + program + " " + theirs.size();
    String row = situation + " (" + answers + ")";
    Samples millis = OtherProgram.millis(occasion.quickOr(3, 11), command, world);
    Samples edosMillis = asking.one(edos, question);
    findings.row(row, edos.name(), "time", "ms", edosMillis);
    findings.row(row, program + ", with its start", "time", "ms", millis);
    findings.atMost(row, "edos / " + program, edosMillis.median() / millis.median(), 1, 1);
  }
}
