package org.edos.core.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.core.EdosException;

/**
 * Who may do what with a channel.
 *
 * @param grants the greatest right of each; at most 1,000
 */
public record Rights(Map<Grantee, Right> grants) {
  /** Anybody reads, and the publisher alone feeds. */
  public static final Rights PUBLIC = new Rights(Map.of(new Grantee.Anybody(), Right.READ));

  private static final int MOST = 1000;

  /** Copies the grants. */
  public Rights {
    grants = Map.copyOf(grants);
    if (grants.size() > MOST) {
      throw EdosException.usage("a channel has at most " + MOST + " grants; use groups");
    }
  }

  /** Whether a caller has a right. */
  public boolean allow(Caller caller, Right right) {
    return caller.actsForOwner(right)
        || grants.entrySet().stream()
            .anyMatch(grant -> grant.getValue().includes(right) && grant.getKey().includes(caller));
  }

  /** Whether anybody reads. */
  public boolean isPublic() {
    return allow(Caller.ANYBODY, Right.READ);
  }

  /** The same, with this right for one more, or another right for one of them. */
  public Rights with(Grantee grantee, Right right) {
    Map<Grantee, Right> more = new LinkedHashMap<>(grants);
    more.put(grantee, right);
    return new Rights(more);
  }

  /** The same without what is given to one. */
  public Rights without(Grantee grantee) {
    Map<Grantee, Right> fewer = new LinkedHashMap<>(grants);
    fewer.remove(grantee);
    return new Rights(fewer);
  }

  /** What a caller is told of these rights: all of them an administrator, others their own. */
  public Rights seenBy(Caller caller) {
    return allow(caller, Right.ADMINISTER)
        ? this
        : new Rights(
            grants.entrySet().stream()
                .filter(grant -> grant.getKey().includes(caller))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
