package org.edos.core.channel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be different about a channel.
 *
 * @param description empty where it stays
 * @param grants rights to give
 * @param revoked from whom everything that was given is taken
 */
public record ChannelChange(
    Optional<String> description, Map<Grantee, Right> grants, Set<Grantee> revoked) {
  /** Copies the collections. */
  public ChannelChange {
    grants = Map.copyOf(grants);
    revoked = Set.copyOf(revoked);
  }

  /** Gives one right. */
  public static ChannelChange grant(Grantee grantee, Right right) {
    return new ChannelChange(Optional.empty(), Map.of(grantee, right), Set.of());
  }

  /** Takes from one what was given. */
  public static ChannelChange revoke(Grantee grantee) {
    return new ChannelChange(Optional.empty(), Map.of(), Set.of(grantee));
  }

  /** The channel with these changes. */
  public Channel of(Channel channel) {
    Rights rights = channel.rights();
    for (Grantee grantee : revoked) {
      rights = rights.without(grantee);
    }
    for (Map.Entry<Grantee, Right> grant : grants.entrySet()) {
      rights = rights.with(grant.getKey(), grant.getValue());
    }
    return channel.describedAs(description.orElse(channel.description())).with(rights);
  }
}
