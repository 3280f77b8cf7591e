# Sourced by ./holdover and ./verify. Finds a JDK 25 whatever plain `java` is.

# Whether the folder $1 is the home of a JDK 25. Reads its `release` file; asks the program itself only where there is none.
is_jdk25() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | grep -q 'version "25[".+-]'
    fi
}

# Prints the home of a JDK 25, or fails. What the caller set wins over what lies about.
find_jdk25() {
    local home java
    for home in "${JAVA25_HOME:-}" "${JAVA_HOME:-}"; do
        if [ -n "$home" ] && is_jdk25 "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    if java=$(command -v java) && java=$(readlink -f "$java" 2>/dev/null); then
        home=${java%/bin/java}
        if is_jdk25 "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    fi
    for home in /usr/lib/jvm/* /usr/java/* /opt/* /opt/*/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25 /usr/local/opt/openjdk@25; do
        if is_jdk25 "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}

# What to do when there is none, for the system at hand.
explain_missing_jdk25() {
    echo "Holdover needs a JDK 25 and found none (JAVA_HOME, the path and the usual folders were searched)."
    if [ "$(uname -s)" = Darwin ]; then
        echo "Install it with:  brew install --cask temurin@25"
    elif command -v apt-cache >/dev/null && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
        echo "Install it with:  sudo apt-get install -y openjdk-25-jdk-headless"
    elif command -v apt-get >/dev/null; then
        echo "This release of the system has no package of it. Add the package source of Eclipse Temurin (adoptium.net), then:"
        echo "  sudo apt-get install -y temurin-25-jdk"
    elif command -v dnf >/dev/null; then
        echo "Install it with:  sudo dnf install java-25-openjdk-devel"
    else
        echo "Install Eclipse Temurin 25 (adoptium.net) or any other build of OpenJDK 25."
    fi
    echo "Or unpack any JDK 25 into a folder below ~/.jdks or /opt, or let JAVA_HOME name it."
}
