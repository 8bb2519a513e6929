package org.edos.role.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Sha256;
import org.edos.physical.snapshot.memory.MemorySnapshots;
import org.edos.physical.trust.OpenPgp;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.testkit.FolderServer;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmFollowingTest {
  private static final String ROOT = "fedora/repodata/repomd.xml";

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private final MemorySnapshots catalogue = new MemorySnapshots();
  private final Map<String, String> packages = new LinkedHashMap<>();
  private long revision = clock.instant().getEpochSecond() - 86_400;
  private FolderServer server;
  private Follower follower;

  @BeforeEach
  void begin() throws IOException {
    server = new FolderServer(Files.createDirectory(folder.resolve("served")));
    follower = new Follower(server, clock, Follower.Choice.of(catalogue));
    packages.put("Packages/c/curl-8.0-1.x86_64.rpm", "curl");
  }

  @AfterEach
  void end() {
    follower.close();
    catalogue.close();
    server.close();
  }

  private String primary() {
    StringBuilder xml = new StringBuilder("<metadata xmlns='x' packages='1'>");
    packages.forEach((path, bytes) ->
        xml.append(
            """
            <package type="rpm"><name>curl</name><arch>x86_64</arch>
            <version epoch="0" ver="8.0" rel="1"/>
            <checksum type="sha256" pkgid="YES">%s</checksum>
            <size package="%d" installed="1" archive="1"/><location %shref="%s"/>
            <format><file>/usr/bin/curl</file></format></package>
            """
                .formatted(
                    MadeArchive.hash(bytes),
                    bytes.length(),
                    path.startsWith("elsewhere") ? "xml:base='http://other.example/' " : "",
                    path)));
    return xml + "</metadata>";
  }

  /** The index's place. */
  private String index() {
    return "repodata/" + Sha256.of(primary().getBytes(UTF_8)) + "-primary.xml";
  }

  private void writeRoot() throws IOException {
    String xml =
        """
        <repomd xmlns="y"><revision>%d</revision>
        <data type="primary"><checksum type="sha256">%s</checksum>
        <location href="%s"/><size>%d</size></data>
        <data type="group"><checksum type="sha256">%s</checksum>
        <location href="../../etc/passwd"/><size>1</size></data>
        <data type="old"><checksum type="sha">00</checksum>
        <location href="repodata/old.xml"/><size>1</size></data></repomd>
        """
            .formatted(
                revision,
                Sha256.of(primary().getBytes(UTF_8)),
                index(),
                primary().length(),
                MadeArchive.hash("x"));
    write(ROOT, xml);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve("served").resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private String served(String path) throws IOException {
    return Files.readString(folder.resolve("served").resolve(path));
  }

  private void publish() throws IOException {
    write("fedora/" + index(), primary());
    writeRoot();
  }

  private void makecache() {
    follower.root(ROOT);
    follower.get("fedora/" + index());
    await().until(() -> follower.isListed("fedora/Packages/c/curl-8.0-1.x86_64.rpm"));
  }

  @Test
  void packages_are_known_from_primary() throws IOException {
    packages.put("elsewhere/a.rpm", "elsewhere");
    packages.put("Packages/with%20space+.rpm", "space");
    publish();
    makecache();
    Meaning.Listed curl = follower.listed("fedora/Packages/c/curl-8.0-1.x86_64.rpm");
    assertThat(curl.file()).isEqualTo(new KnownFile(MadeArchive.hash("curl"), 4));
    assertThat(curl.unit()).isTrue();
    assertThat(follower.isListed("fedora/Packages/with%20space%2B.rpm")).isTrue();
    assertThat(follower.isListed("fedora/elsewhere/a.rpm")).isFalse();
    assertThat(follower.isListed("fedora/repodata/old.xml")).isFalse();
    assertThat(follower.isListed("etc/passwd")).isFalse();
  }

  @Test
  void a_torn_repository_is_served_as_it_was_until_the_new_is_whole() throws IOException {
    publish();
    makecache();
    String old = served(ROOT);
    String oldIndex = "fedora/" + index();
    revision++;
    packages.put("Packages/w/wget-1-1.noarch.rpm", "wget");
    writeRoot();
    assertThat(follower.root(ROOT)).isEqualTo(old);
    publish();
    assertThat(follower.root(ROOT)).isEqualTo(served(ROOT)).isNotEqualTo(old);
    assertThat(follower.isListed("fedora/Packages/w/wget-1-1.noarch.rpm")).isTrue();
    assertThat(follower.isListed(oldIndex)).isTrue();
  }

  @Test
  void an_older_revision_never_replaces_a_newer() throws IOException {
    publish();
    String newer = follower.root(ROOT);
    revision -= 10;
    packages.put("Packages/w/wget-1-1.noarch.rpm", "wget");
    publish();
    assertThat(follower.root(ROOT)).isEqualTo(newer);
  }

  @Test
  void a_package_that_was_built_anew_under_its_name_is_the_new_one() throws IOException {
    publish();
    makecache();
    revision++;
    packages.put("Packages/c/curl-8.0-1.x86_64.rpm", "rebuilt");
    publish();
    follower.root(ROOT);
    assertThat(follower.listed("fedora/Packages/c/curl-8.0-1.x86_64.rpm").file().sha256())
        .isEqualTo(MadeArchive.hash("rebuilt"));
  }

  @Test
  void a_root_and_its_signature_are_of_one_snapshot() throws IOException {
    OpenPgp.Signer signer = OpenPgpSigner.loadOrCreate(folder.resolve("key"), "made");
    publish();
    write(ROOT + ".asc", new String(signer.detachedSign(served(ROOT).getBytes(UTF_8)), UTF_8));
    follower.root(ROOT);
    String signature = served(ROOT + ".asc");
    write(ROOT + ".asc", "a newer one");
    assertThat(follower.root(ROOT + ".asc")).isEqualTo(signature);
    assertThat(follower.ask(ROOT + ".key")).isInstanceOf(Meaning.Unlisted.class);
  }

  @Test
  void a_root_that_is_no_xml_teaches_nothing() throws IOException {
    write(ROOT, "<!DOCTYPE repomd [<!ENTITY a 'b'>]><repomd>&a;</repomd>");
    assertThat(follower.ask(ROOT)).isInstanceOf(Meaning.Unlisted.class);
    publish();
    String root = follower.root(ROOT);
    write(ROOT, "<repomd><data>");
    assertThat(follower.root(ROOT)).isEqualTo(root);
  }
}
