package org.edos.physical.membership.memory;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.physical.membership.Members;

/** One member's view of a network within this process, or a network of one. */
public final class MemoryMembers implements Members {
  /** The network that members of one process share. */
  public static final class Network {
    private final Map<String, Member> members = new ConcurrentHashMap<>();
  }

  private final Network network;
  private final String name;
  private final boolean publisher;

  /** Joins. */
  public MemoryMembers(Network network, String name, boolean publisher) {
    this.network = network;
    this.name = name;
    this.publisher = publisher;
    network.members.put(name, new Member(name, publisher, true, true, "", Optional.empty()));
  }

  @Override
  public List<Member> list() {
    return network.members.values().stream()
        .sorted(Comparator.comparing((Member m) -> !m.publisher()).thenComparing(Member::name))
        .toList();
  }

  @Override
  public void report(MemberReport report) {
    network.members.computeIfPresent(
        name, (n, m) -> new Member(n, publisher, true, true, "", Optional.of(report)));
  }

  @Override
  public void retire(String retired) {
    Member member = network.members.get(retired);
    if (member == null) {
      throw EdosException.notFound("no member '" + retired + "'; see: edos status");
    }
    if (member.publisher() || !publisher) {
      throw EdosException.refused("only a publisher retires members, and not itself");
    }
    network.members.remove(retired);
  }
}
