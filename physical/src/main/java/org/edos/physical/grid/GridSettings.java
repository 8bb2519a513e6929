package org.edos.physical.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.plugin.segmentation.SegmentationPolicy;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** Ignite's settings for a small, quiet, durable node. */
final class GridSettings {
  private static final int PARTITIONS = 256;
  private static final int FEW_PARTITIONS = 32;
  private static final long FAILURE_DETECTION_MILLIS = 5_000;

  /** Nobody looks at what nodes tell of their load. */
  private static final long METRICS_MILLIS = 10_000;

  private static final long CONNECTION_RECOVERY_MILLIS = 2_000;
  private static final long JOIN_MILLIS = 30_000;
  private static final int MEBIBYTE = 1 << 20;

  static {
    // Ignite reads these once, when its classes load. With QUIET it would print to standard output.
    setUnlessGiven("IGNITE_QUIET", "false");
    setUnlessGiven("IGNITE_NO_ASCII", "true");
    setUnlessGiven("IGNITE_NO_SHUTDOWN_HOOK", "true");
    setUnlessGiven("IGNITE_UPDATE_NOTIFIER", "false");
    setUnlessGiven("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    setUnlessGiven("IGNITE_MBEANS_DISABLED", "true");
    // A node killed while it fills up without a log would only start again into "maintenance".
    setUnlessGiven("IGNITE_DISABLE_WAL_DURING_REBALANCING", "false");
  }

  /** Tells a node's {@link GridRole} to the others. */
  static final String ROLE_ATTRIBUTE = "edos.role";

  /** Tells the others where to find a node. */
  static final String ADDRESS_ATTRIBUTE = "edos.discovery";

  private GridSettings() {}

  /**
   * Settings of a node, besides how it is known to others.
   *
   * @param discovery where others find it
   * @param communication where others talk to it
   * @param others discovery addresses to join at
   * @param alone whether it may run when none of those answers
   */
  static IgniteConfiguration of(
      GridConfig config, int discovery, int communication, List<String> others, boolean alone) {
    String here = hostAndPort(config.address(), discovery);
    return smallPools(new IgniteConfiguration())
        .setIgniteInstanceName("edos-" + config.name() + "-" + UUID.randomUUID())
        .setConsistentId(config.name())
        .setUserAttributes(Map.of(ROLE_ATTRIBUTE, config.role().name(), ADDRESS_ATTRIBUTE, here))
        .setWorkDirectory(config.directory().toAbsolutePath().toString())
        .setLocalHost(config.address())
        .setGridLogger(new GridLogger())
        .setMetricsLogFrequency(0)
        .setMetricsUpdateFrequency(METRICS_MILLIS)
        .setFailureHandler(new GridFailure())
        .setSegmentationPolicy(SegmentationPolicy.USE_FAILURE_HANDLER)
        .setFailureDetectionTimeout(FAILURE_DETECTION_MILLIS)
        .setSystemWorkerBlockedTimeout(60_000L)
        .setPeerClassLoadingEnabled(false)
        .setConnectorConfiguration(null)
        .setClientConnectorConfiguration(null)
        .setAutoActivationEnabled(true)
        .setDiscoverySpi(discovery(config, discovery, here, others, alone))
        .setCommunicationSpi(communication(config, communication))
        .setDataStorageConfiguration(storage(config));
  }

  static String hostAndPort(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /** Settings of a cache, made by the publisher's node. */
  static <K, V> CacheConfiguration<K, V> cache(
      String name, Placement placement, GridConfig publisher) {
    boolean spread = placement == Placement.PARTITIONED;
    int copies = spread ? publisher.copies() : Integer.MAX_VALUE;
    CacheConfiguration<K, V> settings =
        new CacheConfiguration<K, V>(name)
            .setGroupName("edos-" + placement.name().toLowerCase(Locale.ROOT))
            .setCacheMode(spread ? CacheMode.PARTITIONED : CacheMode.REPLICATED)
            .setAtomicityMode(CacheAtomicityMode.ATOMIC)
            .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
            .setBackups(copies)
            .setReadFromBackup(true)
            .setCopyOnRead(false)
            .setPartitionLossPolicy(PartitionLossPolicy.READ_WRITE_SAFE)
            .setAffinity(
                new PublisherFirst(publisher.name(), copies, spread ? PARTITIONS : FEW_PARTITIONS));
    return placement.everyMemberWrites()
        ? settings
        : settings.setTopologyValidator(new PublisherPresent(publisher.name()));
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
   * A node whose own address is not among those to join at waits for one of them; one that has it
   * there runs alone when no other answers.
   */
  private static TcpDiscoverySpi discovery(
      GridConfig config, int port, String here, List<String> others, boolean alone) {
    List<String> addresses = new ArrayList<>(others);
    if (alone) {
      addresses.add(here);
    }
    TcpDiscoveryVmIpFinder finder = new TcpDiscoveryVmIpFinder();
    finder.setAddresses(addresses);
    TcpDiscoverySpi discovery = new TcpDiscoverySpi();
    discovery.setJoinTimeout(alone ? 0 : JOIN_MILLIS);
    discovery.setReconnectDelay(500);
    discovery.setConnectionRecoveryTimeout(CONNECTION_RECOVERY_MILLIS);
    return discovery
        .setLocalAddress(config.address())
        .setLocalPort(port)
        .setLocalPortRange(0)
        .setIpFinder(finder);
  }

  private static TcpCommunicationSpi communication(GridConfig config, int port) {
    TcpCommunicationSpi communication = new TcpCommunicationSpi();
    communication.setLocalAddress(config.address());
    communication.setLocalPort(port);
    communication.setLocalPortRange(0);
    communication.setSelectorsCount(2);
    return communication;
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
