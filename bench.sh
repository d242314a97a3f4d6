#!/bin/sh
# Measures this checkout beside dd, cp, qemu-img and QEMU, whichever are installed.
#
#   ./bench.sh [--write] [--only PART]... [OPTION]...
#
# --write  keep the results in bench/results, and rewrite docs/performance.md and docs/performance.svg from them
# --only   one of the parts of 'airlock bench', or 'pieces': the inner pieces by themselves (BenchmarkDotNet)
#
# All other options are those of 'airlock bench':
set -eu
root=$(dirname -- "$(readlink -f -- "$0")")

write= pieces= parts=
count=$#
while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    count=$((count - 1))
    case $argument in
        --write) write=1 ;;
        --only)
            if [ "${1-}" = pieces ]; then pieces=1; else parts=1; set -- "$@" --only "${1-}"; fi
            [ "$count" -eq 0 ] || { shift; count=$((count - 1)); }
            ;;
        --only=pieces) pieces=1 ;;
        --only=*) parts=1; set -- "$@" "$argument" ;;
        -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exec "$root/airlock" bench --help ;;
        *) set -- "$@" "$argument" ;;
    esac
done

benchmarks() { # what only makes sense in a checkout
    dotnet run -c Release --project "$root/bench/Airlock.Benchmarks" --verbosity quiet -- "$@"
}

"$root/airlock" --version >/dev/null
if [ -z "$pieces" ] || [ -n "$parts" ]; then
    if [ -n "$write" ]; then
        results=$(mktemp)
        trap 'rm -f "$results"' EXIT
        "$root/artifacts/airlock/airlock" bench --json "$@" >"$results"
        benchmarks page "$root" <"$results"
    else
        "$root/artifacts/airlock/airlock" bench "$@"
    fi
fi

if [ -n "$pieces" ] || [ -z "$parts" ]; then
    if [ -n "$write" ]; then
        benchmarks pieces "$root/bench/results/pieces.json"
        benchmarks page "$root" </dev/null
    else
        benchmarks pieces
    fi
fi
