package org.edos.role.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the services of every peer answer. */
class ServicesTest {
  private final Shelf shelf = new Shelf();
  private final Querying querying = shelf.querying();

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void replicas_are_the_peers_that_hold_the_package() {
    Document curl = Shelf.deb("curl", "1");
    shelf.publish(curl);
    shelf.announce(curl, "http://b.example:1", "http://a.example:1");
    assertThat(Shelf.shown(querying, curl.id()))
        .contains(
            "<replicas count=\"2\"><replica>http://a.example:1</replica>"
                + "<replica>http://b.example:1</replica></replicas>");
  }

  @Test
  void statistics_of_a_package_count_copies_and_downloads_and_name_its_releases() {
    Document curl = Shelf.deb("curl", "1");
    Document bash = Shelf.deb("bash", "1");
    release("main@1", 1, curl, bash);
    release("main@2", 2, curl);
    release("other@1", 3, bash);
    shelf.announce(curl, "http://a.example:1");
    shelf.downloads.put(Shelf.content(curl), 7L);
    assertThat(Shelf.shown(querying, curl.id()))
        .contains(
            "<statistics><copies>1</copies><downloads>7</downloads>"
                + "<release>main@1</release><release>main@2</release></statistics>");
  }

  @Test
  void statistics_of_a_release_are_in_its_root_collection() {
    Document curl = Shelf.deb("curl", "1");
    PublishedRelease main = release("main@1", 1, curl);
    String shown = new String(querying.show(main.id().collection(), View.RESULTS).xml(), UTF_8);
    assertThat(shown)
        .contains(
            "<statistics><published>2026-01-01T00:00:00Z</published><packages>1</packages>"
                + "<utilities>0</utilities><bytes>1000</bytes></statistics>");
  }

  @Test
  void the_closure_follows_dependencies_to_their_end_and_says_how() {
    shelf.publish(
        Shelf.deb("bash", "5", "libc6 (>= 2.36)", "base-files"),
        Shelf.deb("libc6", "2.36", "libgcc"),
        Shelf.deb("libc6", "2.30"),
        Shelf.deb("libgcc", "1", "libc6"),
        Shelf.deb("base-files", "12"),
        Shelf.deb("unrelated", "1", "bash"));
    assertThat(closure("bash", "5"))
        .startsWith("<closure members=\"3\" size=\"3000\" complete=\"true\">")
        .contains(
            "<member name=\"libc6\" version=\"2.36\" depth=\"1\" by=\"bash\" kind=\"requires\""
                + " capability=\"libc6 &gt;= 2.36\">pkg:deb/debian/libc6@2.36?arch=amd64</member>")
        .contains("<member name=\"libgcc\" version=\"1\" depth=\"2\" by=\"libc6\"");
    assertThat(members("bash", "5")).containsExactly("libc6@2.36", "base-files@12", "libgcc@1");
  }

  @Test
  void of_alternatives_the_first_that_is_there_is_taken() {
    shelf.publish(
        Shelf.deb("mail", "1", "exim (>= 4) | postfix | sendmail"),
        Shelf.deb("exim", "3"),
        Shelf.deb("postfix", "1"),
        Shelf.deb("sendmail", "1"));
    assertThat(members("mail", "1")).containsExactly("postfix@1");
  }

  @Test
  void a_virtual_package_is_the_first_that_provides_it_unless_one_is_reached_already() {
    shelf.publish(
        Shelf.deb("one", "1", "awk"),
        Shelf.deb("two", "1", "mawk", "other"),
        Shelf.deb("other", "1", "awk"),
        provider("gawk", "awk"),
        provider("mawk", "awk"));
    assertThat(members("one", "1")).containsExactly("gawk@1");
    assertThat(members("two", "1")).containsExactly("mawk@1", "other@1");
  }

  @Test
  void a_provided_version_must_be_enough_and_debian_takes_none_for_any() {
    shelf.publish(
        Shelf.deb("one", "1", "api (>= 2)"),
        provider("unversioned", "api"),
        provider("old", "api = 1"),
        provider("young", "api = 2"));
    assertThat(members("one", "1")).containsExactly("young@1");
  }

