package org.edos.actor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;

/** Whom a publisher's user means by a choice of peers. */
final class Feeders {
  private static final Pattern MIRRORS = Pattern.compile("mirrors(?::([1-9][0-9]{0,3}))?");

  private Feeders() {}

  /**
   * The addresses of those chosen.
   *
   * @param chosen {@code mirrors} or {@code mirrors:N}, names of members, or addresses
   * @throws EdosException usage if an address is none; not found if there is no such member
   */
  static List<URI> addresses(List<String> chosen, List<Member> members) {
    List<URI> addresses = new ArrayList<>();
    for (String one : chosen) {
      Matcher mirrors = MIRRORS.matcher(one);
      if (mirrors.matches()) {
        int most = Optional.ofNullable(mirrors.group(1)).map(Integer::parseInt).orElse(9999);
        members.stream()
            .filter(member -> member.online() && !member.publisher())
            .flatMap(member -> member.report().stream())
            .map(MemberReport::address)
            .limit(most)
            .forEach(addresses::add);
      } else {
        addresses.add(one.contains("://") ? address(one) : ofMember(one, members));
      }
    }
    return addresses;
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new EdosException(
          EdosException.Category.USAGE, "not a peer's address: '" + text + "'", e);
    }
  }

  private static URI ofMember(String name, List<Member> members) {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .flatMap(member -> member.report().stream())
        .map(MemberReport::address)
        .findFirst()
        .orElseThrow(() ->
            EdosException.notFound(
                "no member '" + name + "' has told its address; see: edos status"));
  }
}
