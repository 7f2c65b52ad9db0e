# Sourced by the other scripts: what the system must have, and the virtual environment.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

# Install Debian packages; where that can't be done, say exactly what to install and stop.
install_packages() {
    (($#)) || return 0
    local as=()
    if ((EUID != 0)); then
        if sudo -n true 2>/dev/null; then
            as=(sudo -n)
        else
            say "Please install, then run this again:  sudo apt install $*"
            return 1
        fi
    fi
    if ! command -v apt-get >/dev/null; then
        say "Please install what these Debian packages contain, then run this again: $*"
        return 1
    fi
    say "Installing: $*"
    "${as[@]}" apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get -qq install -y --no-install-recommends \
        "$@" >/dev/null
}

# Print the Debian packages that documents are made with and that are missing: text layout, fonts.
missing_document_packages() {
    local libraries
    libraries=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
    [[ $libraries == *libpangoft2-1.0.so.0* ]] || echo libpangoft2-1.0-0
    [[ $libraries == *libharfbuzz-subset.so.0* ]] || echo libharfbuzz-subset0
    [[ -e /usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc ]] || echo fonts-noto-cjk
    [[ -e /usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf ]] || echo fonts-lxgw-wenkai
}

# Print the first Python that is new enough and can make virtual environments.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# ensure_python: Debian's own when there is none.
ensure_python() {
    PYTHON=$(find_python) && return 0
    install_packages python3 python3-venv ca-certificates || return 1
    PYTHON=$(find_python) || { say "Guildhall needs Python 3.11 or newer."; return 1; }
}

# ensure_venv FILE...: .venv holds what the requirement files ask for. Quick when they are unchanged.
ensure_venv() {
    local stamp=".venv/.installed-$1" wanted
    wanted=$(cat "$@" | sha256sum)
    if [[ -x .venv/bin/python && -f $stamp && $(<"$stamp") == "$wanted" ]] &&
        .venv/bin/python -c '' 2>/dev/null; then
        return 0
    fi
    ensure_python || return 1
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        say "Making the virtual environment"
        "$PYTHON" -m venv --clear .venv
    fi
    say "Installing the Python packages of $1"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-input \
        --root-user-action=ignore -r "$1" >&2 || {
        say "The packages could not be installed. Is there a network? A mirror can be named:"
        say "  PIP_INDEX_URL=https://mirrors.example/simple script/server"
        return 1
    }
    printf '%s\n' "$wanted" >"$stamp"
}