  @Test
  void what_nobody_has_is_listed() {
    shelf.publish(Shelf.deb("one", "1", "gone (>= 2) | lost", "two"), Shelf.deb("two", "1"));
    assertThat(closure("one", "1"))
        .contains(
            "<unresolved by=\"one\" kind=\"requires\">gone &gt;= 2 | lost</unresolved></closure>")
        .contains("complete=\"true\"");
  }

  @Test
  void rpm_packages_need_files_and_versions_without_a_release() {
    shelf.publish(
        rpm("web", "1-1", List.of(), List.of(), "/bin/sh", "lib >= 2.0", "rpmlib(X) <= 1"),
        rpm("bash", "5-1", List.of("lib"), List.of("/bin/sh")),
        rpm("lib", "2.0-3", List.of(), List.of()));
    assertThat(members(PackageFormat.RPM, "web", "1-1")).containsExactly("bash@5-1", "lib@2.0-3");
    assertThat(closure(PackageFormat.RPM, "web", "1-1")).doesNotContain("unresolved");
  }

  @Test
  void packages_for_other_architectures_and_distributions_are_not_taken() {
    shelf.publish(
        Shelf.deb("one", "1", "two", "data"),
        Shelf.packaged(PackageFormat.DEB, "two", "1", "arm64", List.of(), List.of()),
        Shelf.packaged(PackageFormat.DEB, "data", "1", "all", List.of(), List.of()));
    assertThat(members("one", "1")).containsExactly("data@1");
    assertThat(closure("one", "1")).contains(">two</unresolved>");
  }

  @Test
  void a_closure_of_thousands_is_cut_and_says_so() {
    List<Document> many = new ArrayList<>();
    for (int i = 0; i < 2100; i++) {
      many.add(Shelf.deb("p" + i, "1", "p" + (2 * i + 1), "p" + (2 * i + 2)));
    }
    shelf.publish(many.toArray(Document[]::new));
    assertThat(closure("p0", "1"))
        .startsWith("<closure members=\"2000\"")
        .contains("complete=\"false\"");
  }

  private PublishedRelease release(String id, long number, Document... documents) {
    ReleaseId release = ReleaseId.parse(id);
    CollectionMetadata root =
        new CollectionMetadata(
            release.collection(), Arrays.stream(documents).map(Document::id).toList());
    List<Composition.Entry> entries =
        Arrays.stream(documents)
            .map(document ->
                new Composition.Entry(
                    new RepositoryPath("pool/" + document.id().name()),
                    document.id(),
                    Shelf.content(document),
                    1000,
                    document.sha256()))
            .sorted((a, b) -> a.path().compareTo(b.path()))
            .toList();
    Composition composition =
        new Composition(
            release,
            number,
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            PackageFormat.DEB,
            entries,
            List.of(root));
    SignedComposition signed = new SignedComposition(CompositionXml.write(composition), "", "");
    PublishedRelease published = PublishedRelease.of(composition, signed.digest());
    List<Document> all = new ArrayList<>(List.of(documents));
    all.add(MetadataXml.write(root));
    shelf.publish(published, signed, all.toArray(Document[]::new));
    return published;
  }

  private static Document provider(String name, String provides) {
    return Shelf.packaged(PackageFormat.DEB, name, "1", "amd64", List.of(provides), List.of());
  }

  private static Document rpm(
      String name, String version, List<String> provides, List<String> files, String... requires) {
    return Shelf.packaged(PackageFormat.RPM, name, version, "x86_64", provides, files, requires);
  }

  private List<String> members(String name, String version) {
    return members(PackageFormat.DEB, name, version);
  }

  private List<String> members(PackageFormat format, String name, String version) {
    return Pattern.compile("<member name=\"([^\"]*)\" version=\"([^\"]*)\"")
        .matcher(closure(format, name, version))
        .results()
        .map(found -> found.group(1) + "@" + found.group(2))
        .toList();
  }

  private String closure(String name, String version) {
    return closure(PackageFormat.DEB, name, version);
  }

  private String closure(PackageFormat format, String name, String version) {
    boolean deb = format == PackageFormat.DEB;
    Document document =
        deb
            ? Shelf.deb(name, version)
            : Shelf.packaged(format, name, version, "x86_64", List.of(), List.of());
    String shown = Shelf.shown(querying, document.id());
    return shown.substring(shown.indexOf("<closure"));
  }
}
