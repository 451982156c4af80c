#!/usr/bin/env bash
# scripts/jmh.sh [JMH OPTION...] [BENCHMARK]: products and fused kernels alone, by JMH; results also in
# target/bench/jmh.csv. About 5 s for each combination of parameters, so 10 minutes for all. For example
#   scripts/jmh.sh Products -p shape=128x10x128,128x128x128 -p threads=1,2
#   scripts/jmh.sh Kernels -p 'kernel=layer tanh,optimizer adam' -p shape=128x256 -p precision=FLOAT32,FLOAT64
#   scripts/jmh.sh -h
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2
. scripts/bench-setup.sh
JAVA25_HOME=$java_home mvn -q -B -Pjmh test-compile dependency:build-classpath -DincludeScope=test \
  -Dmdep.outputFile=target/bench/jmh.classpath < /dev/null >&2 || exit 1
exec "$java_home/bin/java" "${jvm[@]}" \
  -cp "target/jmh-classes:target/classes:target/test-classes:$(cat target/bench/jmh.classpath)" \
  org.openjdk.jmh.Main -rf csv -rff target/bench/jmh.csv "$@"
