# Sourced by ./holdover and ./verify. Runs Maven with a JDK 25 at hand: all output into a log, progress and errors onto the terminal.
# Needs build/packages.sh.

# ensure_maven LOG: makes sure that there is `mvn`, or says what to install and fails.
ensure_maven() {
    if command -v mvn >/dev/null; then
        return 0
    elif on_debian; then
        install_packages "$1" maven
    else
        echo "Holdover is built by Maven 3.8 or later, and there is no 'mvn' on the path."
        if [ "$(uname -s)" = Darwin ]; then
            echo "Install it with:  brew install maven"
        else
            echo "Install the package 'maven' of your system."
        fi
        return 1
    fi
}

# run_maven JDK25 LOG ARGUMENT...: the toolchain of the build finds the JDK by JAVA25_HOME; Maven itself keeps the Java it has, if any.
run_maven() (
    export JAVA25_HOME=$1
    local output=$2
    shift 2
    if ! "${JAVA_HOME:-/nonexistent}/bin/java" -version >/dev/null 2>&1; then
        unset JAVA_HOME
        java -version >/dev/null 2>&1 || export JAVA_HOME=$JAVA25_HOME
    fi
    mkdir -p "$(dirname "$output")"
    mvn -B -Dstyle.color=never "$@" </dev/null 2>&1 | tee "$output" | show_progress
    exit "${PIPESTATUS[0]}"
)

# Of Maven's output: modules, test classes, warnings and errors with what follows them; a sign of life in longer silences.
show_progress() {
    local line='' part='' after_error=0 module='^\[INFO\] Building Holdover:? ?(.*) [^ ]+ +\[([0-9]+/[0-9]+)\]$' status
    while :; do
        IFS= read -r -t 30 part
        status=$?
        line=$line$part
        if [ "$status" -gt 128 ]; then
            echo "        ... still at it"
            continue
        elif [ "$status" -ne 0 ] && [ -z "$line" ]; then
            return 0
        fi
        case $line in
            '[INFO] Building Holdover'*)
                if [[ $line =~ $module ]]; then
                    echo "[${BASH_REMATCH[2]}] ${BASH_REMATCH[1]:-parent}"
                fi
                after_error=0
                ;;
            '[INFO] Tests run:'*' -- in '*) echo "        ${line#\[INFO\] }" ;;
            $'\e['* | '[ERROR] ' | *'[Help 1]'* | *'Re-run Maven'* | *'To see the full stack trace'* | *'For more information about'* | \
                *'After correcting the problems'* | *'mvn <args> -rf'* | *'See dump files'*) ;;
            '[ERROR]'* | '[WARNING]'*)
                echo "$line"
                after_error=12
                ;;
            '['*) after_error=0 ;;
            *'at org.junit.'* | *'at java.base/'*) ;;
            *)
                if [ "$after_error" -gt 0 ]; then
                    echo "$line"
                    after_error=$((after_error - 1))
                fi
                ;;
        esac
        line=''
    done
}

# with_build_lock ROOT COMMAND...: two builds in the same folder would disturb each other; the second waits where `flock` exists.
with_build_lock() {
    local root=$1
    shift
    mkdir -p "$root/target"
    if command -v flock >/dev/null; then
        (
            flock -n 9 || { echo "Another build is running here; waiting for it ..." && flock 9; }
            "$@" 9>&-
        ) 9>"$root/target/.build-lock"
    else
        "$@"
    fi
}
