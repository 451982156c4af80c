# To be sourced by the benchmark scripts, in the project's folder: builds, shows that the fast loops give the bits of the
# plain ones and that EJML's loop learns the same, and sets `classpath`, `java_home`, `jvm` and `cores`.
export LC_ALL=C
. scripts/find-jdk.sh
find_jdk || exit 2
if ! command -v mvn > /dev/null; then
  echo "$0: Maven 3.8 or later is needed, and there is no mvn on the PATH" >&2
  exit 2
fi
mkdir -p target/bench || exit 2

proofs=ProductsTest,LanesTest,CompiledLoopTest,VectorLoopTest,TeamTest,RegionTest,EjmlLoopTest
echo "Building, and the tests that every fast loop has the bits of its plain one ($proofs) ..." >&2
if ! JAVA25_HOME=$java_home mvn -q -B test -Dtest="$proofs" < /dev/null > target/bench/proofs.log 2>&1; then
  cat target/bench/proofs.log >&2
  echo "$0: the build or a test failed, see above; nothing was measured" >&2
  exit 1
fi
echo 'Correctness: the bits are those of the plain loops (all passed).' >&2

if ! [ -s target/bench/classpath ] || [ pom.xml -nt target/bench/classpath ]; then
  JAVA25_HOME=$java_home mvn -q -B dependency:build-classpath -Dmdep.outputFile=target/bench/classpath \
    -DincludeScope=test < /dev/null >&2 || exit 1
fi
classpath=target/classes:target/test-classes:$(cat target/bench/classpath)
cores=$(getconf _NPROCESSORS_ONLN) || exit 2

# As the program runs: its jar gives itself the export, the launcher the collector.
jvm=(--add-exports=java.base/jdk.internal.module=ALL-UNNAMED -XX:+UseSerialGC -XX:NewRatio=8)

# Runs class $1 of the benchmarks.
bench_java() {
  local class=$1
  shift
  "$java_home/bin/java" "${jvm[@]}" -cp "$classpath" "nnrun.bench.$class" "$@"
}
