package nnrun.rules;

import java.util.List;

/// What breaks "the same bytes everywhere" or the shape of the code, in one table. A row that is in the way is to be
/// discussed here, not worked around there.
final class BuildRules {
  private static final String NOWHERE = "";
  private static final String ANY_ARGUMENTS = "\\(.*\\)";

  static final List<Rule> TABLE =
      List.of(
          // Numbers.
          Rule.of(
              "math functions",
              "java\\.lang\\.Math\\.(sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|exp|expm1|log|log1p|log10|pow|cbrt"
                  + "|hypot)"
                  + ANY_ARGUMENTS,
              NOWHERE,
              "its last bit differs between machines",
              "use StrictMath, or the functions of nnrun.tensor"),
          Rule.of(
              "lane reductions",
              "jdk\\.incubator\\.vector\\.(Float|Double)Vector\\.reduceLanes(ToLong)?" + ANY_ARGUMENTS,
              NOWHERE,
              "the order of its additions is unspecified and depends on the number of lanes",
              "keep one chain a lane and add the chains in the order of the plain loop"),
          Rule.of(
              "vector math library",
              "jdk\\.incubator\\.vector\\.VectorOperators\\.(SIN|COS|TAN|ASIN|ACOS|ATAN|ATAN2|SINH|COSH|TANH|EXP|EXPM1"
                  + "|LOG|LOG1P|LOG10|POW|CBRT|HYPOT)"
                  + "|jdk\\.incubator\\.vector\\.(Float|Double)Vector\\.pow"
                  + ANY_ARGUMENTS,
              NOWHERE,
              "it differs between machines and from the plain loop",
              "use the polynomials of nnrun.tensor"),
          Rule.of(
              "parallel streams",
              "java\\.util\\..*\\.(parallelStream|parallel)\\(\\)"
                  + "|java\\.util\\.Arrays\\.parallel\\w+"
                  + ANY_ARGUMENTS
                  + "|java\\.util\\.stream\\.StreamSupport\\.\\w*[sS]tream\\(.*boolean\\)",
              NOWHERE,
              "the order of a reduction depends on the machine",
              "split work over outputs with the thread team of nnrun.tensor"),
          Rule.of(
              "common pool",
              "java\\.util\\.concurrent\\.ForkJoin(Pool|Task)\\..*"
                  + "|java\\.util\\.concurrent\\.CompletableFuture\\.(run|supply)Async\\([^,]*\\)"
                  + "|java\\.util\\.concurrent\\.CompletableFuture\\.\\w+Async\\((?!.*Executor).*\\)"
                  + "|java\\.util\\.concurrent\\.Executors\\.newWorkStealingPool"
                  + ANY_ARGUMENTS,
              NOWHERE,
              "its threads belong to nobody and their number depends on the machine",
              "use the thread team of nnrun.tensor, or an executor of your own"),
          // Order.
          Rule.of(
              "hash order",
              "java\\.util\\.(HashMap|HashSet|WeakHashMap|Hashtable)\\.(<init>|newHashMap|newHashSet|newWeakHashMap)"
                  + ANY_ARGUMENTS,
              NOWHERE,
              "its iteration order is an accident",
              "use LinkedHashMap, LinkedHashSet, TreeMap or TreeSet"),
          Rule.of(
              "identity and concurrent maps",
              "java\\.util\\.(IdentityHashMap|concurrent\\.ConcurrentHashMap)\\.(<init>|newKeySet)" + ANY_ARGUMENTS,
              "nnrun\\.(tensor\\..*|run\\.LocalDisk)",
              "its iteration order differs from run to run",
              "use LinkedHashMap, or ConcurrentSkipListMap; the classes named here look keys up and never iterate"),
          Rule.of(
              "unordered collectors",
              "java\\.util\\.stream\\.Collectors\\.(toSet|toUnmodifiableSet|toUnmodifiableMap|toConcurrentMap"
                  + "|groupingByConcurrent)"
                  + ANY_ARGUMENTS
                  + "|java\\.util\\.stream\\.Collectors\\.toMap\\((?!.*Supplier).*\\)"
                  + "|java\\.util\\.stream\\.Collectors\\.groupingBy\\((?!.*Supplier).*\\)",
              NOWHERE,
              "it collects into a hash map or hash set",
              "give toMap and groupingBy a map factory (LinkedHashMap::new), or use toCollection(LinkedHashSet::new)"),
          Rule.of(
              "salted collections",
              "java\\.util\\.(Map|Set)\\.(of|ofEntries|copyOf)" + ANY_ARGUMENTS,
              NOWHERE,
              "its iteration order changes with every start of the JVM",
              "use List.of, a switch, an EnumMap, or a LinkedHashMap in Collections.unmodifiableMap"),
          Rule.of(
              "directory order",
              "java\\.nio\\.file\\.Files\\.(list|walk|find|newDirectoryStream|walkFileTree)"
                  + ANY_ARGUMENTS
                  + "|java\\.io\\.File\\.(list|listFiles)"
                  + ANY_ARGUMENTS,
              "nnrun\\.(run\\.LocalDisk|config\\.ConfigFile|data\\.DataFiles)",
              "the order of a listing depends on the file system",
              "use nnrun.run.Disk, which sorts; the other classes named here sort for themselves, since they lie below"
                  + " it"),
          Rule.of(
              "reflection order",
              "java\\.lang\\.Class\\.get(Declared)?(Methods|Fields|Classes)\\(\\)",
              NOWHERE,
              "the JVM promises no order",
              "use getRecordComponents, getPermittedSubclasses or getEnumConstants, which keep the source's"),
          Rule.of(
              "identity hash",
              "java\\.lang\\.System\\.identityHashCode\\(java\\.lang\\.Object\\)|java\\.lang\\.Object\\.hashCode\\(\\)",
              "nnrun\\.tensor\\..*",
              "it differs from run to run for an object that does not define its own",
              "call it on a type that defines it"),
          // Surroundings.
          Rule.of(
              "default locale",
              "java\\.lang\\.String\\.(toLowerCase|toUpperCase)\\(\\)"
                  + "|java\\.lang\\.String\\.formatted"
                  + ANY_ARGUMENTS
                  + "|java\\.(lang\\.String|io\\.PrintStream|io\\.PrintWriter|io\\.Console)\\.(format|printf)\\(java\\.lang\\.String,.*\\)"
                  + "|java\\.util\\.Formatter\\.(<init>|format)\\((?!.*Locale).*\\)"
                  + "|java\\.text\\.(DecimalFormat|SimpleDateFormat|MessageFormat|ChoiceFormat)\\.<init>\\((?!.*(Locale|Symbols)).*\\)"
                  + "|java\\.text\\.(MessageFormat\\.format|DecimalFormatSymbols\\.getInstance\\(\\)|DecimalFormatSymbols\\.<init>\\(\\)).*"
                  + "|java\\.text\\.(NumberFormat|DateFormat|Collator|BreakIterator)\\.get\\w*Instance\\((?!.*Locale).*\\)"
                  + "|java\\.time\\.format\\.DateTimeFormatter\\.(ofPattern\\(java\\.lang\\.String\\)|ofLocalized.*)"
                  + "|java\\.time\\.format\\.DateTimeFormatterBuilder\\.toFormatter\\(\\)"
                  + "|java\\.util\\.Locale\\.getDefault"
                  + ANY_ARGUMENTS,
              NOWHERE,
              "a Turkish or German machine would write other bytes",
              "pass Locale.ROOT; for decimals Double.toString"),
          Rule.of(
              "default charset",
              "java\\.lang\\.String\\.getBytes\\(\\)|java\\.lang\\.String\\.<init>\\(byte\\[\\](,int,int)?\\)"
                  + "|java\\.io\\.File(Reader|Writer)\\.<init>\\((?!.*Charset).*\\)"
                  + "|java\\.io\\.(InputStreamReader|OutputStreamWriter)\\.<init>\\([^,]*\\)"
                  + "|java\\.io\\.Print(Stream|Writer)\\.<init>\\(java\\.(io\\.OutputStream|io\\.File|lang\\.String)(,boolean)?\\)"
                  + "|java\\.io\\.ByteArrayOutputStream\\.toString\\(\\)|java\\.util\\.Scanner\\.<init>\\([^,]*\\)"
                  + "|java\\.nio\\.charset\\.Charset\\.defaultCharset\\(\\)",
              NOWHERE,
              "a machine with another charset would read and write other bytes",
              "pass StandardCharsets.UTF_8"),
          Rule.of(
              "clock",
              "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)"
                  + "|java\\.time\\.\\w+\\.now"
                  + ANY_ARGUMENTS
                  + "|java\\.time\\.Clock\\.(system|tick).*"
                  + "|java\\.util\\.(Date\\.<init>\\(\\)|Calendar\\.getInstance\\(.*\\)|GregorianCalendar\\.<init>\\(\\))",
              "nnrun\\.(run|sweep|cli)\\..*",
              "time must not reach a result, so nothing below run knows it",
              "take the time as an argument, or measure in nnrun.run"),
          Rule.of(
              "time zone",
              "java\\.util\\.TimeZone\\.getDefault\\(\\)|java\\.time\\.ZoneId\\.systemDefault\\(\\)"
                  + "|java\\.nio\\.file\\.attribute\\.FileTime\\.toString\\(\\)|java\\.util\\.Date\\.toString\\(\\)",
              NOWHERE,
              "two machines would write two times",
              "use ZoneOffset.UTC"),
          Rule.of(
              "surroundings",
              "java\\.lang\\.System\\.(getenv|getProperty|getProperties|lineSeparator)"
                  + ANY_ARGUMENTS
                  + "|java\\.lang\\.(Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong)"
                  + ANY_ARGUMENTS,
              "nnrun\\.(cli\\..*|run\\.(Provenance|Experiments)|data\\.Store|tensor\\.Kernels)",
              "what a machine happens to say must not reach a result",
              "take it as an argument from nnrun.cli; the classes named here look for data, temporary room or lanes"),
          Rule.of(
              "names of threads and objects",
              "java\\.lang\\.Thread\\.(threadId|getId|getName)\\(\\)|java\\.lang\\.ProcessHandle\\.pid\\(\\)"
                  + "|java\\.util\\.Objects\\.(toIdentityString|hash)"
                  + ANY_ARGUMENTS,
              "nnrun\\.((cli|run)\\..*|data\\.Store)",
              "they differ from run to run",
              "number what you make yourself; Store names temporary files"),
          Rule.of(
              "any element",
              "java\\.util\\.stream\\.\\w+\\.(findAny|unordered)\\(\\)",
              NOWHERE,
              "any one is another one the next time",
              "use findFirst"),
          Rule.of(
              "memory that is collected",
              "java\\.lang\\.ref\\.(WeakReference|SoftReference|PhantomReference|Cleaner)\\..*",
              NOWHERE,
              "when it goes depends on the collector",
              "close what you open"),
          Rule.of(
              "random numbers",
              "java\\.util\\.(Random|SplittableRandom)\\..*"
                  + "|java\\.util\\.random\\..*"
                  + "|java\\.lang\\.(Strict)?Math\\.random\\(\\)"
                  + "|java\\.util\\.Collections\\.shuffle"
                  + ANY_ARGUMENTS,
              NOWHERE,
              "a shared generator ties results to the order of calls",
              "use a random stream of nnrun.tensor: value = f(seed, stream, step, index)"),
          Rule.of(
              "unpredictable ids",
              "java\\.util\\.UUID\\.randomUUID\\(\\)|java\\.security\\.SecureRandom\\..*"
                  + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*",
              "nnrun\\.run\\..*",
              "it differs from run to run",
              "only the name of a run folder may"),
          Rule.of(
              "terminal",
              "java\\.lang\\.System\\.(out|err|in)|java\\.lang\\.System\\.console\\(\\)"
                  + "|java\\.lang\\.IO\\..*"
                  + "|.*\\.printStackTrace\\(\\)",
              "nnrun\\.cli\\..*",
              "only cli prints, so that stdout holds results and nothing else",
              "return the text, or throw an exception whose message is for the user"),
          Rule.of(
              "exit",
              "java\\.lang\\.System\\.exit\\(int\\)|java\\.lang\\.Runtime\\.(exit|halt)\\(int\\)",
              "nnrun\\.cli\\..*",
              "only cli knows the exit codes",
              "throw an exception"),
          // Reach.
          Rule.of(
              "network",
              "java\\.net\\.(?!http\\.|(URI|URISyntaxException)(\\.|$)|URL(\\.toURI\\(\\)|$)).*"
                  + "|java\\.net\\.URI\\.toURL\\(\\)"
                  + "|java\\.nio\\.channels\\.\\w*(Socket|Datagram)\\w*\\..*"
                  + "|javax\\.(net|management\\.remote)\\..*"
                  + "|(java\\.rmi|com\\.sun\\.net)\\..*",
              NOWHERE,
              "nnrun works without a network, and no config can make it ask one",
              "let people bring files; Path.of(uri) reads a file: URI"),
          Rule.of(
              "web",
              "java\\.net\\.http\\..*",
              "nnrun\\.run\\.Download",
              "only nnrun fetch asks a network for something, and only for what somebody typed",
              "have people type nnrun fetch; the class named here is what it asks with"),
          Rule.of(
              "processes",
              "java\\.lang\\.(ProcessBuilder|Runtime\\.exec).*",
              "nnrun\\.run\\.Provenance",
              "no config may be able to start a program",
              "only the commit of the sources is asked of git, with a fixed command"),
          Rule.of(
              "foreign code",
              "java\\.lang\\.Class\\.forName"
                  + ANY_ARGUMENTS
                  + "|java\\.lang\\.(ClassLoader\\.(<init>|loadClass|defineClass)|System\\.load(Library)?|Runtime\\.load).*"
                  + "|java\\.io\\.ObjectInputStream\\..*|javax\\.(script|naming)\\..*",
              "nnrun\\.(cli\\.Signals|tensor\\.VectorModule)",
              "no config and no file may be able to name a class that runs",
              "walk a sealed interface; the classes named here load one of the JDK's by a fixed name"),
          // Libraries, each behind one package.
          Rule.of(
              "Jackson",
              "(tools\\.jackson|com\\.fasterxml|org\\.snakeyaml)\\..*",
              "nnrun\\.config\\..*",
              "it is lax by default and config is where that is made strict",
              "use nnrun.config"),
          Rule.of(
              "EJML", "org\\.ejml\\..*", "nnrun\\.tensor\\..*", "it is the storage behind Matrix", "use nnrun.tensor"),
          Rule.of("picocli", "picocli\\..*", "nnrun\\.cli\\..*", "commands live in cli", "take plain arguments"),
          Rule.of(
              "Vector API",
              "jdk\\.incubator\\.vector\\..*",
              "nnrun\\.tensor\\..*",
              "the module may be missing, and only tensor has a plain loop for each fast one",
              "use the verbs of nnrun.tensor"),
          Rule.of(
              "Vector API in a signature",
              "signature:\\ jdk\\.incubator\\.vector\\..*",
              NOWHERE,
              "reflection on a record or public class fails where the module is missing",
              "move the method to a nested private class"));

  private BuildRules() {}
}
