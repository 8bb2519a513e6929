package org.edos.role.admit;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.network.Invitation;
import org.edos.core.network.IssuedInvitation;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.trust.MirrorAuthority;

/**
 * A publisher's invitations and the mirrors that were admitted by them, kept durably. An invitation
 * is used once: the same mirror may send the same request again, and gets the same certificate.
 * Safe for use by many threads.
 */
public final class Admitting {
  /** How long a member's certificate is valid. */
  public static final Duration VALIDITY = Duration.ofDays(10 * 365);

  private static final Duration LONGEST = Duration.ofDays(90);
  private static final int MOST_OPEN = 1000;
  private static final String INVITATIONS = "network/invitation/";
  private static final String MEMBERS = "network/member/";
  private static final String RETIRED = "network/retired/";

  /**
   * The mechanisms that admitting stands on, all owned by the caller.
   *
   * @param address of the publisher's daemon
   * @param publisherKey its Ed25519 public key
   * @param ownName the name of the publisher in its network
   * @param seeds where grid nodes of the network are found now, the publisher's first, {@code
   *     host:port}
   */
  public record Parts(
      DocumentStore documents,
      MirrorAuthority authority,
      Clock clock,
      URI address,
      String publisherKey,
      String ownName,
      Supplier<List<String>> seeds) {}

  private final Parts parts;
  private final Attempts attempts;

  /** Goes on with what the documents tell. */
  public Admitting(Parts parts) {
    this.parts = parts;
    this.attempts = new Attempts(parts.clock());
  }

  /**
   * Invites one mirror.
   *
   * @param name that it is to have; empty where it may choose
   * @param validity at most 90 days
   * @throws EdosException usage if the name or the time is unfit; exhausted if too many invitations
   *     are open
   */
  public synchronized Invitation invite(Optional<String> name, Duration validity) {
    name.map(JoinRequest::checkedName).ifPresent(this::requireFree);
    if (!validity.isPositive() || validity.compareTo(LONGEST) > 0) {
      throw EdosException.usage("an invitation is valid for at most " + LONGEST.toDays() + " days");
    }
    forgetExpired();
    if (parts.documents().keys(INVITATIONS).size() >= MOST_OPEN) {
      throw EdosException.exhausted(MOST_OPEN + " invitations are open; wait until some expire");
    }
    Invitation invitation = Invitation.fresh(parts.address());
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("secret", invitation.secret());
    fields.put("expires", parts.clock().instant().plus(validity).toString());
    name.ifPresent(given -> fields.put("name", given));
    parts.documents().put(INVITATIONS + invitation.id(), Fields.write(fields));
    return invitation;
  }

  private void requireFree(String name) {
    if (parts.documents().get(RETIRED + name).isPresent()) {
      throw EdosException.usage(
          "the member '" + name + "' was retired, and its name is not given again; choose another");
    }
    if (name.equals(parts.ownName()) || member(name).isPresent()) {
      throw EdosException.usage(
          "a member is named '" + name + "' already; choose another name, or 'edos retire' it");
    }
  }

  private void forgetExpired() {
    invitations().stream()
        .filter(invitation -> !invitation.expires().isAfter(parts.clock().instant()))
        .forEach(invitation -> parts.documents().remove(INVITATIONS + invitation.id()));
  }

  /** The invitations that have not been forgotten, the first to expire first. */
  public List<IssuedInvitation> invitations() {
    List<IssuedInvitation> all = new ArrayList<>();
    for (String key : parts.documents().keys(INVITATIONS)) {
      fields(key)
          .ifPresent(fields ->
              all.add(
                  new IssuedInvitation(
                      key.substring(INVITATIONS.length()),
                      fields.getOrDefault("name", ""),
                      Instant.parse(fields.getOrDefault("expires", "")),
                      fields.getOrDefault("member", ""))));
    }
    all.sort(java.util.Comparator.comparing(IssuedInvitation::expires));
    return all;
  }

  private Optional<Map<String, String>> fields(String key) {
    return parts.documents().get(key).map(Fields::read);
  }

  private Optional<Map<String, String>> member(String name) {
    return fields(MEMBERS + name);
  }

  /** Withdraws an invitation; says whether there was one. */
  public synchronized boolean withdraw(String id) {
    return id.matches("[0-9a-f]{16}") && parts.documents().remove(INVITATIONS + id);
  }

  /** The admitted mirrors' names. */
  public List<String> admitted() {
    return parts.documents().keys(MEMBERS).stream()
        .map(key -> key.substring(MEMBERS.length()))
        .toList();
  }

  /**
   * Takes a mirror's right to be a member, and its name for good, since it has a certificate of
   * that name; says whether it had the right.
   */
  public synchronized boolean expel(String name) {
    String key = MEMBERS + JoinRequest.checkedName(name);
    Optional<byte[]> member = parts.documents().get(key);
    member.ifPresent(fields -> parts.documents().put(RETIRED + name, fields));
    return parts.documents().remove(key);
  }

  /**
   * Admits whoever proves to know an invitation's secret.
   *
   * @param from the address that asks, for counting attempts
   * @throws EdosException refused if the invitation is unknown, expired, used by another, or not
   *     proven; exhausted if the address asks too often; usage if the name is taken or the key
   *     unfit
   */
  public synchronized JoinAnswer admit(JoinRequest request, String from) {
    attempts.count(from);
    String key = INVITATIONS + request.invitation();
    Map<String, String> invitation = fields(key).orElseThrow(Admitting::unknown);
    String secret = invitation.getOrDefault("secret", "");
    if (!request.isProvenBy(secret)) {
      throw unknown();
    }
    if (!Instant.parse(invitation.getOrDefault("expires", "")).isAfter(parts.clock().instant())) {
      throw EdosException.refused("the invitation has expired; ask the publisher for a new one");
    }
    String name = invitation.getOrDefault("name", request.name());
    if (invitation.containsKey("member")) {
      requireSame(invitation.getOrDefault("key", ""), request.publicKey());
      name = invitation.get("member");
    } else {
      requireFree(name);
      String certificate =
          encoded(parts.authority().issue(decoded(request.publicKey()), name, VALIDITY));
      keep(name, certificate, request);
      invitation.put("member", name);
      invitation.put("key", request.publicKey());
      parts.documents().put(key, Fields.write(invitation));
    }
    Map<String, String> member = member(name).orElseThrow(Admitting::unknown);
    return JoinAnswer.of(
        secret,
        request,
        name,
        member.getOrDefault("certificate", ""),
        encoded(parts.authority().certificate()),
        parts.seeds().get(),
        parts.publisherKey());
  }

  private void keep(String name, String certificate, JoinRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("certificate", certificate);
    fields.put("key", request.publicKey());
    fields.put("since", parts.clock().instant().toString());
    parts.documents().put(MEMBERS + name, Fields.write(fields));
  }

  /** Who guesses learns no difference between a wrong id and a wrong secret. */
  private static EdosException unknown() {
    return EdosException.refused(
        "the publisher knows no such invitation; ask it for a new one (edos invite)");
  }

  private static void requireSame(String key, String asked) {
    if (!asked.equals(key)) {
      throw EdosException.refused(
          "the invitation was used already by another mirror; ask the publisher for a new one");
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new EdosException(
          EdosException.Category.USAGE, "the public key is not base64: " + e.getMessage(), e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
