package org.edos.app.cli;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edos.app.demo.DemoCommand;
import org.edos.app.rehearsal.RehearseCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The whole command line. Only the command that is run is made, since making all of them takes
 * longer than most run.
 */
public final class Program {
  private static final int WIDTH = 110;

  /** Commands that belong together in the list of commands. */
  private record Group(String title, List<String> commands) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("Run a daemon, in the foreground", List.of("publisher", "mirror", "client")),
          new Group(
              "Publish",
              List.of(
                  "publish",
                  "update",
                  "transaction",
                  "collection",
                  "freeze",
                  "unpublish",
                  "flashcrowd",
                  "push",
                  "channel",
                  "user")),
          new Group(
              "Find and fetch",
              List.of(
                  "releases",
                  "history",
                  "query",
                  "lookup",
                  "show",
                  "signature",
                  "locate",
                  "get",
                  "wish",
                  "check",
                  "diff",
                  "replicate",
                  "missing")),
          new Group(
              "Hear of news",
              List.of("subscribe", "subscriptions", "unsubscribe", "inbox", "webhook")),
          new Group(
              "Look after a peer",
              List.of(
                  "status", "invite", "retire", "audit", "token", "password", "doctor", "setup")),
          new Group("See it all at work", List.of("demo")));

  private Program() {}

  /**
   * The command line for these arguments; also for programs that run it within their own process,
   * as tests do.
   */
  public static CommandLine commandLine(String... args) {
    CommandLine root = new CommandLine(new Root());
    Optional<Object> only = args.length == 0 ? Optional.empty() : command(args[0]);
    if (only.isPresent()) {
      root.addSubcommand(only.get());
    } else {
      names().forEach(name -> root.addSubcommand(command(name).orElseThrow()));
      root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Program::list);
    }
    DaemonCommands.explainSettings(root);
    Reporting reporting = new Reporting(System.getenv());
    root.setExecutionExceptionHandler(reporting);
    root.setParameterExceptionHandler(reporting);
    root.setUsageHelpWidth(WIDTH);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setColorScheme(
        Help.defaultColorScheme(Terminal.coloured(System.getenv()) ? Help.Ansi.ON : Help.Ansi.OFF));
    return root;
  }

  /** Every command's name, in the order of the list of commands. */
  static List<String> names() {
    return GROUPS.stream().flatMap(group -> group.commands().stream()).toList();
  }

  private static Optional<Object> command(String name) {
    return switch (name) {
      case "publisher" -> Optional.of(new DaemonCommands.PublisherCommand());
      case "mirror" -> Optional.of(new DaemonCommands.MirrorCommand());
      case "client" -> Optional.of(new DaemonCommands.ClientCommand());
      case "publish" -> Optional.of(new PublishCommand());
      case "update" -> Optional.of(new UpdateCommand());
      case "transaction" -> Optional.of(new TransactionCommand());
      case "collection" -> Optional.of(new CollectionCommands());
      case "audit" -> Optional.of(new AuditCommand());
      case "freeze" -> Optional.of(new FreezeCommand());
      case "history" -> Optional.of(new HistoryCommand());
      case "unpublish" -> Optional.of(new UnpublishCommand());
      case "push" -> Optional.of(new PushCommand());
      case "flashcrowd" -> Optional.of(new FlashCrowdCommands());
      case "channel" -> Optional.of(new ChannelCommands());
      case "user" -> Optional.of(new UserCommands());
      case "token" -> Optional.of(new TokenCommands());
      case "password" -> Optional.of(new PasswordCommands());
      case "releases" -> Optional.of(new ReleasesCommand());
      case "query" -> Optional.of(new QueryCommand());
      case "lookup" -> Optional.of(new LookUpCommand());
      case "signature" -> Optional.of(new SignatureCommand());
      case "show" -> Optional.of(new ShowCommand());
      case "locate" -> Optional.of(new LocateCommand());
      case "get" -> Optional.of(new GetCommand());
      case "replicate" -> Optional.of(new ReplicateCommand());
      case "wish" -> Optional.of(new WishCommand());
      case "missing" -> Optional.of(new MissingCommand());
      case "check" -> Optional.of(new CheckCommand());
      case "diff" -> Optional.of(new DiffCommand());
      case "subscribe" -> Optional.of(new SubscriptionCommands.Subscribe());
      case "subscriptions" -> Optional.of(new SubscriptionCommands.ListAll());
      case "unsubscribe" -> Optional.of(new SubscriptionCommands.Unsubscribe());
      case "inbox" -> Optional.of(new InboxCommand());
      case "webhook" -> Optional.of(new WebhookCommands());
      case "status" -> Optional.of(new StatusCommand());
      case "invite" -> Optional.of(new InviteCommand());
      case "retire" -> Optional.of(new RetireCommand());
      case "doctor" -> Optional.of(new DoctorCommand());
      case "setup" -> Optional.of(new SetupCommands());
      case "demo" -> Optional.of(new DemoCommand());
      case "rehearse" -> Optional.of(new RehearseCommand());
      default -> Optional.empty();
    };
  }

  private static String list(Help help) {
    return GROUPS.stream()
        .map(group ->
            group.title()
                + ":"
                + System.lineSeparator()
                + group.commands().stream()
                    .map(name -> line(help, name))
                    .collect(Collectors.joining()))
        .collect(Collectors.joining(System.lineSeparator(), System.lineSeparator(), ""));
  }

  private static String line(Help help, String name) {
    Help command = Objects.requireNonNull(help.subcommands().get(name));
    String description = command.commandSpec().usageMessage().description()[0];
    return help.colorScheme().ansi().string("  @|bold %-14s|@ ".formatted(name))
        + description
        + System.lineSeparator();
  }

  @Command(
      name = "edos",
      description = "Linux package repositories, delivered peer to peer.",
      synopsisSubcommandLabel = "COMMAND",
      versionProvider = Version.class,
      footer = {
        "",
        "A command finds its daemon by --home DIR or EDOS_HOME (default: ~/.edos).",
        "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 refused.",
        "",
        "Examples:",
        "  edos publisher &",
        "  edos publish ./packages --release tools",
        "  edos query 'name:curl arch:amd64'"
      })
  private static final class Root implements Runnable {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and exit.")
    private boolean help;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show the version and exit.")
    private boolean version;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "name a command; 'edos --help' lists them");
    }
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "edos "
            + Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)")
      };
    }
  }
}
