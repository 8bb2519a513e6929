package org.edos.app.gateway;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.edos.core.gateway.OriginAddress;

/** A connection. */
final class AheadEndPoint extends SocketChannelEndPoint {
  AheadEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Consumer<OriginAddress> expected) {
    super(channel, selector, key, scheduler);
  }
}
