package org.edos.app.web;

import io.javalin.http.Context;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.Origin;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UpdateRequest;

/**
 * What somebody asks to have published, as they wrote it. It may be anything until it is asked for
 * what it means.
 *
 * @param as what is to come of it
 * @param tree a folder of this machine
 * @param files of that folder, by name; with {@link As#ADD} only
 * @param all whether all packages of the folder are meant; with {@link As#ADD} only
 * @param name of the release
 * @param version empty for the next whole number
 * @param channel that is told what changed; empty for none
 * @param origin where the packages are that the folder lacks; empty if it has all
 * @param url of a repository elsewhere; with {@link As#ELSEWHERE} only
 * @param suites of it, separated by spaces or commas
 * @param components of it, likewise
 * @param architectures of it, likewise
 * @param installability a policy; empty for the publisher's own
 * @param window of a flash crowd that is opened with the announcement, in seconds; empty for none
 * @param keepOld whether older versions stay beside those that are added
 */
public record PublishForm(
    As as,
    String tree,
    List<String> files,
    boolean all,
    String name,
    String version,
    String channel,
    String origin,
    String url,
    String suites,
    String components,
    String architectures,
    String installability,
    String window,
    boolean keepOld) {
  private static final int LONGEST = 4_000;
  private static final long LONGEST_WINDOW = 86_400;

  /** What is to come of a folder or an address. */
  public enum As {
    /** A release of a version of its own. */
    RELEASE("A new release"),
    /** The next state of a moving release, which a folder has whole. */
    UPDATE("Next state of a moving release"),
    /** A moving release as it is, with packages added. */
    ADD("Packages into a moving release"),
    /** A release of a repository elsewhere, whose packages stay there. */
    ELSEWHERE("From another server");

    private final String label;

    As(String label) {
      this.label = label;
    }

    /** What it is called. */
    public String label() {
      return label;
    }

    /** Whether it is a state of a moving release. */
    public boolean moves() {
      return this == UPDATE || this == ADD;
    }

    /** How it stands in addresses. */
    public String written() {
      return Words.of(this);
    }
  }

  /** Copies the list. */
  public PublishForm {
    files = List.copyOf(files);
  }

  /** From the query of an address. */
  static PublishForm ofQuery(Context ctx) {
    return of(name -> ctx.queryParams(name));
  }

  /** From a form that was sent. */
  static PublishForm ofFields(Context ctx) {
    return of(name -> ctx.formParams(name));
  }

  private interface Fields {
    List<String> all(String name);

    default String one(String name) {
      String text = all(name).stream().findFirst().orElse("").strip();
      return text.substring(0, Math.min(LONGEST, text.length()));
    }

    default boolean ticked(String name) {
      return !one(name).isEmpty();
    }
  }

  private static PublishForm of(Fields fields) {
    String as = fields.one("as");
    return new PublishForm(
        Arrays.stream(As.values())
            .filter(one -> one.written().equals(as))
            .findFirst()
            .orElse(As.RELEASE),
        fields.one("tree"),
        fields.all("file"),
        fields.ticked("all"),
        fields.one("name"),
        fields.one("version"),
        fields.one("channel"),
        fields.one("origin"),
        fields.one("url"),
        fields.one("suites"),
        fields.one("components"),
        fields.one("architectures"),
        fields.one("installability"),
        fields.one("window"),
        fields.ticked("keepOld"));
  }

  /** The fields by name, without those that are empty; one that may be repeated is. */
  public List<Map.Entry<String, String>> fields() {
    Map<String, String> once = new LinkedHashMap<>();
    once.put("as", as.written());
    once.put("tree", tree);
    once.put("all", all ? "yes" : "");
    once.put("name", name);
    once.put("version", version);
    once.put("channel", channel);
    once.put("origin", origin);
    once.put("url", url);
    once.put("suites", suites);
    once.put("components", components);
    once.put("architectures", architectures);
    once.put("installability", installability);
    once.put("window", window);
    once.put("keepOld", keepOld ? "yes" : "");
    return Stream.concat(
            once.entrySet().stream(), files.stream().map(file -> Map.entry("file", file)))
        .filter(field -> !field.getValue().isEmpty())
        .toList();
  }

  /** The address of the page where this can be changed. */
  public String page() {
    return "/publish?"
        + fields().stream()
            .filter(field -> !field.getKey().equals("file"))
            .map(field -> field.getKey() + "=" + Words.encoded(field.getValue()))
            .collect(Collectors.joining("&"));
  }

  /** The same page for another folder. */
  public String pageFor(String folder) {
    return "/publish?as="
        + as.written()
        + "&tree="
        + Words.encoded(folder)
        + (name.isEmpty() ? "" : "&name=" + Words.encoded(name));
  }

  /** The same page for something else to come of it. */
  public String pageFor(As other) {
    return "/publish?as="
        + other.written()
        + (tree.isEmpty() ? "" : "&tree=" + Words.encoded(tree))
        + (name.isEmpty() ? "" : "&name=" + Words.encoded(name));
  }

  /**
   * The release that is meant, as far as it is known before it is published: {@code NAME@VERSION}
   * or {@code NAME@}.
   */
  String subject() {
    return as.moves() ? ReleaseId.current(name).toString() : name + "@" + version;
  }

  /** The version, where one was written. */
  Optional<String> versionGiven() {
    if (as == As.RELEASE || as == As.ELSEWHERE) {
      return Optional.of(version).filter(text -> !text.isEmpty());
    }
    return Optional.of(ReleaseId.CURRENT);
  }

  /**
   * The policy, where one was chosen.
   *
   * @throws EdosException usage if it is none
   */
  Optional<InstallabilityPolicy> policy() {
    return installability.isEmpty()
        ? Optional.empty()
        : Optional.of(InstallabilityPolicy.parse(installability));
  }

  /**
   * How long a flash crowd collects wish lists, where one is to be opened.
   *
   * @throws EdosException usage if that is no number of seconds up to a day
   */
  Optional<Duration> windowGiven() {
    if (window.isEmpty()) {
      return Optional.empty();
    }
    if (!window.matches("[0-9]{1,5}") || Long.parseLong(window) > LONGEST_WINDOW) {
      throw EdosException.usage(
          "a flash crowd collects wish lists for a whole number of seconds, up to "
              + Words.number(LONGEST_WINDOW));
    }
    return Optional.of(Duration.ofSeconds(Long.parseLong(window)));
  }

  /** The channel, where one was written. */
  Optional<String> channelGiven() {
    return Optional.of(channel).filter(text -> !text.isEmpty());
  }

  /**
   * Where the repository is.
   *
   * @param named finds what the visitor may have published, by what it is and its path
   * @throws EdosException usage if something is missing or malformed; refused if they may not
   */
  RepositorySource source(BiFunction<String, String, Path> named) {
    if (as == As.ELSEWHERE) {
      return RepositorySource.Remote.of(
          url, words(suites), words(architectures), words(components), false);
    }
    return new RepositorySource.Folder(
        folder(named), origin.isEmpty() ? Optional.empty() : Optional.of(Origin.parse(origin)));
  }

  /**
   * What a moving release is to become.
   *
   * @param named see {@link #source}
   * @throws EdosException see {@link #source}
   */
  UpdateRequest update(BiFunction<String, String, Path> named) {
    UpdateRequest.Source next =
        as == As.ADD ? packages(named) : new UpdateRequest.Tree(source(named));
    return new UpdateRequest(ReleaseId.current(name).name(), next, false, policy());
  }

  private UpdateRequest.Packages packages(BiFunction<String, String, Path> named) {
    Path folder = folder(named);
    List<String> chosen = all ? FolderView.packages(folder) : files;
    if (chosen.isEmpty()) {
      throw EdosException.usage("choose the packages that are to be added");
    }
    return new UpdateRequest.Packages(
        chosen.stream()
            .map(file -> named.apply("a package", folder.resolve(plain(file)).toString()))
            .toList(),
        keepOld);
  }

  private static String plain(String file) {
    if (file.indexOf('/') >= 0 || file.indexOf('\0') >= 0) {
      throw EdosException.usage("'" + file + "' is no file of the folder");
    }
    return file;
  }

  private Path folder(BiFunction<String, String, Path> named) {
    if (tree.isEmpty()) {
      throw EdosException.usage("choose a folder first");
    }
    return named.apply("the folder", tree);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }
}
