package org.edos.role.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.network.Invitation;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.trust.JoinDesk;
import org.edos.physical.trust.x509.TlsStore;
import org.edos.physical.trust.x509.X509Authority;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmittingTest {
  private static final URI PUBLISHER = URI.create("http://127.0.0.1:9977");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private Admitting admitting;

  @BeforeEach
  void open() {
    admitting = admitting("publisher");
  }

  private Admitting admitting(String place) {
    return new Admitting(
        new Admitting.Parts(
            documents,
            X509Authority.loadOrCreate(folder.resolve(place), clock),
            clock,
            PUBLISHER,
            "ab".repeat(32),
            "publisher",
            () -> List.of("127.0.0.1:4700")));
  }

  private TlsStore key(String mirror) {
    return TlsStore.loadOrCreate(folder.resolve(mirror), clock);
  }

  private Membership join(Invitation invitation, String mirror) {
    return joining(mirror, (publisher, request) -> admitting.admit(request, "10.0.0.1"))
        .join(invitation, mirror);
  }

  private Joining joining(String mirror, JoinDesk desk) {
    return new Joining(new MemoryDocumentStore(), desk, key(mirror));
  }

  private JoinRequest request(Invitation invitation, String mirror) {
    String key = Base64.getEncoder().encodeToString(key(mirror).publicKey());
    return JoinRequest.of(invitation, mirror, key);
  }

  private static void assertRefused(Category category, Runnable work, String message) {
    assertThatThrownBy(work::run)
        .isInstanceOf(EdosException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((EdosException) e).category())
        .isEqualTo(category);
  }

  @Test
  void anInvitedMirrorIsGivenACertificateTheSeedsAndThePublishersKey() {
    join(admitting.invite(Optional.of("oslo"), DAY), "first");

    Membership paris = join(admitting.invite(Optional.of("paris"), DAY), "second");

    assertThat(paris)
        .isEqualTo(new Membership("paris", "ab".repeat(32), List.of("127.0.0.1:4700")));
    assertThat(key("second").isIssued()).isTrue();
    assertThat(admitting.admitted()).containsExactly("oslo", "paris");
  }

  @Test
  void theMirrorsKeyFilesAreForItsOwnerAlone() throws IOException {
    join(admitting.invite(Optional.empty(), DAY), "paris");

    for (String file : List.of("member.key", "password", "member.p12")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("paris").resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aMirrorWithoutANameInItsInvitationChoosesOne() {
    assertThat(join(admitting.invite(Optional.empty(), DAY), "rome").name()).isEqualTo("rome");
  }

  @Test
  void whoDoesNotKnowTheSecretIsRefused() {
    Invitation real = admitting.invite(Optional.empty(), DAY);
    Invitation guessed = new Invitation(PUBLISHER, real.id(), "0".repeat(32));

    assertRefused(Category.REFUSED, () -> join(guessed, "paris"), "no such invitation");
    assertThat(admitting.admitted()).isEmpty();
  }

  @Test
  void anInvitationThatNobodyMadeIsRefusedInTheSameWords() {
    assertRefused(
        Category.REFUSED, () -> join(Invitation.fresh(PUBLISHER), "paris"), "no such invitation");
  }

  @Test
  void anInvitationIsUsedOnce() {
    Invitation invitation = admitting.invite(Optional.empty(), DAY);
    join(invitation, "paris");

    assertRefused(Category.REFUSED, () -> join(invitation, "rome"), "used already");
    assertThat(admitting.admitted()).containsExactly("paris");
  }

  @Test
  void aRequestThatIsSentAgainGetsTheSameCertificateAndAdmitsNobodyElse() {
    Invitation invitation = admitting.invite(Optional.empty(), DAY);
    JoinRequest request = request(invitation, "paris");

    JoinAnswer first = admitting.admit(request, "10.0.0.1");
    JoinAnswer second = admitting.admit(request, "10.0.0.9");

    assertThat(second.certificate()).isEqualTo(first.certificate());
    assertThat(admitting.admitted()).containsExactly("paris");
  }

  @Test
  void anExpiredInvitationIsRefused() {
    Invitation invitation = admitting.invite(Optional.empty(), DAY);
    clock.move(DAY);

    assertRefused(Category.REFUSED, () -> join(invitation, "paris"), "expired");
  }

  @Test
  void aTakenNameIsRefusedAndTheInvitationStaysGood() {
    join(admitting.invite(Optional.empty(), DAY), "paris");
    Invitation invitation = admitting.invite(Optional.empty(), DAY);
    JoinRequest other = JoinRequest.of(invitation, "paris", request(invitation, "x").publicKey());

    assertRefused(Category.USAGE, () -> admitting.admit(other, "10.0.0.1"), "already");
    assertThat(join(invitation, "rome").name()).isEqualTo("rome");
  }

  @Test
  void nobodyIsNamedLikeThePublisher() {
    assertRefused(Category.USAGE, () -> admitting.invite(Optional.of("publisher"), DAY), "already");
  }

  @Test
  void aRequestThatWasAlteredOnItsWayIsRefused() {
    JoinRequest sound = request(admitting.invite(Optional.empty(), DAY), "paris");
    String foreign = Base64.getEncoder().encodeToString(key("eve").publicKey());
    JoinRequest altered = new JoinRequest(sound.invitation(), "paris", foreign, sound.proof());

    assertRefused(Category.REFUSED, () -> admitting.admit(altered, "10.0.0.1"), "no such");
  }

  @Test
  void anAuthorityPutInByAManInTheMiddleIsRefusedByTheMirror() {
    Invitation invitation = admitting.invite(Optional.empty(), DAY);
    Admitting foreign = admitting("eve");
    JoinDesk middle =
        (publisher, request) -> {
          JoinAnswer real = foreign.admit(request, "10.0.0.1");
          return new JoinAnswer(
              real.name(),
              real.certificate(),
              real.authority(),
              List.of("6.6.6.6:1"),
              real.publisherKey(),
              real.proof());
        };

    assertRefused(
        Category.REFUSED,
        () -> joining("paris", middle).join(invitation, "paris"),
        "somebody stands in between");
    assertThat(key("paris").isIssued()).isFalse();
  }

  @Test
  void anAddressThatTriesTooOftenHasToWait() {
    for (int i = 0; i < 10; i++) {
      assertRefused(Category.REFUSED, () -> join(Invitation.fresh(PUBLISHER), "paris"), "no such");
    }
    Invitation invitation = admitting.invite(Optional.empty(), DAY);

    assertRefused(Category.EXHAUSTED, () -> join(invitation, "paris"), "wait");
    clock.move(Duration.ofMinutes(1));
    assertThat(join(invitation, "paris").name()).isEqualTo("paris");
  }

  @Test
  void invitationsSurviveARestart() {
    Invitation invitation = admitting.invite(Optional.of("paris"), DAY);
    admitting = admitting("publisher");

    assertThat(join(invitation, "x").name()).isEqualTo("paris");
    assertThat(admitting.invitations())
        .singleElement()
        .satisfies(issued -> assertThat(issued.usedBy()).isEqualTo("paris"));
  }

  @Test
  void aWithdrawnInvitationIsRefused() {
    Invitation invitation = admitting.invite(Optional.empty(), DAY);

    assertThat(admitting.withdraw(invitation.id())).isTrue();
    assertRefused(Category.REFUSED, () -> join(invitation, "paris"), "no such");
  }

  @Test
  void anExpelledMirrorsNameIsNotGivenAgain() {
    join(admitting.invite(Optional.empty(), DAY), "paris");

    assertThat(admitting.expel("paris")).isTrue();
    assertThat(admitting.admitted()).isEmpty();
    assertRefused(Category.USAGE, () -> admitting.invite(Optional.of("paris"), DAY), "was retired");
  }

  @Test
  void anInvitationIsReadBackFromItsAddress() {
    Invitation invitation = admitting.invite(Optional.empty(), DAY);

    assertThat(Invitation.in(URI.create(invitation.toString()))).contains(invitation);
    assertThat(Invitation.in(PUBLISHER)).isEmpty();
    assertRefused(
        Category.USAGE,
        () -> Invitation.in(URI.create("http://127.0.0.1:9977/#half.an-invitation")),
        "copy the whole line");
  }
}
