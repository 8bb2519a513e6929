package org.edos.core.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.junit.jupiter.api.Test;

/** What is wrong with units is told when they are created and when they are installed. */
final class IntegrityRulesTest {
  private final Map<UnitId, Signature> known = new HashMap<>();

  private List<String> creation(Signature unit) {
    return IntegrityRules.creation(unit, id -> Optional.ofNullable(known.get(id)));
  }

  private Signature make(String name, String version, Relation... relations) {
    PackageMetadata metadata = metadata(name, version, relations);
    Signature signature = Signature.of(metadata);
    known.put(metadata.id(), signature);
    return signature;
  }

  private static PackageMetadata metadata(String name, String version, Relation... relations) {
    return new PackageDraft(
            new PackageId(PackageFormat.DEB, "debian", name, version, "amd64"),
            Sha256.of(new byte[0]),
            1)
        .summary("made")
        .category("web")
        .relations(Arrays.asList(relations))
        .finished();
  }

  private static Relation relation(Relation.Kind kind, String... names) {
    return new Relation(kind, Arrays.stream(names).map(Capability::any).toList());
  }

  private Signature collection(String name, UnitId... members) {
    CollectionId id = new CollectionId(name, "1");
    Signature signature = Signature.of(new CollectionMetadata(id, List.of(members)));
    known.put(id, signature);
    return signature;
  }

  @Test
  void aPackageOfAnArchiveIsSoundAndSaysWhatIsUnknown() {
    Signature editor = make("editor", "1.0");
    assertThat(creation(editor)).isEmpty();
    assertThat(editor.get(Kind.LICENCE).isUnknown()).isTrue();
    assertThat(editor.get(Kind.REQUIREMENT).attributes()).contains(List.of());
    assertThat(editor.all()).hasSize(Kind.all().size());
  }

  @Test
  void aUnitWithoutAMandatoryAttributeIsRefused() {
    Signature broken = make("editor", "1.0").with(Known.unknown(Kind.VERSION));
    assertThat(creation(broken)).singleElement().asString().contains("no version");
  }

  @Test
  void aCollectionOfKnownUnitsOfItsTypesIsSound() {
    Signature tools = collection("tools", make("editor", "1.0").id(), make("shell", "1").id());
    assertThat(creation(tools)).isEmpty();
    assertThat(creation(collection("all", tools.id()))).isEmpty();
  }

  @Test
  void aCollectionOfCollectionsAndUnitsIsOfUnknownTypes() {
    Signature tools = collection("tools", make("editor", "1.0").id());
    Signature mixed = collection("mixed", tools.id(), make("shell", "1").id());
    assertThat(mixed.get(Kind.TYPE).isUnknown()).isTrue();
    assertThat(creation(mixed)).isEmpty();
  }

  @Test
  void aMemberThatDoesNotExistIsNamed() {
    UnitId missing = new PackageId(PackageFormat.DEB, "debian", "gone", "1", "all");
    assertThat(creation(collection("tools", missing)))
        .singleElement()
        .asString()
        .contains("pkg:deb/debian/gone@1", "does not exist", "publish it first");
  }

  @Test
  void aMemberOfNoneOfTheCollectionsTypesIsNamed() {
    Signature sources =
        collection("sources", make("editor", "1.0").id())
            .with(Known.of(Kind.TYPE, List.of(new Type("source"), new Type("documentation"))));
    assertThat(creation(sources)).singleElement().asString().contains("is of none of them");
  }

  @Test
  void aCollectionThatWouldHoldItselfIsRefused() {
    CollectionId outer = new CollectionId("outer", "1");
    collection("middle", outer);
    Signature cyclic = collection("outer", new CollectionId("middle", "1"));
    assertThat(creation(cyclic)).singleElement().asString().contains("hold itself, through");
  }

  @Test
  void aUnitSharedByTwoCollectionsIsNoCycle() {
    UnitId shared = make("editor", "1.0").id();
    Signature one = collection("one", shared);
    Signature two = collection("two", shared);
    assertThat(creation(collection("all", one.id(), two.id()))).isEmpty();
  }

  @Test
  void whatIsRequiredMustBeThere() {
    Signature editor = make("editor", "1.0", relation(Relation.Kind.REQUIRES, "libc6", "musl"));
    assertThat(IntegrityRules.installation(editor, new State(List.of())))
        .singleElement()
        .asString()
        .contains("requires libc6 | musl, which nothing provides");
    assertThat(IntegrityRules.installation(editor, new State(List.of(make("musl", "1")))))
        .isEmpty();
  }

  @Test
  void conflictsCountInBothDirectionsButNotWithOlderVersionsOfTheSame() {
    Signature postfix =
        make(
            "postfix",
            "2",
            relation(Relation.Kind.PROVIDES, "mail-server"),
            relation(Relation.Kind.CONFLICTS, "mail-server"));
    Signature exim = make("exim4", "1", relation(Relation.Kind.PROVIDES, "mail-server"));
    assertThat(IntegrityRules.installation(postfix, new State(List.of(exim)))).hasSize(1);
    assertThat(IntegrityRules.installation(exim, new State(List.of(postfix)))).hasSize(1);
    assertThat(IntegrityRules.installation(postfix, new State(List.of(postfix)))).isEmpty();
  }

  @Test
  void aStateMatchesWhatAllOfItsUnitsMatchTogether() {
    State state = new State(List.of(make("exim4", "1"), make("bash", "5")));
    assertThat(state.matches(Template.parse("provides: exim4 and bash"))).isTrue();
    assertThat(state.matches(Template.parse("provides: exim4 and not postfix"))).isTrue();
    assertThat(state.matches(Template.parse("provides: postfix"))).isFalse();
  }

  @Test
  void aNewVersionWithTheSameSignatureIsAPatch() {
    PackageMetadata before =
        metadata(
            "editor",
            "1.0",
            new Relation(Relation.Kind.PROVIDES, List.of(new Capability("vi", "=", "1.0"))));
    PackageMetadata mended =
        metadata(
            "editor",
            "1.1",
            new Relation(Relation.Kind.PROVIDES, List.of(new Capability("vi", "=", "1.1"))));
    assertThat(Patches.isPatch(before, mended)).isTrue();
    assertThat(Patches.isPatch(before, mended.draft().maintainer("somebody").finished())).isTrue();
    assertThat(Patches.isPatch(before, mended.draft().license("MIT").finished())).isFalse();
    assertThat(Patches.isPatch(before, metadata("editor", "1.1"))).isFalse();
  }

  @Test
  void anUnitOfferingAllThatAnOlderOneOfferedSubstitutesIt() {
    Signature older = make("editor", "1.0", relation(Relation.Kind.PROVIDES, "vi"));
    Signature newer =
        Signature.of(
            metadata(
                "editor",
                "1.1",
                new Relation(
                    Relation.Kind.PROVIDES,
                    List.of(Capability.any("vi"), new Capability("editor", "=", "1.0")))));
    Signature needy = make("editor", "2.0", relation(Relation.Kind.REQUIRES, "x11"));
    assertThat(newer.substitutes(older)).isTrue();
    assertThat(needy.substitutes(older)).isFalse();
  }
}
