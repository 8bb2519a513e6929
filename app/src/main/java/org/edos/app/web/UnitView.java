package org.edos.app.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.unit.UnitId;

/** What a unit's page shows of its document. */
public sealed interface UnitView {
  /** The unit's written identity. */
  String id();

  /** The unit's identity as it stands in addresses. */
  default String encoded() {
    return Words.encoded(id());
  }

  /**
   * A package.
   *
   * @param metadata what is known of it
   * @param homepage where that is an address that may be followed
   * @param relations all but what it asks for, by kind
   * @param files as far as one page goes
   */
  record OfPackage(
      String id,
      PackageMetadata metadata,
      Optional<String> homepage,
      List<Stated> relations,
      List<String> files)
      implements UnitView {
    /** How many files are not shown. */
    public int moreFiles() {
      return metadata.files().size() - files.size();
    }
  }

  /**
   * Another file of a release.
   *
   * @param metadata what is known of it
   * @param release that it is of
   * @param link its place in the release's tree
   */
  record OfUtility(String id, UtilityMetadata metadata, String release, String link)
      implements UnitView {}

  /**
   * A collection, as far as one page goes.
   *
   * @param members some of them
   * @param from how many come before
   * @param total how many there are
   */
  record OfCollection(String id, String name, List<Member> members, int from, int total)
      implements UnitView {
    /** The page before; empty on the first. */
    public Optional<String> before() {
      return from == 0 ? Optional.empty() : Optional.of(page(Math.max(0, from - PAGE)));
    }

    /** The page after; empty on the last. */
    public Optional<String> after() {
      return from + members.size() >= total ? Optional.empty() : Optional.of(page(from + PAGE));
    }

    private String page(int other) {
      return "/unit?id=" + encoded() + "&from=" + other;
    }
  }

  /** A member of a collection. */
  record Member(String kind, String name, String version, String link) {}

  /**
   * What a package states of one kind.
   *
   * @param kind as people say it
   * @param links the capabilities, each with a search for whatever has to do with it
   * @param more how many are not shown
   */
  record Stated(String kind, List<Link> links, int more) {}

  /** A text that leads to a page of this daemon. */
  record Link(String text, String to) {}

  /** Members of a collection on one page. */
  int PAGE = 200;

  /** Capabilities of one kind, and files, on one page. */
  int MOST_CAPABILITIES = 150;

  /** Files on one page. */
  int MOST_FILES = 2000;

  /** What a page shows of a document. */
  static UnitView of(UnitMetadata metadata, int from) {
    String id = metadata.id().toString();
    return switch (metadata) {
      case PackageMetadata p ->
          new OfPackage(
              id,
              p,
              address(p.homepage()),
              stated(p),
              p.files().stream().limit(MOST_FILES).toList());
      case UtilityMetadata u -> utility(id, u);
      case CollectionMetadata c -> {
        int first = Math.clamp(from, 0, Math.max(0, c.members().size() - 1));
        yield new OfCollection(
            id,
            c.id().name(),
            c.members().stream().skip(first).limit(PAGE).map(UnitView::member).toList(),
            first,
            c.members().size());
      }
    };
  }

  private static UnitView utility(String id, UtilityMetadata metadata) {
    String name = metadata.id().name();
    String release =
        name.substring(0, Math.max(0, name.indexOf('/'))) + "@" + metadata.id().version();
    StringBuilder link = new StringBuilder("/repo/").append(Words.inPath(release));
    for (String part : metadata.path().value().split("/")) {
      link.append('/').append(Words.inPath(part));
    }
    return new OfUtility(id, metadata, release, link.toString());
  }

  private static Member member(UnitId id) {
    String kind =
        switch (id) {
          case org.edos.core.unit.PackageId p -> p.architecture();
          case org.edos.core.unit.UtilityId u -> "other file";
          case org.edos.core.unit.CollectionId c -> "collection";
        };
    return new Member(kind, id.name(), id.version(), "/unit?id=" + Words.encoded(id));
  }

  /** An address that a browser may be sent to; empty for any other. */
  static Optional<String> address(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null
          ? Optional.of(uri.toString())
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static List<Stated> stated(PackageMetadata metadata) {
    Map<Relation.Kind, List<Link>> links = new EnumMap<>(Relation.Kind.class);
    for (Relation relation : metadata.relations()) {
      for (Capability capability : relation.alternatives()) {
        links
            .computeIfAbsent(relation.kind(), kind -> new ArrayList<>())
            .add(new Link(capability.toString(), search(relation.kind(), capability)));
      }
    }
    List<Stated> stated = new ArrayList<>();
    links.forEach((kind, all) -> {
      if (!isAsked(kind)) {
        stated.add(
            new Stated(
                kind.element(),
                all.stream().limit(MOST_CAPABILITIES).toList(),
                Math.max(0, all.size() - MOST_CAPABILITIES)));
      }
    });
    return stated;
  }

  private static boolean isAsked(Relation.Kind kind) {
    return switch (kind) {
      case REQUIRES, PRE_REQUIRES, RECOMMENDS, SUGGESTS -> true;
      default -> false;
    };
  }

  /** Who requires what is provided; otherwise who is or provides what is spoken of. */
  private static String search(Relation.Kind kind, Capability capability) {
    return kind == Relation.Kind.PROVIDES ? requiring(capability.name()) : being(capability.name());
  }

  /** The search for what requires a capability. */
  static String requiring(String name) {
    return "/search?requires=" + Words.encoded(name);
  }

  /** The search for what is a capability, or provides it. */
  static String being(String name) {
    String quoted = '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return "/search?q=" + Words.encoded("name:" + quoted + " OR provides:" + quoted);
  }
}
