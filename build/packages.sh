# Sourced by ./holdover and ./verify. Debian packages: what is missing is installed where that is allowed, and named where it is not.

on_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# Prints those of the named packages that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q ' installed$' || printf '%s\n' "$package"
    done
}

# install_packages LOG PACKAGE...: installs them as root. Anyone else is told the command, and it fails.
install_packages() {
    local log=$1
    shift
    if [ "$(id -u)" -ne 0 ]; then
        echo "Missing: $*. Please run:"
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 1
    fi
    echo "Installing $* ..."
    mkdir -p "$(dirname "$log")"
    if apt_install "$@" >"$log" 2>&1; then
        return 0
    fi
    echo "  refreshing the package lists first ..."
    if apt-get update >>"$log" 2>&1 && apt_install "$@" >>"$log" 2>&1; then
        return 0
    fi
    tail -n 20 "$log"
    echo "That failed; the whole log is $log. By hand:"
    echo "  apt-get update && apt-get install -y --no-install-recommends $*"
    return 1
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" </dev/null
}
