package org.edos.physical.torrent.memory;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.edos.physical.torrent.HashTable;
import org.edos.physical.torrent.HashTableContract;

class MemoryHashTableTest extends HashTableContract {
  private final MemoryHashTable.Network network = new MemoryHashTable.Network();
  private final List<HashTable> nodes =
      IntStream.range(1, 4)
          .<HashTable>mapToObj(
              i -> new MemoryHashTable(network, new InetSocketAddress(host(), 6881 + i)))
          .toList();

  @Override
  protected List<HashTable> nodes() {
    return nodes;
  }

  @Override
  protected String host() {
    return "192.0.2.1";
  }
}
