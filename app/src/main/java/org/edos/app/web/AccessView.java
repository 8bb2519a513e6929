package org.edos.app.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.actor.AccessTokens.NewToken;
import org.edos.actor.Publisher;
import org.edos.app.daemon.Setting;
import org.edos.core.channel.User;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;

/**
 * What the page of access shows, as it is at one moment.
 *
 * @param owner whether the visitor is the daemon's owner; no program sees tokens and password
 * @param mayChange whether the visitor may change what is not the owner's alone
 * @param who the visitor
 * @param scopes what a program may do who looks
 * @param openHere whether this machine's callers need no password
 * @param near whether only this machine's callers reach the daemon
 * @param address of the daemon
 * @param hasPassword whether the owner has one
 * @param sessions how many are signed in
 * @param tokens of programs
 * @param made a token that was made just now, and is shown this once
 * @param publisher whether this peer is one, which alone knows users
 * @param users by name
 */
public record AccessView(
    boolean owner,
    boolean mayChange,
    String who,
    List<String> scopes,
    boolean openHere,
    boolean near,
    URI address,
    boolean hasPassword,
    int sessions,
    List<Token> tokens,
    Optional<NewToken> made,
    boolean publisher,
    List<Person> users) {
  /**
   * A program's token.
   *
   * @param over whether it has expired
   */
  public record Token(
      String name, List<String> scopes, String created, String expires, boolean over) {}

  /** A user. */
  public record Person(String name, List<String> groups, List<String> keys) {}

  static AccessView of(SiteParts parts, Visit visit, Optional<NewToken> made, Instant now) {
    boolean publisher = parts.peer() instanceof Publisher;
    String host = parts.config().host();
    return new AccessView(
        visit.isOwner(),
        visit.mayAdminister(),
        visit.name(),
        visit.token().map(AccessView::scopes).orElse(List.of()),
        parts.settings().flag(Setting.WEB_OPEN_HERE),
        host.equals("localhost") || host.equals("::1") || host.startsWith("127."),
        parts.config().address(),
        parts.sessions().hasPassword(),
        parts.sessions().count(),
        visit.isOwner()
            ? parts.tokens().list().stream().map(token -> token(token, now)).toList()
            : List.of(),
        made,
        publisher,
        publisher
            ? parts.peer().users().list().stream().map(AccessView::person).toList()
            : List.of());
  }

  private static List<String> scopes(AccessToken token) {
    return token.scopes().stream().map(Scope::toString).sorted().toList();
  }

  private static Token token(AccessToken token, Instant now) {
    return new Token(
        token.name(),
        scopes(token),
        Words.ago(token.created(), now),
        token
            .expires()
            .map(at -> token.isExpired(now) ? "ended " + Words.ago(at, now) : Words.ago(at, now))
            .orElse("when it is revoked"),
        token.isExpired(now));
  }

  private static Person person(User user) {
    return new Person(
        user.name(),
        user.groups().stream().sorted().toList(),
        user.keys().stream().sorted().toList());
  }
}
