package org.edos.role.admit;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.network.Invitation;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.trust.JoinDesk;
import org.edos.physical.trust.MemberKey;

/** A mirror's way into an indexing network. Used by one thread. */
public final class Joining {
  private static final String DOCUMENT = "network/membership";
  private static final int MOST_SEEDS = 1000;

  private final DocumentStore documents;
  private final JoinDesk desk;
  private final MemberKey key;

  /** Joins nothing yet. */
  public Joining(DocumentStore documents, JoinDesk desk, MemberKey key) {
    this.documents = documents;
    this.desk = desk;
    this.key = key;
  }

  /** The membership that an earlier start brought. */
  public static Optional<Membership> membership(DocumentStore documents) {
    return documents
        .get(DOCUMENT)
        .map(Fields::read)
        .map(fields ->
            new Membership(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("publisher", ""),
                List.of(fields.getOrDefault("seeds", "").split(" ", -1))));
  }

  /**
   * Uses an invitation and remembers what it brought.
   *
   * @param name to propose; the invitation may give another
   * @throws EdosException refused if the publisher does not admit this mirror, or somebody else
   *     answered in its place; external if it is away
   */
  public Membership join(Invitation invitation, String name) {
    JoinRequest request =
        JoinRequest.of(invitation, name, Base64.getEncoder().encodeToString(key.publicKey()));
    JoinAnswer answer = desk.join(invitation.publisher(), request);
    if (!answer.isProvenBy(invitation.secret(), request)) {
      throw EdosException.refused(
          "the answer of "
              + invitation.publisher()
              + " is not from the publisher that made the invitation: somebody stands in between");
    }
    if (answer.seeds().size() > MOST_SEEDS) {
      throw EdosException.refused("the publisher named more than " + MOST_SEEDS + " grid nodes");
    }
    key.keep(decoded(answer.certificate()), decoded(answer.authority()), answer.name());
    Membership membership = new Membership(answer.name(), answer.publisherKey(), answer.seeds());
    remember(documents, membership);
    return membership;
  }

  /** Writes down what a later start needs. */
  public static void remember(DocumentStore documents, Membership membership) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", membership.name());
    fields.put("publisher", membership.publisherKey());
    fields.put("seeds", String.join(" ", membership.seeds()));
    documents.put(DOCUMENT, Fields.write(fields));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new EdosException(
          EdosException.Category.EXTERNAL,
          "the publisher sent something else than certificates: " + e.getMessage(),
          e);
    }
  }
}
