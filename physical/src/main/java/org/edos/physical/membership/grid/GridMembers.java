package org.edos.physical.membership.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.physical.grid.GridCache;
import org.edos.physical.grid.GridMember;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.GridRole;
import org.edos.physical.grid.Placement;
import org.edos.physical.membership.Members;

/**
 * The grid's nodes, and what each says of itself in a cache that every member writes. Safe for use
 * by many threads.
 */
public final class GridMembers implements Members {
  private final GridNode grid;
  private final GridCache<String, String> reports;

  /** Opens the cache of reports; the node is the caller's. */
  public GridMembers(GridNode grid) {
    this.grid = grid;
    this.reports = grid.cache("members", Placement.SHARED);
  }

  @Override
  public List<Member> list() {
    List<GridMember> nodes = grid.nodes();
    Map<String, String> written =
        reports.getAll(nodes.stream().map(GridMember::name).collect(Collectors.toSet()));
    List<Member> members = new ArrayList<>();
    for (GridMember node : nodes) {
      members.add(
          new Member(
              node.name(),
              node.role() == GridRole.PUBLISHER,
              node.online(),
              node.inBaseline(),
              node.address(),
              Optional.ofNullable(written.get(node.name())).flatMap(GridMembers::read)));
    }
    members.sort(Comparator.comparing((Member m) -> !m.publisher()).thenComparing(Member::name));
    return members;
  }

  /** A report that cannot be read is as if none had been made. */
  private static Optional<MemberReport> read(String line) {
    try {
      return Optional.of(MemberReport.parse(line));
    } catch (EdosException e) {
      return Optional.empty();
    }
  }

  @Override
  public void report(MemberReport report) {
    reports.put(grid.config().name(), report.line());
  }

  @Override
  public void retire(String name) {
    grid.retire(name);
    reports.remove(name);
  }
}
