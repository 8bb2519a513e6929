package org.edos.physical.grid;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.UUID;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.edos.core.EdosException;

/** Ignite's settings for a small, quiet, durable node. */
final class GridSettings {
  private static final int PARTITIONS = 256;
  private static final int FEW_PARTITIONS = 32;
  private static final int PORTS_TRIED = 100;
  private static final int MEBIBYTE = 1 << 20;

  static {
    // Ignite reads these once, when its classes load. With QUIET it would print to standard output.
    setUnlessGiven("IGNITE_QUIET", "false");
    setUnlessGiven("IGNITE_NO_ASCII", "true");
    setUnlessGiven("IGNITE_NO_SHUTDOWN_HOOK", "true");
    setUnlessGiven("IGNITE_UPDATE_NOTIFIER", "false");
    setUnlessGiven("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    setUnlessGiven("IGNITE_MBEANS_DISABLED", "true");
    setUnlessGiven("java.net.preferIPv4Stack", "true");
  }

  private GridSettings() {}

  static IgniteConfiguration of(GridConfig config) {
    return smallPools(new IgniteConfiguration())
        .setIgniteInstanceName("edos-" + config.name() + "-" + UUID.randomUUID())
        .setConsistentId(config.name())
        .setWorkDirectory(config.directory().toAbsolutePath().toString())
        .setLocalHost(config.address())
        .setGridLogger(new GridLogger())
        .setMetricsLogFrequency(0)
        .setFailureHandler(new GridFailure())
        .setPeerClassLoadingEnabled(false)
        .setConnectorConfiguration(null)
        .setClientConnectorConfiguration(null)
        .setAutoActivationEnabled(true)
        .setDiscoverySpi(discovery(config))
        .setCommunicationSpi(communication(config))
        .setDataStorageConfiguration(storage(config));
  }

  static <K, V> CacheConfiguration<K, V> cache(String name, Placement placement, int copies) {
    boolean spread = placement == Placement.PARTITIONED;
    return new CacheConfiguration<K, V>(name)
        .setGroupName("edos-" + placement.name().toLowerCase(Locale.ROOT))
        .setCacheMode(spread ? CacheMode.PARTITIONED : CacheMode.REPLICATED)
        .setAtomicityMode(CacheAtomicityMode.ATOMIC)
        .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
        .setBackups(spread ? copies : Integer.MAX_VALUE)
        .setReadFromBackup(true)
        .setCopyOnRead(false)
        .setPartitionLossPolicy(PartitionLossPolicy.READ_WRITE_SAFE)
        .setAffinity(new RendezvousAffinityFunction(false, spread ? PARTITIONS : FEW_PARTITIONS));
  }

  private static IgniteConfiguration smallPools(IgniteConfiguration settings) {
    return settings
        .setPublicThreadPoolSize(4)
        .setSystemThreadPoolSize(4)
        .setStripedPoolSize(4)
        .setDataStreamerThreadPoolSize(2)
        .setRebalanceThreadPoolSize(1)
        .setQueryThreadPoolSize(2)
        .setManagementThreadPoolSize(1)
        .setUtilityCachePoolSize(2)
        .setBuildIndexThreadPoolSize(1)
        .setServiceThreadPoolSize(1)
        .setSnapshotThreadPoolSize(1)
        .setAsyncCallbackPoolSize(1);
  }

  /**
   * A node that knows only itself: the shared finder is this process's own, and the node enters
   * itself in it.
   */
  private static TcpDiscoverySpi discovery(GridConfig config) {
    TcpDiscoverySpi discovery = new TcpDiscoverySpi();
    discovery.setLocalAddress(config.address());
    boolean anyPort = config.discoveryPort() == 0;
    discovery.setLocalPort(anyPort ? freePort(config.address()) : config.discoveryPort());
    discovery.setLocalPortRange(anyPort ? PORTS_TRIED : 0);
    discovery.setIpFinder(new TcpDiscoveryVmIpFinder(true));
    return discovery;
  }

  private static TcpCommunicationSpi communication(GridConfig config) {
    TcpCommunicationSpi communication = new TcpCommunicationSpi();
    communication.setLocalAddress(config.address());
    boolean anyPort = config.communicationPort() == 0;
    communication.setLocalPort(anyPort ? freePort(config.address()) : config.communicationPort());
    communication.setLocalPortRange(anyPort ? PORTS_TRIED : 0);
    communication.setSelectorsCount(2);
    return communication;
  }

  /**
   * Ignite wants its ports by number; should another process take this one first, it tries those
   * above.
   */
  private static int freePort(String address) {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return Math.min(probe.getLocalPort(), 65_535 - PORTS_TRIED);
    } catch (IOException e) {
      throw EdosException.external("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private static DataStorageConfiguration storage(GridConfig config) {
    return new DataStorageConfiguration()
        .setDefaultDataRegionConfiguration(
            new DataRegionConfiguration()
                .setName("edos")
                .setPersistenceEnabled(true)
                .setInitialSize(16L * MEBIBYTE)
                .setMaxSize(config.regionBytes())
                .setCheckpointPageBufferSize(Math.max(16L * MEBIBYTE, config.regionBytes() / 4)))
        .setSystemDataRegionConfiguration(
            new SystemDataRegionConfiguration()
                .setInitialSize(10L * MEBIBYTE)
                .setMaxSize(40L * MEBIBYTE))
        .setWalMode(WALMode.LOG_ONLY)
        .setWalSegments(4)
        .setWalSegmentSize(16 * MEBIBYTE)
        .setMaxWalArchiveSize(256L * MEBIBYTE)
        .setCheckpointThreads(2);
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
