package org.edos.actor;

import java.util.List;
import org.edos.core.channel.ChannelFreshness;

/**
 * How new a peer's view is.
 *
 * @param releases by name
 * @param channels those that the asker may read and this peer looks at, by name
 */
public record FreshnessReport(List<RootFreshness> releases, List<ChannelFreshness> channels) {}
