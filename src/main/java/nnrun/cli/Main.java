package nnrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nnrun.config.ConfigException;
import nnrun.data.DataException;
import nnrun.run.DamagedFile;
import nnrun.run.DiskException;
import nnrun.run.FolderInUse;
import nnrun.spec.Names;
import nnrun.spec.Nearest;
import nnrun.train.Diverged;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program's front door: finds the command, prints its results, and turns what goes wrong into a message and an
/// exit code.
@Command(
    name = "nnrun",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Trains feed-forward neural networks from one YAML file, with the same bytes everywhere.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  nnrun train configs/quickstart.yaml",
      "  nnrun train configs/quickstart.yaml -o optimizer.lr=3e-4 --seed 1",
      "  nnrun explain dropout",
      "",
      "Exit codes: 0 done, 1 bug in nnrun, 2 bad usage, config or data, 3 out of memory, 4 run folder in use,",
      "5 damaged checkpoint, 6 some trials of a sweep failed, 7 no space or I/O error, 8 diverged, 9 a check failed,",
      "129/130/143 stopped by HUP/INT/TERM, 141 nobody read the output any more."
    })
public final class Main implements Runnable {
  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
  private boolean debug;

  private static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          ResumeCommand.class,
          EvalCommand.class,
          PredictCommand.class,
          CheckCommand.class,
          DescribeCommand.class,
          GradcheckCommand.class,
          ReplayCommand.class,
          ReproCommand.class,
          ListCommand.class,
          ExplainCommand.class,
          WhyCommand.class,
          SchemaCommand.class,
          NewCommand.class,
          FetchCommand.class,
          RunsCommand.class,
          GetCommand.class,
          BestCommand.class,
          DiffCommand.class,
          CompareCommand.class,
          SweepCommand.class,
          DoctorCommand.class,
          CompletionCommand.class,
          CommandLine.HelpCommand.class);

  private static final List<Class<?>> ABOUT_ALL = List.of(CompletionCommand.class, CommandLine.HelpCommand.class);

  private final Terminal terminal;
  private @Nullable CommandLine line;

  Main(Terminal terminal) {
    this.terminal = terminal;
  }

  static String version() {
    String packed = Main.class.getPackage().getImplementationVersion();
    return packed == null ? "(not from a jar)" : packed;
  }

  @Override
  public void run() {
    if (line != null) {
      line.usage(line.getOut());
    }
  }

  static void main(String[] args) {
    int code = new Main(Terminal.ofProcess()).execute(args);
    if (code != ExitCode.DONE.code()) { // without need, exit() loads the classes of logging
      System.exit(code);
    }
  }

  /// Runs a command line; never throws.
  int execute(String... args) {
    CommandLine line = commandLine(args);
    this.line = line;
    int code;
    try {
      code = line.execute(args);
    } catch (Error e) { // picocli catches exceptions alone
      code = report(e);
    }
    return terminal.finish(code);
  }

  CommandLine commandLine() {
    return commandLine(COMMANDS, true);
  }

  /// With the commands that these arguments may be about. Reading the options of all takes as long as most commands do,
  /// so it is left out for the list of commands, and where the first word names the class of one that is not about all:
  /// `lr-find` would be LrFindCommand.
  private CommandLine commandLine(String... args) {
    String first = args.length == 0 ? "--help" : args[0];
    if (args.length < 2 && List.of("--version", "--help").contains(first)) {
      return commandLine(first.equals("--help") ? COMMANDS : List.of(), false);
    }
    String name = (first.replace("-", "") + "Command").toLowerCase(Locale.ROOT);
    List<Class<?>> named =
        COMMANDS.stream().filter(c -> c.getSimpleName().toLowerCase(Locale.ROOT).equals(name)).toList();
    return commandLine(named.size() == 1 && !ABOUT_ALL.contains(named.getFirst()) ? named : COMMANDS, true);
  }

  private CommandLine commandLine(List<Class<?>> commands, boolean withOptions) {
    Commands factory = new Commands(terminal);
    CommandLine line = new CommandLine(this, factory);
    for (Class<?> command : commands) {
      CommandSpec spec;
      if (withOptions) {
        spec = CommandSpec.forAnnotatedObject(command, factory);
      } else {
        spec = CommandSpec.wrapWithoutInspection(command, factory);
        spec.updateCommandAttributes(command.getAnnotation(Command.class), factory);
      }
      line.addSubcommand(new CommandLine(spec, factory));
    }
    line.setOut(terminal.outWriter());
    line.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setExecutionExceptionHandler((problem, _, _) -> report(problem));
    line.setParameterExceptionHandler(this::usage);
    line.getSubcommands().values().forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    return line;
  }

  private int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    terminal.errorLine("nnrun: " + message(e, command));
    terminal.errorLine("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.BAD_INPUT.code();
  }

  private static String message(ParameterException e, CommandLine command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      ArgSpec argument = e.getArgSpec();
      if (e instanceof MissingParameterException missing && words(missing.getMissing().getFirst()).isEnum()) {
        ArgSpec wanted = missing.getMissing().getFirst();
        return wanted.paramLabel() + " is missing: one of " + String.join(", ", Names.ofEnum(words(wanted)));
      }
      return argument != null && words(argument).isEnum() && e.getValue() != null
          ? noWord(argument, e.getValue())
          : String.valueOf(e.getMessage());
    }
    String word = unmatched.getUnmatched().getFirst();
    boolean option = unmatched.isUnknownOption();
    boolean wantsCommand = !option && !command.getSubcommands().isEmpty();
    if (!option && !wantsCommand) {
      return "'" + word + "' is one argument too many";
    }
    Set<String> names =
        wantsCommand ? command.getSubcommands().keySet() : command.getCommandSpec().optionsMap().keySet();
    String nearest = Nearest.of(word, names);
    return "no "
        + (option ? "option" : "command")
        + " is called "
        + word
        + (nearest == null ? "" : "; did you mean " + nearest + "?");
  }

  /// The type of one value.
  private static Class<?> words(ArgSpec argument) {
    return argument.auxiliaryTypes()[0];
  }

  private static String noWord(ArgSpec argument, String came) {
    List<String> words = Names.ofEnum(words(argument));
    String nearest = Nearest.of(came, words);
    return (argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel())
        + " is one of "
        + String.join(", ", words)
        + ", got "
        + came
        + (nearest == null ? "" : "; did you mean " + nearest + "?");
  }

  private int report(Throwable problem) {
    ExitCode code =
        switch (problem) {
          case ConfigException _, DataException _, UserError _, IllegalArgumentException _ -> ExitCode.BAD_INPUT;
          case FolderInUse _ -> ExitCode.FOLDER_IN_USE;
          case DamagedFile _ -> ExitCode.DAMAGED;
          case DiskException _, UncheckedIOException _, IOException _ -> ExitCode.NO_SPACE;
          case Diverged _ -> ExitCode.DIVERGED;
          case OutOfMemoryError _ -> ExitCode.OUT_OF_MEMORY;
          default -> ExitCode.INTERNAL_BUG;
        };
    if (problem instanceof OutputClosed) {
      return ExitCode.DONE.code(); // the terminal knows better
    }
    boolean ours = code != ExitCode.INTERNAL_BUG;
    if (problem instanceof ConfigException config) {
      terminal.errorLine(String.valueOf(config.getMessage()));
    } else if (ours) {
      terminal.errorLine("nnrun: " + problem.getMessage());
    } else {
      terminal.errorLine("nnrun: a bug in nnrun: " + problem + "; please report it with the output of --debug");
    }
    if (debug) {
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace, true));
      terminal.error(trace.toString());
    }
    return code.code();
  }

  /// Makes the commands; each may ask for the terminal.
  private record Commands(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (var constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
          return type.cast(constructor.newInstance(terminal));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"nnrun " + version()};
    }
  }
}
