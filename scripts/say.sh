# Sourced by the other scripts: how they speak, and where things are kept. POSIX sh.

say() { printf '==> %s\n' "$*" >&2; }

# The first argument is the problem, each further one a line of the mend.
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    for line; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# Whether a folder can be written, or made where it is not there yet.
can_write() {
    folder=$1
    while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
    [ -d "$folder" ] && [ -w "$folder" ] && [ -x "$folder" ]
}

# Where caches of this user are kept; empty where there is no such place.
user_cache() { printf '%s' "${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}"; }

# Where the base models are kept, as the frontdesk command finds them.
model_cache() {
    if [ -n "${FRONTDESK_CACHE:-}" ]; then
        printf '%s' "$FRONTDESK_CACHE"
    else
        cache=$(user_cache)
        printf '%s' "${cache:+$cache/frontdesk}"
    fi
}
