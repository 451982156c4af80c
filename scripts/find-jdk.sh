# To be sourced (bash 3.2 and later). find_jdk sets java_home to a JDK of version 25 or later and
# java_version to its version, or says on stderr what is missing and returns 2.

# The version of the JDK in folder $1, from its `release` file: starting a JVM to ask takes longer
# than many a command.
jdk_version() {
  local line
  java_version=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        line=${line#JAVA_VERSION=}
        java_version=${line//\"/}
        ;;
    esac
  done < "$1/release"
  [ -n "$java_version" ]
}

# Whether folder $1 holds a JDK that is new enough; remembers it in java_home.
usable_jdk() {
  jdk_version "$1" || return 1
  local major=${java_version%%[!0-9]*}
  [ "${major:-0}" -ge 25 ] || return 1
  java_home=$1
}

# Follows symbolic links from $1 to the file itself; sets resolved.
resolve_link() {
  local folder link
  resolved=$1
  while [ -L "$resolved" ]; do
    folder=$(cd -P -- "$(dirname -- "$resolved")" > /dev/null && pwd)
    link=$(readlink -- "$resolved")
    case $link in
      /*) resolved=$link ;;
      *) resolved=$folder/$link ;;
    esac
  done
}

find_jdk() {
  local candidate java
  java_home=
  if [ -n "${NNRUN_JAVA_HOME:-}" ]; then
    usable_jdk "$NNRUN_JAVA_HOME" && return 0
    echo "nnrun: NNRUN_JAVA_HOME=$NNRUN_JAVA_HOME is ${java_version:+JDK $java_version, }no JDK of version 25 or later; point it at one, or unset it to search the usual folders" >&2
    return 2
  fi
  if [ -n "${JAVA_HOME:-}" ]; then
    usable_jdk "$JAVA_HOME" && return 0
  fi
  if java=$(command -v java) && [ -n "$java" ]; then
    resolve_link "$java"
    candidate=${resolved%/bin/java}
    usable_jdk "$candidate" && return 0
  fi
  for candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* /usr/local/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.m2/jdks/* "$HOME"/.gradle/jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    usable_jdk "$candidate" && return 0
  done
  echo "nnrun: no JDK of version 25 or later found; install one (for example Eclipse Temurin 25 from https://adoptium.net) or set NNRUN_JAVA_HOME to its folder" >&2
  return 2
}
